import { isAtVenue } from '../model/order-status.ts'
import type { RiskCause } from '../risk/risk-state.ts'
import { decidingCause, endedCauses } from '../risk/risk-state.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { ResumeAnswered } from './device-inputs.ts'
import type { Origin } from './events.ts'
import { KILL_SWITCH } from './exit-tickets.ts'
import { cancelOrders, closePosition } from './exits.ts'
import type { Stamp } from './inputs.ts'
import type { KillPressed, ResumeRequested } from './person-inputs.ts'
import { endCauses, raiseCause } from './risk-causes.ts'
import type { AskedResume, DeskState } from './state.ts'
import { equityOf } from './state.ts'
import { declineEntries } from './stop-entries.ts'

/** What has to be typed in paper mode; elsewhere the device signs. */
export const RESUME_WORD = 'RESUME'
export const BY_KILL_SWITCH = { from: 'desk', reason: KILL_SWITCH } as const satisfies Origin
/** As long as a device shows in full. */
const REASON_LENGTH_MAX = 200

/** Closes that wait for a person give way: the kill switch opens its own for all that is left. */
function replaceWaitingCloses(state: DeskState, draft: DecisionDraft, reason: string): void {
  for (const { ticketId, stage, terms } of state.book.underWay.values()) {
    if (stage !== 'pending' || terms?.kind !== 'close') continue
    draft.events.push({ type: 'OrderDeclined', ticketId, by: 'desk', reason })
  }
}

/**
 * Row R8: entries end at once, resting entries are cancelled, and positions closed where asked. A
 * second press changes the reason, or closes what the first one kept; it does nothing twice.
 */
export function pressKill(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  pressed: KillPressed,
): void {
  const { reason, shouldFlatten } = pressed
  draft.events.push({
    ...raiseCause(state.book, 'killSwitch', reason, null),
    ...(shouldFlatten ? { shouldFlatten } : {}),
  })
  declineEntries(state, draft, `Stopped by the kill switch: ${reason}`)
  const clientOrderIds = [...state.book.openOrders.values()]
    .filter((order) => order.role === 'entry' && isAtVenue(order.status))
    .map((order) => order.clientOrderId)
  cancelOrders(state, draft, stamp, { clientOrderIds }, BY_KILL_SWITCH)
  if (!shouldFlatten) return
  replaceWaitingCloses(state, draft, `The kill switch closes all of it: ${reason}`)
  for (const { coin } of state.book.positions.values()) {
    closePosition(state, draft, stamp, { coin, quantity: null }, BY_KILL_SWITCH)
  }
}

/** The equity that a person accepts by resuming is written down: a drawdown is measured from it. */
function acceptAndResume(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  causes: readonly RiskCause[],
  reason: string,
): void {
  const equity = equityOf(state)
  if (equity !== null) {
    draft.events.push({ type: 'EquityMarked', equity, tsEventMs: stamp.tsMarketMs })
  }
  draft.events.push(...endCauses(state.book, causes, reason))
}

/** The device takes plain characters only. */
export const plainReason = (reason: string): string =>
  reason
    .replaceAll('’', "'")
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, REASON_LENGTH_MAX)

/** What the device is asked to sign, and for which causes; null when nobody has to be asked. */
export function resumeToAsk(state: DeskState, stamp: Stamp): AskedResume | null {
  const causes = endedCauses(state.book.risk, { by: 'person' })
  const deciding = decidingCause(state.book.risk)
  if (causes.length === 0 || deciding === null || state.book.mode === 'paper') return null
  return {
    requestId: `resume-${stamp.tsWallMs}`,
    reason: plainReason(deciding.reason) || deciding.cause,
    tsMs: stamp.tsWallMs,
    causes,
    isAnswered: false,
    problem: null,
  }
}

/** Why a resume that a person asked for does nothing; null when it does something. */
export function resumeProblem(
  state: DeskState,
  { typedWord }: Omit<ResumeRequested, 'kind'>,
): string | null {
  if (endedCauses(state.book.risk, { by: 'person' }).length === 0) {
    return 'Nothing waits for a person to resume it.'
  }
  if (state.book.mode === 'paper') {
    return typedWord === RESUME_WORD ? null : `Not resumed: type ${RESUME_WORD} to confirm it.`
  }
  const asked = state.market.askedResume
  if (asked !== null && !asked.isAnswered)
    return 'The Ledger asks about it already: answer it there.'
  return state.book.accountAddress === null
    ? 'No account is set up. Connect the Ledger and choose one first.'
    : null
}

/**
 * Ends the causes that wait for a person: by the typed word in paper mode, elsewhere by a signature
 * over what holds at this moment.
 */
export function resume(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  requested: ResumeRequested,
): void {
  const { mode, accountAddress } = state.book
  if (mode === 'paper') {
    if (resumeProblem(state, requested) !== null) return
    const causes = endedCauses(state.book.risk, { by: 'person' })
    acceptAndResume(state, draft, stamp, causes, 'Resumed by a person.')
    return
  }
  const asked = state.market.askedResume
  if (asked === null || asked.tsMs !== stamp.tsWallMs || accountAddress === null) return
  const { requestId, reason, tsMs } = asked
  draft.effects.push({ kind: 'signResume', requestId, account: accountAddress, reason, tsMs })
}

/** The signature ends the causes that it was asked for and no later ones. */
export function takeResume(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  answered: ResumeAnswered,
): void {
  const asked = state.market.askedResume
  const { outcome } = answered
  const account = state.book.accountAddress
  if (asked?.requestId !== answered.requestId || !outcome.ok || account === null) return
  if (outcome.recoveredAddress.toLowerCase() !== account.toLowerCase()) return
  const { reason, tsMs } = asked
  const causes = asked.causes.filter((cause) =>
    state.book.risk.causes.some((active) => active.cause === cause),
  )
  if (causes.length === 0) return
  const { signature, recoveredAddress } = outcome
  draft.events.push({
    type: 'ResumeSigned',
    account,
    reason,
    tsMs,
    signature,
    recoveredAddress,
  })
  acceptAndResume(state, draft, stamp, causes, 'Resumed by a signature of the device.')
}

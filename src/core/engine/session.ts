import type { TicketId } from '../model/ids.ts'
import type { Terms } from '../model/terms.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { SessionApproved, SessionDropped } from './device-inputs.ts'
import type { Stamp } from './inputs.ts'
import { sessionFacts } from './session-facts.ts'
import type { SessionVerdict } from './session-rule.ts'
import { judgeForSession } from './session-rule.ts'
import type { DeskState, Session } from './state.ts'
import type { Ticket } from './ticket.ts'

/** FEATURES C9: a session lasts at most so long. */
const SESSION_MS_MAX = 24 * 3_600_000
/** After a kill, what it opened gets so long to be signed. */
const KILL_GRACE_MS = 15_000

const NO_SESSION: SessionVerdict = { isAllowed: false, reason: 'there is no session' }

const same = (a: string, b: string | null): boolean => a.toLowerCase() === b?.toLowerCase()

/** Whether the session key may sign these terms now. */
export function sessionVerdict(
  state: DeskState,
  stamp: Stamp,
  ticketId: TicketId,
  terms: Terms,
): SessionVerdict {
  const { session } = state.book
  if (!session || stamp.tsWallMs >= session.validUntilMs) return NO_SESSION
  return judgeForSession(sessionFacts(state, ticketId), terms)
}

/** An approval counts when the account signed it and it ends within a day. */
export function startSession(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  approved: SessionApproved,
): void {
  const { agentAddress, agentName, nonce, validUntilMs, signature, recoveredAddress } = approved
  const isOwn = same(recoveredAddress, state.book.accountAddress)
  const lastsMs = validUntilMs - stamp.tsWallMs
  if (!isOwn || lastsMs <= 0 || lastsMs > SESSION_MS_MAX) {
    draft.effects.push({ kind: 'dropSession' })
    return
  }
  const approval = { agentAddress, agentName, nonce, validUntilMs, signature }
  draft.events.push({ type: 'SessionStarted', ...approval })
}

/** The key is gone already, whoever wiped it. */
export function noteDropped(state: DeskState, draft: DecisionDraft, dropped: SessionDropped): void {
  if (!state.book.session) return
  draft.events.push({ type: 'SessionEnded', reason: dropped.reason })
}

export function endSession(state: DeskState, draft: DecisionDraft, reason: string): void {
  if (!state.book.session) return
  draft.events.push({ type: 'SessionEnded', reason })
  draft.effects.push({ kind: 'dropSession' })
}

/** A kill may use the key for what it cancels and closes; then it ends. */
export function endSessionAfterKill(state: DeskState, draft: DecisionDraft): void {
  const { session } = state.book
  if (!session) {
    // One that is still being approved on the device must not begin after the kill.
    draft.effects.push({ kind: 'dropSession' })
    return
  }
  if (session.isEnding) return
  draft.events.push({ type: 'SessionEnding', reason: 'The kill switch was pressed.' })
}

const isSigning = ({ stage }: Ticket): boolean => stage === 'preparing' || stage === 'onDevice'

function isKillDone(state: DeskState, session: Session, stamp: Stamp): boolean {
  if (!session.isEnding) return false
  const busy = [...state.book.tickets.values()].filter(isSigning)
  return busy.every((ticket) => Math.abs(stamp.tsWallMs - ticket.openedWallMs) > KILL_GRACE_MS)
}

/** With every heartbeat: the end of its time, and the end after a kill. */
export function watchSession(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const { session } = state.book
  if (!session) return
  if (stamp.tsWallMs >= session.validUntilMs) endSession(state, draft, 'Its time was over.')
  else if (isKillDone(state, session, stamp)) {
    endSession(state, draft, 'The kill switch was pressed.')
  }
}

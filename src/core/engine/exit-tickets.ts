import type { TicketId } from '../model/ids.ts'
import { ticketIdFor } from '../model/ids.ts'
import type { Terms, TermsFigures } from '../model/terms.ts'
import { termsDigest } from '../model/terms-digest.ts'
import { ZERO_MONEY } from '../money/amount.ts'
import type { OrderProposal } from '../risk/risk-inputs.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { DecisionRecord, Origin } from './events.ts'
import type { Stamp } from './inputs.ts'
import { termsSentence } from './sentence.ts'
import { sessionVerdict } from './session.ts'
import type { DeskState } from './state.ts'
import { ordersOf } from './terms-orders.ts'

/** The origin of what the kill switch opens: its press approved that. */
export const KILL_SWITCH = 'kill switch'

const NO_FIGURES: TermsFigures = {
  lossAtStop: ZERO_MONEY,
  gainAtTarget: null,
  fees: ZERO_MONEY,
  margin: ZERO_MONEY,
}

/** What the log says of terms that add no risk: no limit may stand in their way. */
const notNeeded = (terms: Terms): DecisionRecord => ({
  result: 'notNeeded',
  code: 'ADDS_NO_RISK',
  message: `A ${terms.kind} adds no risk, so no limit applies to it.`,
  worstCaseLoss: ZERO_MONEY,
  numbers: {},
})

/** Milliseconds that no earlier action of this account has used. */
export const nextNonce = (state: DeskState, stamp: Stamp): number =>
  Math.max(stamp.tsWallMs, state.book.lastNonce + 1)

/** The number of a ticket that is opened as the `opened`th within one input. */
export const nextTicketNumber = (state: DeskState, draft: DecisionDraft): number =>
  state.book.nextTicketNumber +
  draft.events.filter((event) => event.type === 'OrderInitialized').length

/** Whether it may go on to be signed at once: somebody pressed for it, or the session key may. */
function isApproved(
  state: DeskState,
  stamp: Stamp,
  origin: Origin,
  ticketId: TicketId,
  terms: Terms,
): boolean {
  const isPressed = origin.from !== 'desk' || origin.reason === KILL_SWITCH
  return isPressed || sessionVerdict(state, stamp, ticketId, terms).isAllowed
}

/**
 * Opens a ticket for terms that add no risk. The press on the row was the approval, so it goes to
 * the device at once; what the desk opens by itself waits for a person. `makeTerms` gets the
 * ticket's number for its order ids.
 */
export function openExitTicket(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  origin: Origin,
  coin: string,
  makeTerms: (ticketNumber: number) => Terms,
  figures: TermsFigures = NO_FIGURES,
  next: OrderProposal | null = null,
): void {
  const ticketNumber = nextTicketNumber(state, draft)
  const opened = ticketNumber - state.book.nextTicketNumber
  const ticketId = ticketIdFor(ticketNumber)
  const terms = makeTerms(ticketNumber)
  const digest = termsDigest(terms)
  const decision = notNeeded(terms)
  const nonce = nextNonce(state, stamp) + opened
  const expiresAfterMs = stamp.tsWallMs + state.book.limits.actionLifeMs
  draft.events.push(
    {
      type: 'OrderInitialized',
      ticketId,
      ticketNumber,
      origin,
      coin,
      wish: null,
      ...(next === null ? {} : { next }),
    },
    {
      type: 'ApprovalRequested',
      ticketId,
      terms,
      digest,
      figures,
      decision,
      band: null,
      offerExpiresMs: stamp.tsWallMs + state.book.limits.offerLifeMs,
      sentence: termsSentence(terms, figures),
      orders: ordersOf(ticketId, terms),
    },
  )
  if (!isApproved(state, stamp, origin, ticketId, terms)) return
  const approval = { ticketId, attempt: 1, digest, nonce, expiresAfterMs, decision }
  draft.events.push({ type: 'OrderApproved', ...approval })
  draft.effects.push({ kind: 'prepareAction', ticketId, attempt: 1, terms, nonce, expiresAfterMs })
}

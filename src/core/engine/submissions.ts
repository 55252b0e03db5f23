import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import { isFinal, isInFlight } from '../model/order-status.ts'
import type { CancelTerms, MoveTerms, Terms } from '../model/terms.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { Stamp } from './inputs.ts'
import type { DeskState } from './state.ts'
import type { Ticket } from './ticket.ts'
import type { OrderAnswer, OrderLookedUp, SubmissionAnswered } from './venue-inputs.ts'

/** How long after its expiry an action may still turn up in a block. */
const EXPIRY_MARGIN_MS = 10_000

/** The orders of a ticket whose fate only the venue knows. */
export const ordersToAsk = (ticket: Ticket): readonly ClientOrderId[] =>
  ticket.terms?.kind === 'cancel'
    ? ticket.terms.cancels.map((cancel) => cancel.clientOrderId)
    : ticket.orderIds

const describe = (answer: OrderAnswer): string | null =>
  answer.result === 'error' ? answer.message : null

function takeAnswer(draft: DecisionDraft, clientOrderId: ClientOrderId, answer: OrderAnswer): void {
  switch (answer.result) {
    case 'resting':
    case 'filled':
      draft.moveOrder(clientOrderId, 'accepted', answer.venueOrderId)
      return
    case 'waiting':
      draft.moveOrder(clientOrderId, 'accepted')
      return
    case 'canceled':
      draft.moveOrder(clientOrderId, 'canceled', null, 'canceled by the desk')
      return
    case 'error':
      return
    default:
      assertNever(answer)
  }
}

function takeCancelAnswers(
  draft: DecisionDraft,
  terms: CancelTerms,
  answers: readonly OrderAnswer[],
): void {
  terms.cancels.forEach(({ clientOrderId }, index) => {
    const answer = answers[index]
    if (answer?.result === 'canceled') takeAnswer(draft, clientOrderId, answer)
    else {
      draft.moveOrder(clientOrderId, 'cancelRefused', null, answer ? describe(answer) : null)
      draft.effects.push({ kind: 'lookUpOrder', clientOrderId })
    }
  })
}

/** From the send of a cancel until its fate is known its orders count as leaving. */
export function markCanceling(draft: DecisionDraft, terms: Terms): void {
  if (terms.kind !== 'cancel') return
  for (const { clientOrderId } of terms.cancels) draft.moveOrder(clientOrderId, 'cancelRequested')
}

/** The cancel came to nothing, as far as anybody can tell: its orders can be cancelled again. */
function releaseCanceling(draft: DecisionDraft, { terms }: Ticket, reason: string): void {
  if (terms?.kind !== 'cancel') return
  for (const { clientOrderId } of terms.cancels) {
    draft.moveOrder(clientOrderId, 'cancelRefused', null, reason)
  }
}

function takeMoveAnswer(draft: DecisionDraft, terms: MoveTerms, answer: OrderAnswer): void {
  draft.moveOrder(terms.replacesId, 'canceled', null, 'replaced')
  takeAnswer(draft, terms.newId, answer)
}

/** A ticket without orders of its own has nothing to be asked for: a refusal ends it. */
const settledResult = (ticket: Ticket, code: 'unknown' | 'refused') => {
  if (code === 'unknown') return 'unknown'
  return ticket.orderIds.length === 0 ? 'refused' : 'refusedUnverified'
}

/**
 * An answer with an error in it is not yet an end: the venue has answered errors for orders that it
 * had accepted, so each order is asked for by its id, and only that answer is believed.
 */
function verify(
  draft: DecisionDraft,
  ticket: Ticket,
  code: 'unknown' | 'refused',
  message: string,
): void {
  draft.events.push({
    type: 'SubmissionSettled',
    ticketId: ticket.ticketId,
    attempt: ticket.attempt,
    result: settledResult(ticket, code),
    message,
  })
  if (code === 'refused') releaseCanceling(draft, ticket, message)
  for (const clientOrderId of ticket.orderIds) draft.moveOrder(clientOrderId, 'outcomeUnknown')
  for (const clientOrderId of ordersToAsk(ticket)) {
    draft.effects.push({ kind: 'lookUpOrder', clientOrderId })
  }
}

function accept(draft: DecisionDraft, ticket: Ticket, message: string): void {
  draft.events.push({
    type: 'SubmissionSettled',
    ticketId: ticket.ticketId,
    attempt: ticket.attempt,
    result: 'accepted',
    message,
  })
}

function takeAnswers(draft: DecisionDraft, ticket: Ticket, answers: readonly OrderAnswer[]): void {
  const { terms } = ticket
  if (!terms) return
  const failure = answers.map(describe).find((message) => message !== null)
  if (terms.kind === 'cancel') {
    takeCancelAnswers(draft, terms, answers)
    accept(draft, ticket, failure ?? 'canceled')
    return
  }
  if (failure !== undefined && failure !== null) {
    verify(draft, ticket, 'refused', failure)
    return
  }
  if (terms.kind === 'leverage') {
    draft.events.push({ type: 'LeverageChanged', coin: terms.coin, leverage: terms.leverage })
  } else if (terms.kind === 'move' && answers[0]) takeMoveAnswer(draft, terms, answers[0])
  else {
    ticket.orderIds.forEach((clientOrderId, index) => {
      const answer = answers[index]
      if (answer) takeAnswer(draft, clientOrderId, answer)
    })
  }
  accept(draft, ticket, 'accepted by the venue')
}

/** Step 11 of the road: the venue answered, refused, or was not heard. */
export function settleSubmission(
  state: DeskState,
  draft: DecisionDraft,
  answered: SubmissionAnswered,
): void {
  const ticket = state.book.tickets.get(answered.ticketId)
  if (!ticket || ticket.attempt !== answered.attempt || ticket.stage !== 'submitted') return
  const { outcome } = answered
  switch (outcome.result) {
    case 'answered':
      takeAnswers(draft, ticket, outcome.answers)
      return
    case 'refused':
      verify(draft, ticket, 'refused', outcome.message)
      return
    case 'unknown':
      verify(draft, ticket, 'unknown', outcome.message)
      return
    case 'notSent':
      for (const clientOrderId of ticket.orderIds) {
        draft.moveOrder(clientOrderId, 'expired', null, outcome.message)
      }
      releaseCanceling(draft, ticket, outcome.message)
      draft.events.push({
        type: 'SubmissionSettled',
        ticketId: ticket.ticketId,
        attempt: ticket.attempt,
        result: 'notSent',
        message: outcome.message,
      })
      return
    default:
      assertNever(outcome)
  }
}

/** After a crash: what was handed to the network may or may not have arrived. */
export function reopenSubmission(draft: DecisionDraft, ticket: Ticket): void {
  verify(draft, ticket, 'unknown', 'The desk stopped before the venue answered; asking the venue.')
}

const isProvablyOver = (ticket: Ticket, stamp: Stamp): boolean =>
  ticket.expiresAfterMs !== null && stamp.tsWallMs > ticket.expiresAfterMs + EXPIRY_MARGIN_MS

/** A reader of the venue may be behind: so long after an error "never seen" proves nothing. */
const REFUSAL_SURE_MS = 6_000

const isSurelyRefused = ({ problem, refusedWallMs }: Ticket, stamp: Stamp): boolean =>
  problem?.code === 'refused' &&
  refusedWallMs !== null &&
  stamp.tsWallMs - refusedWallMs >= REFUSAL_SURE_MS

/** A leap of the machine's clock is noticed within a second, by the heartbeat. */
const SECOND_LOOK_MS = 1_500

/**
 * Remembers since when the venue calls an order never seen that it can no longer take. One answer
 * proves nothing: the clock by which it is over may have leapt a moment ago.
 */
export function observeNeverSeen(
  { book, market }: DeskState,
  { clientOrderId, answer }: OrderLookedUp,
  stamp: Stamp,
): void {
  if (answer.result === 'failed') return
  const order = book.orders.get(clientOrderId)
  const ticket = order && book.tickets.get(order.ticketId)
  const isOver = ticket && (isSurelyRefused(ticket, stamp) || isProvablyOver(ticket, stamp))
  const knownMs = market.neverSeenMs.get(clientOrderId)
  if (answer.result === 'found' || !isOver) market.neverSeenMs.delete(clientOrderId)
  else if (knownMs === undefined || knownMs > stamp.tsWallMs) {
    market.neverSeenMs.set(clientOrderId, stamp.tsWallMs)
  }
}

/** Whether a second answer says the same, and the venue was compared since the clock last leapt. */
function isSeenToBeOver({ market }: DeskState, id: ClientOrderId, stamp: Stamp): boolean {
  const sinceMs = market.neverSeenMs.get(id)
  return market.isReconciled && sinceMs !== undefined && stamp.tsWallMs - sinceMs >= SECOND_LOOK_MS
}

/**
 * The venue has never seen the order. After an error that is the end of it once every reader must
 * know; after a silence only once the action's expiry has passed, because until then it may still
 * arrive.
 */
function takeNeverSeen(
  state: DeskState,
  draft: DecisionDraft,
  ticket: Ticket,
  clientOrderId: ClientOrderId,
  stamp: Stamp,
): void {
  const status = draft.statusOf(clientOrderId)
  if (status === null || !isInFlight(status)) return
  const isRefused = isSurelyRefused(ticket, stamp)
  if (!isRefused && !isProvablyOver(ticket, stamp)) return
  if (!isSeenToBeOver(state, clientOrderId, stamp)) return
  const reason = isRefused ? ticket.problem?.message : 'the venue never saw it before it expired'
  draft.moveOrder(clientOrderId, isRefused ? 'rejected' : 'expired', null, reason ?? null)
}

/** Ends an uncertain ticket once none of its orders is uncertain any more. */
function settleUncertain(draft: DecisionDraft, ticket: Ticket): void {
  const statuses = ticket.orderIds.map((id) => draft.statusOf(id))
  if (statuses.some((status) => status !== null && isInFlight(status))) return
  const isLost = statuses.every((status) => status === 'Rejected' || status === 'Expired')
  const isRefused = ticket.problem?.code === 'refused'
  draft.events.push({
    type: 'SubmissionSettled',
    ticketId: ticket.ticketId,
    attempt: ticket.attempt,
    result: !isLost ? 'accepted' : isRefused ? 'refused' : 'provenExpired',
    message: !isLost
      ? 'accepted by the venue'
      : (ticket.problem?.message ?? 'the venue never saw it'),
  })
  if (ticket.terms?.kind === 'move' && !isLost) {
    draft.moveOrder(ticket.terms.replacesId, 'canceled', null, 'replaced')
  }
}

/** The streams may have told the fate of every order before a question was answered. */
export function settleKnown(draft: DecisionDraft, ticket: Ticket): void {
  if (ticket.orderIds.length > 0) settleUncertain(draft, ticket)
}

/** The answer to a question by client order id. */
export function settleLookUp(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  lookedUp: OrderLookedUp,
  takeReport: (report: Extract<OrderLookedUp['answer'], { result: 'found' }>['report']) => void,
): void {
  const { clientOrderId, answer } = lookedUp
  const order = state.book.orders.get(clientOrderId)
  const ticket = order && state.book.tickets.get(order.ticketId)
  if (!order || !ticket) return
  if (answer.result === 'found') {
    takeReport(answer.report)
  } else if (answer.result === 'neverSeen')
    takeNeverSeen(state, draft, ticket, clientOrderId, stamp)
  if (ticket.stage === 'unknown') settleUncertain(draft, ticket)
}

/** Ends a ticket without orders of its own (a cancel, a leverage) once its action cannot count any more. */
export function settleSilence(draft: DecisionDraft, ticket: Ticket, stamp: Stamp): void {
  if (ticket.stage !== 'unknown' || ticket.orderIds.length > 0 || !isProvablyOver(ticket, stamp))
    return
  const message = 'The venue was not heard in time; what it did shows in the orders.'
  draft.events.push({
    type: 'SubmissionSettled',
    ticketId: ticket.ticketId,
    attempt: ticket.attempt,
    result: 'provenExpired',
    message,
  })
  releaseCanceling(draft, ticket, message)
  for (const clientOrderId of ordersToAsk(ticket)) {
    draft.effects.push({ kind: 'lookUpOrder', clientOrderId })
  }
}

/** Whether anything of the ticket still needs an answer from the venue. */
export const isUncertain = (state: DeskState, ticket: Ticket): boolean =>
  ticket.stage === 'unknown' ||
  ticket.orderIds.some((id) => {
    const status = state.book.orders.get(id)?.status
    return status !== undefined && !isFinal(status) && isInFlight(status)
  })

import { assertNever } from '../model/assert-never.ts'
import { moveOrder } from '../model/move-order.ts'
import type { Order } from '../model/order.ts'
import type { OrderHappening } from '../model/order-status.ts'
import { isFinal } from '../model/order-status.ts'
import type { Terms } from '../model/terms.ts'
import { signalKey, withoutOldSignals } from '../risk/duplicate-signal.ts'
import type {
  ApprovalRequested,
  EventBody,
  OrderApproved,
  OrderDenied,
  OrderInitialized,
  SubmissionSettled,
} from './events.ts'
import type { Stamp } from './inputs.ts'
import type { Book } from './state.ts'
import type { Ticket } from './ticket.ts'
import { isUnderWay } from './ticket.ts'

type TicketEvent = Extract<EventBody, { readonly ticketId: unknown }>

export const isTicketEvent = (event: EventBody): event is TicketEvent => 'ticketId' in event

const DECISIONS_KEPT = 1000
/** From so many on those are dropped that block nothing, whatever the limits become. */
const SIGNALS_KEPT = 500
/** The longest block that the limits allow. */
const BLOCK_MS_MAX = 86_400_000

function initialize(book: Book, event: OrderInitialized, stamp: Stamp): void {
  if (event.next !== undefined) book.reverses.add(event.ticketId)
  if (event.follows !== undefined) book.reverses.delete(event.follows)
  book.nextTicketNumber = event.ticketNumber + 1
  const ticket: Ticket = {
    ticketId: event.ticketId,
    ticketNumber: event.ticketNumber,
    origin: event.origin,
    coin: event.coin,
    wish: event.wish,
    next: event.next ?? null,
    openedWallMs: stamp.tsWallMs,
    openedMarketMs: stamp.tsMarketMs,
    stage: 'initialized',
    terms: null,
    digest: '',
    figures: null,
    decision: null,
    band: null,
    offeredWallMs: 0,
    offerExpiresMs: 0,
    sentence: '',
    orderIds: [],
    attempt: 0,
    nonce: null,
    expiresAfterMs: null,
    connectionId: null,
    actionHex: null,
    signature: null,
    problem: null,
    refusedWallMs: null,
    ending: null,
  }
  book.tickets.set(event.ticketId, ticket)
  book.underWay.set(event.ticketId, ticket)
}

/** Lets go of a ticket of which nothing more can come, so that nobody has to look at it again. */
export function releaseTicket(book: Book, ticket: Ticket): void {
  const { terms } = ticket
  const entry = terms?.kind === 'bracket' ? book.orders.get(terms.entryId) : undefined
  if (!isUnderWay(ticket, entry?.status ?? null)) book.underWay.delete(ticket.ticketId)
}

/** Moves an order of the book and lets go of it as open once it has ended. */
export function moveBookedOrder(book: Book, order: Order, happening: OrderHappening): void {
  moveOrder(order, happening)
  if (isFinal(order.status)) book.openOrders.delete(order.clientOrderId)
}

function keepDecision(
  book: Book,
  ticket: Ticket,
  stamp: Stamp,
  event: OrderDenied | ApprovalRequested | OrderApproved,
): void {
  const side = ticket.terms && 'side' in ticket.terms ? ticket.terms.side : null
  book.decisions.push({
    ticketId: ticket.ticketId,
    tsMarketMs: stamp.tsMarketMs,
    coin: ticket.coin,
    side: event.type === 'OrderDenied' ? event.side : side,
    origin: ticket.origin,
    decision: event.decision,
  })
  if (book.decisions.length > DECISIONS_KEPT) book.decisions.shift()
}

function offer(book: Book, ticket: Ticket, event: ApprovalRequested, stamp: Stamp): void {
  if (ticket.terms === null) rememberSignal(book, ticket, event.terms, stamp)
  ticket.terms = event.terms
  ticket.digest = event.digest
  ticket.figures = event.figures
  ticket.decision = event.decision
  ticket.band = event.band
  ticket.offeredWallMs = stamp.tsWallMs
  ticket.offerExpiresMs = event.offerExpiresMs
  ticket.sentence = event.sentence
  ticket.orderIds = event.orders.map((order) => order.clientOrderId)
  for (const offered of event.orders) {
    const known = book.orders.get(offered.clientOrderId)
    const order: Order = { ...offered, status: known?.status ?? 'Initialized' }
    book.orders.set(order.clientOrderId, order)
    book.openOrders.set(order.clientOrderId, order)
    moveBookedOrder(book, order, 'approvalRequested')
  }
  reopen(ticket)
}

/** A signal counts as used once it became a ticket; one that was denied does not block the next. */
function rememberSignal(book: Book, ticket: Ticket, terms: Terms, stamp: Stamp): void {
  if (ticket.origin.from !== 'strategy' || terms.kind !== 'bracket') return
  const { strategyId, timeframe } = ticket.origin
  const key = signalKey(strategyId, terms.coin, terms.side, timeframe)
  book.recentSignals.delete(key)
  book.recentSignals.set(key, stamp.tsMarketMs)
  if (book.recentSignals.size <= SIGNALS_KEPT) return
  const kept = withoutOldSignals(book.recentSignals, stamp.tsMarketMs, BLOCK_MS_MAX)
  for (const known of book.recentSignals.keys()) {
    if (!kept.has(known)) book.recentSignals.delete(known)
  }
}

function reopen(ticket: Ticket): void {
  ticket.stage = 'pending'
  ticket.connectionId = null
  ticket.actionHex = null
  ticket.signature = null
}

function moveAll(book: Book, ticket: Ticket, happening: OrderHappening): void {
  for (const id of ticket.orderIds) {
    const order = book.orders.get(id)
    if (order) moveBookedOrder(book, order, happening)
  }
}

function approve(book: Book, ticket: Ticket, event: OrderApproved): void {
  moveAll(book, ticket, 'approved')
  ticket.stage = 'preparing'
  ticket.attempt = event.attempt
  ticket.nonce = event.nonce
  ticket.expiresAfterMs = event.expiresAfterMs
  ticket.problem = null
  book.lastNonce = event.nonce
}

const entryTimeframe = (ticket: Ticket) =>
  ticket.origin.from === 'strategy' ? ticket.origin.timeframe : null

function submit(book: Book, ticket: Ticket): void {
  moveAll(book, ticket, 'submitted')
  ticket.stage = 'submitted'
  const terms: Terms | null = ticket.terms
  if (terms?.kind === 'bracket' && book.day) {
    book.entries.push({
      ticketId: ticket.ticketId,
      timeframe: entryTimeframe(ticket),
      dayKey: book.day.dayKey,
    })
  }
}

function end(
  ticket: Ticket,
  stage: 'declined' | 'expired' | 'denied' | 'rejected',
  reason: string,
): void {
  ticket.stage = stage
  ticket.ending = reason
}

/** Folds the events of one ticket; throws on a ticket that the log does not have. */
export function applyTicketEvent(book: Book, event: TicketEvent, stamp: Stamp): void {
  if (event.type === 'OrderInitialized') {
    initialize(book, event, stamp)
    return
  }
  const ticket = book.tickets.get(event.ticketId)
  if (!ticket) throw new Error(`no ticket ${event.ticketId} in the log`)
  applyToTicket(book, ticket, event, stamp)
  releaseTicket(book, ticket)
}

function applyToTicket(
  book: Book,
  ticket: Ticket,
  event: Exclude<TicketEvent, OrderInitialized>,
  stamp: Stamp,
): void {
  switch (event.type) {
    case 'ApprovalRequested':
      offer(book, ticket, event, stamp)
      keepDecision(book, ticket, stamp, event)
      return
    case 'OrderDenied':
      moveAll(book, ticket, 'denied')
      keepDecision(book, ticket, stamp, event)
      end(ticket, 'denied', event.decision.message)
      return
    case 'OrderDeclined':
      moveAll(book, ticket, 'declined')
      end(ticket, 'declined', event.reason)
      return
    case 'OrderExpired':
      moveAll(book, ticket, 'expired')
      end(ticket, 'expired', event.reason)
      return
    case 'OrderApproved':
      approve(book, ticket, event)
      return
    case 'ActionPrepared':
      ticket.stage = 'onDevice'
      ticket.connectionId = event.connectionId
      ticket.actionHex = event.actionHex
      return
    case 'SigningInterrupted':
      moveAll(book, ticket, 'approvalReopened')
      ticket.problem = { code: event.code, message: event.message }
      reopen(ticket)
      return
    case 'OrderSigned':
      moveAll(book, ticket, 'signed')
      ticket.stage = 'signed'
      ticket.signature = event.signature
      return
    case 'SignatureDiscarded':
      moveAll(book, ticket, 'approvalReopened')
      ticket.problem = { code: 'discarded', message: event.reason }
      reopen(ticket)
      return
    case 'LateSignatureDropped':
      return
    case 'OrderSubmitted':
      submit(book, ticket)
      return
    case 'SubmissionSettled':
      settle(ticket, event.result, event.message, stamp)
      return
    default:
      assertNever(event)
  }
}

function settle(
  ticket: Ticket,
  result: SubmissionSettled['result'],
  message: string,
  stamp: Stamp,
): void {
  switch (result) {
    case 'accepted':
      ticket.stage = 'done'
      ticket.ending = message
      return
    case 'unknown':
      ticket.stage = 'unknown'
      ticket.problem = { code: 'unknown', message }
      return
    case 'refusedUnverified':
      ticket.stage = 'unknown'
      ticket.problem = { code: 'refused', message }
      ticket.refusedWallMs = stamp.tsWallMs
      return
    case 'refused':
      end(ticket, 'rejected', message)
      return
    case 'notSent':
    case 'provenExpired':
      end(ticket, 'expired', message)
      return
    default:
      assertNever(result)
  }
}

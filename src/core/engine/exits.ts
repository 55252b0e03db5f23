import type { DeskId } from '../model/ids.ts'
import { clientOrderIdFor, ticketIdFor } from '../model/ids.ts'
import type { Order } from '../model/order.ts'
import { isAtVenue, isInFlight } from '../model/order-status.ts'
import type { Terms, TermsFigures } from '../model/terms.ts'
import { termsDigest } from '../model/terms-digest.ts'
import type { Quantity } from '../money/amount.ts'
import { absolute, asQuantity, basisPoints, ZERO_MONEY } from '../money/amount.ts'
import { notional, shareOf } from '../money/rounding.ts'
import type { OrderProposal } from '../risk/risk-inputs.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { DecisionRecord, Origin } from './events.ts'
import { closingSide, exitLimit } from './exit-limit.ts'
import {
  isLeverageUnderWay,
  leverageProblem,
  moveProblem,
  ordersToCancel,
  protectProblem,
  quantityToClose,
  triggerOnTick,
} from './exit-problems.ts'
import { nextTicketNumber, openExitTicket } from './exit-tickets.ts'
import type { Stamp } from './inputs.ts'
import { farStopDenial, loosenedStopDenial } from './loosened-stop.ts'
import type {
  CancelRequested,
  CloseRequested,
  LeverageRequested,
  MoveRequested,
  ProtectRequested,
} from './person-inputs.ts'
import { termsSentence } from './sentence.ts'
import type { Book, DeskState } from './state.ts'
import { ordersOf } from './terms-orders.ts'
import type { Ticket } from './ticket.ts'

const PERSON: Origin = { from: 'person' }
/** The venue's taker fee, FEATURES V4. */
const TAKER_FEE = basisPoints(4.5)

/** Every order id carries the desk's id; there is one from the first event on. */
function deskIdOf(book: Book): DeskId {
  if (!book.deskId) throw new Error('the log does not begin with DeskCreated')
  return book.deskId
}

/**
 * Closes all or a part of what no other close has taken yet; nothing where closeProblem says why.
 */
export function closePosition(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  request: Omit<CloseRequested, 'kind'>,
  origin: Origin = PERSON,
  next: OrderProposal | null = null,
): void {
  const { coin } = request
  const position = state.book.positions.get(coin)
  const quote = state.market.quotes.get(coin)
  const instrument = state.market.instruments.get(coin)
  if (!position || !quote || !instrument) return
  const quantity = quantityToClose(state, request, origin)
  if (quantity <= 0n) return
  const side = closingSide(position)
  const limitPrice = exitLimit(quote, side, instrument.sizeDecimals)
  const figures: TermsFigures = {
    lossAtStop: ZERO_MONEY,
    gainAtTarget: null,
    fees: shareOf(notional(limitPrice, quantity, 'up'), TAKER_FEE, 'up'),
    margin: ZERO_MONEY,
  }
  const makeTerms = (ticketNumber: number): Terms => ({
    kind: 'close',
    coin,
    side,
    quantity,
    limitPrice,
    exitId: clientOrderIdFor(deskIdOf(state.book), ticketNumber, 'exit'),
  })
  openExitTicket(state, draft, stamp, origin, coin, makeTerms, figures, next)
}

/** The resting stop or target that guards a position; the newest where there are two. */
export function restingProtection(book: Book, coin: string, role: 'stop' | 'target'): Order | null {
  let found: Order | null = null
  for (const order of book.openOrders.values()) {
    if (order.coin !== coin || order.role !== role) continue
    if (isAtVenue(order.status) || isInFlight(order.status)) found = order
  }
  return found
}

/** In the log like every other no. */
function denyStop(
  state: DeskState,
  draft: DecisionDraft,
  { coin, side }: Pick<Order, 'coin' | 'side'>,
  decision: DecisionRecord,
): void {
  const ticketNumber = nextTicketNumber(state, draft)
  const ticketId = ticketIdFor(ticketNumber)
  draft.events.push(
    { type: 'OrderInitialized', ticketId, ticketNumber, origin: PERSON, coin, wish: null },
    { type: 'OrderDenied', ticketId, decision, coin, side, origin: PERSON },
  )
}

/** A new trigger price for a resting stop or target; nothing where moveProblem says why. */
export function moveProtection(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  request: MoveRequested,
): void {
  const order = state.book.orders.get(request.clientOrderId)
  const instrument = order && state.market.instruments.get(order.coin)
  if (!order || !instrument || (order.role !== 'stop' && order.role !== 'target')) return
  const { coin, role, side, clientOrderId: replacesId } = order
  const position = state.book.positions.get(coin)
  const quantity = position ? absolute(position.quantity) : order.quantity
  const triggerPrice = triggerOnTick(request.triggerPrice, side, instrument.sizeDecimals)
  if (moveProblem(state, request) !== null) return
  const denial = loosenedStopDenial(state, request)
  if (denial !== null) {
    denyStop(state, draft, order, denial)
    return
  }
  const makeTerms = (ticketNumber: number): Terms => ({
    kind: 'move',
    coin,
    role,
    side,
    quantity,
    triggerPrice,
    replacesId,
    newId: clientOrderIdFor(deskIdOf(state.book), ticketNumber, role),
  })
  openExitTicket(state, draft, stamp, PERSON, coin, makeTerms)
}

/** A stop for a position that has none, denied where it is too far; nothing where protectProblem says why. */
export function protectPosition(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  request: Omit<ProtectRequested, 'kind'> & { readonly quantity?: Quantity },
  origin: Origin = PERSON,
): void {
  const { coin } = request
  const position = state.book.positions.get(coin)
  const instrument = state.market.instruments.get(coin)
  if (!position || !instrument) return
  const side = closingSide(position)
  const quantity = request.quantity ?? asQuantity(absolute(position.quantity))
  const triggerPrice = triggerOnTick(request.triggerPrice, side, instrument.sizeDecimals)
  if (protectProblem(state, request) !== null) return
  const denial = origin.from === 'person' ? farStopDenial(state, request) : null
  if (denial !== null) {
    denyStop(state, draft, { coin, side }, denial)
    return
  }
  const makeTerms = (ticketNumber: number): Terms => ({
    kind: 'protect',
    coin,
    side,
    quantity,
    triggerPrice,
    stopId: clientOrderIdFor(deskIdOf(state.book), ticketNumber, 'stop'),
  })
  openExitTicket(state, draft, stamp, origin, coin, makeTerms)
}

/** Cancels what rests at the venue and is not being cancelled; other ids are left out. */
export function cancelOrders(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  request: Omit<CancelRequested, 'kind'>,
  origin: Origin = PERSON,
): void {
  const cancels = ordersToCancel(state, request.clientOrderIds, origin).map(
    ({ coin, clientOrderId }) => ({ coin, clientOrderId }),
  )
  const coin = cancels[0]?.coin
  if (coin === undefined) return
  openExitTicket(state, draft, stamp, origin, coin, () => ({ kind: 'cancel', cancels }))
}

/** Sets the leverage at the venue, once however often it is asked for; nothing where leverageProblem says why. */
export function setLeverage(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  request: LeverageRequested,
): void {
  const { coin, leverage } = request
  if (leverageProblem(state, request) !== null || isLeverageUnderWay(state, request)) return
  openExitTicket(state, draft, stamp, PERSON, coin, () => ({ kind: 'leverage', coin, leverage }))
}

/**
 * The same exit for the life of another offer, a close with the worst price of this moment. A moved
 * stop and a leverage were judged by what held when they were asked for, so those are asked anew.
 */
export function offerExitAgain(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  ticket: Ticket,
): void {
  const { ticketId, terms, figures, decision } = ticket
  if (!terms || !figures || !decision) return
  if (terms.kind === 'move' || terms.kind === 'leverage') return
  const renewed = renewedExit(state, terms)
  draft.events.push({
    type: 'ApprovalRequested',
    ticketId,
    terms: renewed,
    digest: termsDigest(renewed),
    figures,
    decision,
    band: null,
    offerExpiresMs: stamp.tsWallMs + state.book.limits.offerLifeMs,
    sentence: termsSentence(renewed, figures),
    orders: ordersOf(ticketId, renewed),
  })
}

function renewedExit(state: DeskState, terms: Terms): Terms {
  if (terms.kind !== 'close') return terms
  const quote = state.market.quotes.get(terms.coin)
  const instrument = state.market.instruments.get(terms.coin)
  if (!quote || !instrument) return terms
  return { ...terms, limitPrice: exitLimit(quote, terms.side, instrument.sizeDecimals) }
}

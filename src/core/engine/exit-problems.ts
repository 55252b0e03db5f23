import type { ClientOrderId } from '../model/ids.ts'
import type { Order } from '../model/order.ts'
import { isAtVenue, isInFlight } from '../model/order-status.ts'
import type { Side } from '../model/side.ts'
import type { Price, Quantity } from '../money/amount.ts'
import { absolute, asQuantity, ZERO_QUANTITY } from '../money/amount.ts'
import { formatDecimal } from '../money/decimal.ts'
import { notional } from '../money/rounding.ts'
import { lotSize, roundToLot, roundToTick } from '../money/tick.ts'
import { explainDenial } from '../risk/explain.ts'
import { checkState } from '../risk/order-checks.ts'
import { triggerRange } from '../risk/order-prices.ts'
import { isAsleep } from './bracket-children.ts'
import type { Origin } from './events.ts'
import { closingSide, exitLimit } from './exit-limit.ts'
import { dollars, priceText } from './money-text.ts'
import type {
  CloseRequested,
  LeverageRequested,
  MoveRequested,
  ProtectRequested,
} from './person-inputs.ts'
import { MINIMUM_NOTIONAL } from './risk-view.ts'
import type { DeskState } from './state.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'

/**
 * Tickets that may still do something. A person has to settle one that waits for them before they
 * open another; the desk itself (the kill switch) cannot wait and looks past those.
 */
function* openTickets(state: DeskState, origin: Origin): Generator<Ticket> {
  for (const ticket of state.book.underWay.values()) {
    if (isEnded(ticket.stage)) continue
    if (origin.from === 'desk' && ticket.stage === 'pending') continue
    yield ticket
  }
}

/** What closes that are under way will still take off a position. */
function quantityClosing(state: DeskState, coin: string, origin: Origin): Quantity {
  let sum = 0n
  for (const { terms } of openTickets(state, origin)) {
    if (terms?.kind !== 'close' || terms.coin !== coin) continue
    const filled = state.book.orders.get(terms.exitId)?.filledQuantity ?? ZERO_QUANTITY
    sum += terms.quantity - filled
  }
  return asQuantity(sum)
}

/** How much a close takes: what is asked for, on the lot, of what no other close has taken yet. */
export function quantityToClose(
  state: DeskState,
  { coin, quantity }: Omit<CloseRequested, 'kind'>,
  origin: Origin,
): Quantity {
  const position = state.book.positions.get(coin)
  const instrument = state.market.instruments.get(coin)
  if (!position || !instrument) return ZERO_QUANTITY
  const size = absolute(position.quantity)
  const free = asQuantity(size - quantityClosing(state, coin, origin))
  if (free <= 0n) return ZERO_QUANTITY
  if (quantity === null || quantity >= size) return free
  const wanted = roundToLot(quantity, instrument.sizeDecimals)
  return wanted <= free ? wanted : ZERO_QUANTITY
}

const noPosition = (coin: string): string => `There is no open position in ${coin}.`
const noPrice = (coin: string): string =>
  `There is no price of ${coin} yet: try again when the venue is live.`

/** Why a person's close cannot become a ticket; null when it can. */
export function closeProblem(
  state: DeskState,
  request: Omit<CloseRequested, 'kind'>,
): string | null {
  const { coin, quantity } = request
  const instrument = state.market.instruments.get(coin)
  const quote = state.market.quotes.get(coin)
  const position = state.book.positions.get(coin)
  if (!position) return noPosition(coin)
  if (!instrument || !quote) return noPrice(coin)
  const lot = lotSize(instrument.sizeDecimals)
  if (quantity !== null && quantity < lot) {
    return `The smallest part of a ${coin} position that can be closed is ${formatDecimal(lot)}.`
  }
  const taken = quantityToClose(state, request, { from: 'person' })
  const isPart = taken < absolute(position.quantity)
  const limit = exitLimit(quote, closingSide(position), instrument.sizeDecimals)
  if (taken > 0n && isPart && notional(limit, taken, 'down') < MINIMUM_NOTIONAL) {
    return `The venue takes no part worth less than ${dollars(MINIMUM_NOTIONAL)}: close more, or all of it.`
  }
  if (taken > 0n) return null
  const closing = formatDecimal(quantityClosing(state, coin, { from: 'person' }))
  return `A close of ${closing} ${coin} is under way already: wait for its ticket, or decline it.`
}

/**
 * Orders that a cancel still has to be opened for: they rest, and no other cancel names them. The
 * desk's own duties do not wait for the cancel of a person that the venue has not answered.
 */
export function ordersToCancel(
  state: DeskState,
  clientOrderIds: readonly ClientOrderId[],
  origin: Origin,
): Order[] {
  const named = new Set<ClientOrderId>()
  for (const { terms, stage } of openTickets(state, origin)) {
    if (terms?.kind !== 'cancel' || (stage === 'unknown' && origin.from !== 'person')) continue
    for (const { clientOrderId } of terms.cancels) named.add(clientOrderId)
  }
  const orders: Order[] = []
  for (const clientOrderId of new Set(clientOrderIds)) {
    const order = state.book.orders.get(clientOrderId)
    if (!order || named.has(clientOrderId)) continue
    const isLeaving = order.status === 'PendingCancel' && origin.from === 'person'
    if (isAtVenue(order.status) && !isLeaving) orders.push(order)
  }
  return orders
}

/** Why a person's cancel cannot become a ticket; null when it can. */
export const cancelProblem = (
  state: DeskState,
  clientOrderIds: readonly ClientOrderId[],
): string | null =>
  ordersToCancel(state, clientOrderIds, { from: 'person' }).length > 0
    ? null
    : 'That does not rest at the venue any more, or is being cancelled already.'

/** The price that a trigger must not have passed: of its entry while that rests, else the mark. */
function triggerReference(state: DeskState, coin: string, order: Order | null): Price | null {
  const terms = order && state.book.tickets.get(order.ticketId)?.terms
  const entry = terms?.kind === 'bracket' ? state.book.orders.get(terms.entryId) : undefined
  const isWaiting = entry !== undefined && isAtVenue(entry.status)
  if (isWaiting && !state.book.positions.has(coin)) return entry.price
  return state.market.quotes.get(coin)?.mark ?? null
}

/** Rounded so that it acts sooner: a sell up, a buy down. */
export const triggerOnTick = (price: Price, side: Side, sizeDecimals: number): Price =>
  roundToTick(price, sizeDecimals, side === 'sell' ? 'up' : 'down')

interface WantedTrigger {
  readonly coin: string
  readonly role: 'stop' | 'target'
  readonly side: Side
  readonly price: Price
  /** The order that is moved. */
  readonly order: Order | null
}

/** Farther than the venue takes one: most likely a digit too many. */
function reachProblem(state: DeskState, { coin, role, side, price }: WantedTrigger): string | null {
  const market = state.market.quotes.get(coin)?.mark
  const instrument = state.market.instruments.get(coin)
  if (market === undefined || !instrument) return null
  const { low, high } = triggerRange(side, market, instrument.sizeDecimals)
  if (price >= low && price <= high) return null
  return (
    `A ${role} of ${priceText(price)} is out of reach: the venue takes one from ` +
    `${priceText(low)} to ${priceText(high)} now. Look at its digits.`
  )
}

/** A stop or target that the price has passed already would sell or buy at once. */
function sideProblem(
  state: DeskState,
  { coin, role, side, price, order }: WantedTrigger,
): string | null {
  const reference = triggerReference(state, coin, order)
  const instrument = state.market.instruments.get(coin)
  if (reference === null || !instrument) return noPrice(coin)
  const triggerPrice = triggerOnTick(price, side, instrument.sizeDecimals)
  const mustBeBelow = (side === 'sell') === (role === 'stop')
  const isRight = mustBeBelow ? triggerPrice < reference : triggerPrice > reference
  if (isRight) return reachProblem(state, { coin, role, side, price: triggerPrice, order })
  return (
    `A ${role} that ${side}s ${coin} must be ${mustBeBelow ? 'below' : 'above'} ` +
    `${priceText(reference)}: at ${priceText(triggerPrice)} it would trigger at once.`
  )
}

/** Why a stop or target cannot be moved there; null when it can. */
export function moveProblem(
  state: DeskState,
  { clientOrderId, triggerPrice }: Omit<MoveRequested, 'kind'>,
): string | null {
  const order = state.book.orders.get(clientOrderId)
  if (!order || !isAtVenue(order.status) || (order.role !== 'stop' && order.role !== 'target')) {
    return 'That stop or target does not rest at the venue any more.'
  }
  const { coin, role, side, price } = order
  for (const { terms } of openTickets(state, { from: 'person' })) {
    if (terms?.kind === 'move' && terms.replacesId === clientOrderId) {
      return `The ${role} is being moved already: wait for that ticket, or decline it.`
    }
  }
  if (ordersToCancel(state, [clientOrderId], { from: 'person' }).length === 0) {
    return `The ${role} is being cancelled already.`
  }
  if (triggerPrice === price) return `The ${role} rests at ${priceText(price)} already.`
  return sideProblem(state, { coin, role, side, price: triggerPrice, order })
}

/** Why a position cannot get another stop there; null when it can. */
export function protectProblem(
  state: DeskState,
  { coin, triggerPrice }: Omit<ProtectRequested, 'kind'>,
): string | null {
  const position = state.book.positions.get(coin)
  if (!position) return noPosition(coin)
  for (const { terms } of openTickets(state, { from: 'person' })) {
    if (terms?.kind === 'protect' && terms.coin === coin) {
      return `A stop for ${coin} is being placed already: wait for that ticket, or decline it.`
    }
  }
  let guarded = 0n
  for (const order of state.book.openOrders.values()) {
    const { role, status, quantity } = order
    if (order.coin !== coin || role !== 'stop' || isAsleep(state.book, order)) continue
    if (isAtVenue(status) || isInFlight(status)) guarded += quantity
  }
  if (guarded >= absolute(position.quantity)) {
    return `All of the ${coin} position has a stop already: move that one.`
  }
  const side = position.quantity > 0n ? 'sell' : 'buy'
  return sideProblem(state, { coin, role: 'stop', side, price: triggerPrice, order: null })
}

/** Whether a ticket for this very leverage is under way; one without an answer may be asked again. */
export function isLeverageUnderWay(
  state: DeskState,
  { coin, leverage }: Omit<LeverageRequested, 'kind'>,
): boolean {
  for (const { terms, stage } of openTickets(state, { from: 'person' })) {
    if (stage === 'unknown' || terms?.kind !== 'leverage') continue
    if (terms.coin === coin && terms.leverage === leverage) return true
  }
  return false
}

/**
 * Why the leverage cannot be set so; null when it can. Raising it is for entries only, so it waits
 * until they may go on; lowering it is never refused. Nothing is ever lowered unasked.
 */
export function leverageProblem(
  state: DeskState,
  { coin, leverage }: Omit<LeverageRequested, 'kind'>,
): string | null {
  const instrument = state.market.instruments.get(coin)
  if (!instrument) return noPrice(coin)
  const { leverageMax } = state.book.limits
  if (leverage > instrument.maxLeverage) {
    return `The venue allows at most ${instrument.maxLeverage}× on ${coin}; the leverage was not changed.`
  }
  const now = state.book.leverage.get(coin)
  if (now !== undefined && leverage < now) return null
  if (leverage > leverageMax) {
    return `Your limits allow at most ${leverageMax}×; the leverage of ${coin} was not changed.`
  }
  const finding = leverage === now ? null : checkState(state.book.risk)
  if (finding === null) return null
  const why = explainDenial(finding.code, finding.values)
  return `${why} The leverage of ${coin} was not raised; lowering it always works.`
}

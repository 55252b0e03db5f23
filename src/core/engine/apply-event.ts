import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import { moveOrder, OrderStatusError } from '../model/move-order.ts'
import type { Fill, Order } from '../model/order.ts'
import type { Position } from '../model/position.ts'
import { applyFill, flatPosition } from '../model/position.ts'
import { asMoney, asQuantity, ZERO_MONEY } from '../money/amount.ts'
import type { RiskCause } from '../risk/risk-state.ts'
import { applyTicketEvent, isTicketEvent, releaseTicket } from './apply-ticket-event.ts'
import type { AccountAdopted, EventBody } from './events.ts'
import type { Stamp } from './inputs.ts'
import { foldCause } from './risk-causes.ts'
import type { Book } from './state.ts'

function orderOf(book: Book, clientOrderId: ClientOrderId): Order {
  const order = book.orders.get(clientOrderId)
  if (!order) throw new OrderStatusError(`no order ${clientOrderId} in the log`)
  return order
}

function release(book: Book, order: Order): void {
  const ticket = book.tickets.get(order.ticketId)
  if (ticket) releaseTicket(book, ticket)
}

function adoptAccount(book: Book, event: AccountAdopted, stamp: Stamp): void {
  book.adoptedMs = stamp.tsMarketMs
  book.cash = event.cash
  book.peakEquity = event.cash
  for (const { coin, quantity, entryPrice } of event.positions) {
    const adopted: Position = {
      coin,
      quantity,
      costE16: entryPrice * quantity,
      lots: [],
      openedMs: 0,
    }
    book.positions.set(coin, adopted)
  }
}

function fold(book: Book, fill: Fill): void {
  book.tradeIds.add(fill.tradeId)
  book.fills.push(fill)
  const before = book.positions.get(fill.coin) ?? flatPosition(fill.coin)
  const after = applyFill(before, fill)
  if (after.quantity === 0n) book.positions.delete(fill.coin)
  else book.positions.set(fill.coin, after)
  book.cash = asMoney((book.cash ?? 0n) + fill.closedPnl - fill.fee)
  book.realisedTotal = asMoney(book.realisedTotal + fill.closedPnl)
  book.feesTotal = asMoney(book.feesTotal + fill.fee)
  if (book.day) {
    book.day.realised = asMoney(book.day.realised + fill.closedPnl)
    book.day.fees = asMoney(book.day.fees + fill.fee)
  }
  foldTrip(book, before, after, fill)
  if (!fill.clientOrderId) return
  const order = book.orders.get(fill.clientOrderId)
  if (!order) return
  order.filledQuantity = asQuantity(order.filledQuantity + fill.quantity)
  order.venueOrderId = fill.venueOrderId
}

/** What led to a cause is spent once it has ended, so that it does not trip again by itself. */
function forgetCause(book: Book, cause: RiskCause): void {
  if (cause === 'lossesInRow') book.lossStreak = 0
  if (cause === 'drawdown') book.peakEquity = book.equityCurve.at(-1)?.equity ?? book.peakEquity
}

/** Counts losses in a row: a trip ends when the position does. */
function foldTrip(book: Book, before: Position, after: Position, fill: Fill): void {
  const trip = book.trips.get(fill.coin) ?? 0n
  const result = trip + fill.closedPnl - fill.fee
  const isOver =
    before.quantity !== 0n &&
    (after.quantity === 0n || after.quantity > 0n !== before.quantity > 0n)
  book.trips.set(fill.coin, isOver ? 0n : result)
  if (isOver) book.lossStreak = result < 0n ? book.lossStreak + 1 : 0
}

/**
 * Folds one event into the book: the only writer of `Book`. Throws on an event that contradicts
 * the book; the caller halts and keeps the log.
 */
export function applyEvent(book: Book, event: EventBody, stamp: Stamp): void {
  if (isTicketEvent(event)) {
    applyTicketEvent(book, event, stamp)
    return
  }
  switch (event.type) {
    case 'DeskCreated':
      book.deskId = event.deskId
      book.mode = event.mode
      book.accountAddress = event.accountAddress
      book.derivationPath = event.derivationPath
      return
    case 'AccountAdopted':
      adoptAccount(book, event, stamp)
      return
    case 'DayOpened':
      book.day = {
        dayKey: event.dayKey,
        startEquity: event.startEquity,
        realised: ZERO_MONEY,
        fees: ZERO_MONEY,
        funding: ZERO_MONEY,
      }
      return
    case 'SignalEmitted':
      book.lastSignals.set(`${event.strategyId}:${event.coin}:${event.timeframe}`, {
        side: event.side,
        reason: event.reason,
        tsMarketMs: stamp.tsMarketMs,
      })
      return
    case 'OrderMoved': {
      const order = orderOf(book, event.clientOrderId)
      moveOrder(order, event.happening)
      if (event.venueOrderId) order.venueOrderId = event.venueOrderId
      if (event.reason) order.reason = event.reason
      if (order.role === 'entry') release(book, order)
      return
    }
    case 'OrderFilled':
      fold(book, event.fill)
      return
    case 'FundingPaid':
      book.fundingKeys.add(`${event.coin}:${event.tsEventMs}`)
      book.cash = asMoney((book.cash ?? 0n) + event.amount)
      book.fundingTotal = asMoney(book.fundingTotal + event.amount)
      if (book.day) book.day.funding = asMoney(book.day.funding + event.amount)
      return
    case 'LeverageChanged':
      book.leverage.set(event.coin, event.leverage)
      return
    case 'StrategySet':
      book.strategies.set(`${event.strategyId}:${event.coin}:${event.timeframe}`, event)
      return
    case 'RiskStateChanged':
      book.risk = foldCause(book.risk, event, stamp)
      if (event.change === 'ended') forgetCause(book, event.cause)
      return
    case 'EquityMarked':
      book.lastEquityMarkMs = event.tsEventMs
      if (event.equity > book.peakEquity) book.peakEquity = event.equity
      book.equityCurve.push({ tsEventMs: event.tsEventMs, equity: event.equity })
      return
    case 'DifferenceFound':
      book.differences.push({ ...event, tsWallMs: stamp.tsWallMs })
      if (book.differences.length > 200) book.differences.shift()
      return
    case 'PositionChanged':
      return
    default:
      assertNever(event)
  }
}

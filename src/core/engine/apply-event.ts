import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import { OrderStatusError } from '../model/move-order.ts'
import type { Fill, Order } from '../model/order.ts'
import type { Position } from '../model/position.ts'
import { applyFill, flatPosition } from '../model/position.ts'
import { asMoney, asQuantity } from '../money/amount.ts'
import { afterEquity, afterResume, afterTrade, afterTrip } from '../risk/circuit-breaker.ts'
import { openDay, withFill, withFunding } from '../risk/day-account.ts'
import { PROFILES } from '../risk/limits.ts'
import {
  applyTicketEvent,
  isTicketEvent,
  moveBookedOrder,
  releaseTicket,
} from './apply-ticket-event.ts'
import { extendCurve } from './equity-curve.ts'
import type {
  AccountAdopted,
  EventBody,
  PositionAlertChanged,
  RiskStateChanged,
  SessionEnded,
  SessionEnding,
  SessionStarted,
} from './events.ts'
import type { Stamp } from './inputs.ts'
import { keepFill } from './keep-fill.ts'
import { foldCause } from './risk-causes.ts'
import type { Book } from './state.ts'
import { foldOvershoot, foldReckoning, foldTripFunding } from './trip-reckoning.ts'

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
  book.breaker = afterEquity(book.breaker, event.cash)
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
  keepFill(book, fill)
  const before = book.positions.get(fill.coin) ?? flatPosition(fill.coin)
  const after = applyFill(before, fill)
  if (after.quantity === 0n) book.positions.delete(fill.coin)
  else book.positions.set(fill.coin, after)
  book.cash = asMoney((book.cash ?? 0n) + fill.closedPnl - fill.fee)
  book.realisedTotal = asMoney(book.realisedTotal + fill.closedPnl)
  book.feesTotal = asMoney(book.feesTotal + fill.fee)
  if (book.day) book.day = withFill(book.day, fill.closedPnl, fill.fee)
  foldTrip(book, before, after, fill)
  foldReckoning(book, before, after, fill)
  if (!fill.clientOrderId) return
  const order = book.orders.get(fill.clientOrderId)
  if (!order) return
  order.filledQuantity = asQuantity(order.filledQuantity + fill.quantity)
  order.venueOrderId = fill.venueOrderId
}

function changeRisk(book: Book, event: RiskStateChanged, stamp: Stamp): void {
  book.risk = foldCause(book.risk, event, stamp)
  if (event.cause === 'killSwitch') {
    book.isFlattening = event.change === 'raised' && (book.isFlattening || !!event.shouldFlatten)
  }
  if (event.change === 'raised') {
    book.breaker = afterTrip(book.breaker, event.cause)
    return
  }
  const equity = book.equityCurve.points.at(-1)?.equity ?? book.breaker.peakEquity
  book.breaker = afterResume(book.breaker, event.cause, equity)
}

export const alertKey = (coin: string, kind: PositionAlertChanged['kind']): string =>
  `${coin}:${kind}`

function changeAlert(book: Book, event: PositionAlertChanged, stamp: Stamp): void {
  const { coin, kind, message } = event
  if (event.change === 'ended') book.alerts.delete(alertKey(coin, kind))
  else {
    const { tsMarketMs: sinceMarketMs, tsWallMs: sinceWallMs } = stamp
    const alert = { coin, kind, message, sinceMarketMs, sinceWallMs }
    book.alerts.set(alertKey(coin, kind), alert)
  }
}

/** Counts losses in a row: a trip ends when the position does. */
function foldTrip(book: Book, before: Position, after: Position, fill: Fill): void {
  const trip = book.trips.get(fill.coin) ?? 0n
  const result = trip + fill.closedPnl - fill.fee
  const isOver =
    before.quantity !== 0n &&
    (after.quantity === 0n || after.quantity > 0n !== before.quantity > 0n)
  book.trips.set(fill.coin, isOver ? 0n : result)
  if (isOver) book.breaker = afterTrade(book.breaker, asMoney(result))
}

function changeSession(
  book: Book,
  event: SessionStarted | SessionEnding | SessionEnded,
  stamp: Stamp,
): void {
  switch (event.type) {
    case 'SessionStarted': {
      const { agentAddress, agentName, validUntilMs } = event
      const started = { agentAddress, agentName, startedWallMs: stamp.tsWallMs, validUntilMs }
      book.session = { ...started, isEnding: false }
      book.lastNonce = Math.max(book.lastNonce, event.nonce)
      book.sessionEnding = null
      return
    }
    case 'SessionEnding':
      if (book.session) book.session.isEnding = true
      return
    default:
      book.session = null
      book.sessionEnding = event.reason
  }
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
      book.day = openDay(event.dayKey, event.startEquity)
      book.dayOvershoot = null
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
      moveBookedOrder(book, order, event.happening)
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
      book.newestFundingMs = Math.max(book.newestFundingMs, event.tsEventMs)
      book.cash = asMoney((book.cash ?? 0n) + event.amount)
      book.fundingTotal = asMoney(book.fundingTotal + event.amount)
      if (book.day) book.day = withFunding(book.day, event.amount)
      if (book.positions.has(event.coin)) {
        book.trips.set(event.coin, (book.trips.get(event.coin) ?? 0n) + event.amount)
        foldTripFunding(book, event.coin, event.amount)
      }
      return
    case 'LeverageChanged':
      book.leverage.set(event.coin, event.leverage)
      return
    case 'StrategySet':
      book.strategies.set(`${event.strategyId}:${event.coin}:${event.timeframe}`, event)
      return
    case 'RiskStateChanged':
      changeRisk(book, event, stamp)
      return
    case 'InstrumentSet':
      if (event.isOn) book.instrumentsOff.delete(event.coin)
      else book.instrumentsOff.add(event.coin)
      return
    case 'LimitsChanged':
      // A limit that is younger than the event has its standard value.
      book.limits = { ...PROFILES.standard, ...event.limits }
      return
    case 'PositionAlertChanged':
      changeAlert(book, event, stamp)
      return
    case 'LossOvershot':
      foldOvershoot(book, event)
      return
    case 'EquityMarked':
      book.lastEquityMarkMs = event.tsEventMs
      book.breaker = afterEquity(book.breaker, event.equity)
      extendCurve(book.equityCurve, { tsEventMs: event.tsEventMs, equity: event.equity })
      return
    case 'DifferenceFound':
      book.differences.push({ ...event, tsWallMs: stamp.tsWallMs })
      if (book.differences.length > 200) book.differences.shift()
      return
    case 'PositionChanged':
    case 'ResumeSigned':
      return
    case 'SessionStarted':
    case 'SessionEnding':
    case 'SessionEnded':
      changeSession(book, event, stamp)
      return
    default:
      assertNever(event)
  }
}

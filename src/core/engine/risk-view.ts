import type { Instrument } from '../model/instrument.ts'
import { isAtVenue, isFinal, isInFlight } from '../model/order-status.ts'
import type { Position } from '../model/position.ts'
import { entryPrice } from '../model/position.ts'
import type { Money, Price } from '../money/amount.ts'
import { parseMoney } from '../money/decimal.ts'
import { notional } from '../money/rounding.ts'
import { dayFiguresOf } from '../risk/day-account.ts'
import type { DayBudget, DayFigures, DayLoss } from '../risk/day-budget.ts'
import { dayBudget, dayLoss } from '../risk/day-budget.ts'
import type {
  OrderProposal,
  QuotaKey,
  RiskInputs,
  RiskPosition,
  RiskQuote,
  RiskTicket,
} from '../risk/risk-inputs.ts'
import { restingStops } from './position-alerts.ts'
import type { DeskState } from './state.ts'
import { equityOf } from './state.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'

/** The venue's least order value (its documentation, "Minimum order size"). */
export const MINIMUM_NOTIONAL = parseMoney('10')

const quotaOf = (ticket: Ticket): QuotaKey =>
  ticket.origin.from === 'strategy' ? ticket.origin.timeframe : 'manual'

/** The stop that rests at the venue and covers all of the position; the least good one of several. */
function coveringStop(state: DeskState, position: Position): Price | null {
  let covered = 0n
  let worst: Price | null = null
  const isLong = position.quantity > 0n
  for (const order of restingStops(state.book, position)) {
    covered += order.quantity - order.filledQuantity
    const isWorse = worst === null || (isLong ? order.price < worst : order.price > worst)
    if (isWorse) worst = order.price
  }
  const size = isLong ? position.quantity : -position.quantity
  return covered >= size ? worst : null
}

export function riskPositions(state: DeskState): RiskPosition[] {
  const positions: RiskPosition[] = []
  for (const position of state.book.positions.values()) {
    const quote = state.market.quotes.get(position.coin)
    const average = entryPrice(position)
    positions.push({
      coin: position.coin,
      quantity: position.quantity,
      entryPrice: average,
      markPrice: quote?.mark ?? average,
      stopPrice: coveringStop(state, position),
    })
  }
  return positions
}

/** The most that the limits and the venue allow for a coin. */
export function leverageCap(state: DeskState, coin: string): number {
  const { leverageMax } = state.book.limits
  return Math.min(leverageMax, state.market.instruments.get(coin)?.maxLeverage ?? leverageMax)
}

/**
 * The venue's own setting, also where it is above the cap: then it denies entries. Until the venue
 * has told, for a moment after the start, the cap.
 */
export const leverageOf = (state: DeskState, coin: string): number =>
  state.book.leverage.get(coin) ?? leverageCap(state, coin)

/** An entry that is not a position yet and still may become one. */
function isOpenEntry(state: DeskState, ticket: Ticket): boolean {
  if (ticket.terms?.kind !== 'bracket') return false
  if (!isEnded(ticket.stage)) return true
  const status = state.book.orders.get(ticket.terms.entryId)?.status
  return status !== undefined && !isFinal(status) && (isAtVenue(status) || isInFlight(status))
}

export function riskTickets(state: DeskState, except: Ticket | null): RiskTicket[] {
  const open: RiskTicket[] = []
  for (const ticket of state.book.underWay.values()) {
    if (ticket === except || !isOpenEntry(state, ticket)) continue
    const { terms, figures, decision } = ticket
    if (terms?.kind !== 'bracket' || !figures || !decision) continue
    open.push({
      coin: terms.coin,
      side: terms.side,
      quota: quotaOf(ticket),
      worstCaseLoss: decision.worstCaseLoss,
      notional: notional(terms.limitPrice, terms.quantity, 'up'),
      margin: figures.margin,
    })
  }
  return open
}

/** Entries of the day that were sent and are no open ticket any more. */
export function tradesToday(state: DeskState): Partial<Record<QuotaKey, number>> {
  const counts: Partial<Record<QuotaKey, number>> = {}
  const { day, entries, tickets } = state.book
  // Entries come in the order of time, so those of today are the last ones.
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index]
    if (!entry || entry.dayKey !== day?.dayKey) break
    const ticket = tickets.get(entry.ticketId)
    if (!ticket || isOpenEntry(state, ticket) || !hasTraded(state, ticket)) continue
    const quota = quotaOf(ticket)
    counts[quota] = (counts[quota] ?? 0) + 1
  }
  return counts
}

/** A sent entry that never filled at all does not use up the day's quota. */
function hasTraded(state: DeskState, ticket: Ticket): boolean {
  if (ticket.terms?.kind !== 'bracket') return false
  const order = state.book.orders.get(ticket.terms.entryId)
  return order !== undefined && (order.filledQuantity > 0n || !isFinal(order.status))
}

function riskQuote(state: DeskState, coin: string): RiskQuote | null {
  const quote = state.market.quotes.get(coin)
  if (!quote) return null
  // After the clock was set back nobody knows how old it is: as old as the step, until the next one.
  const ageMs = Math.abs(state.market.nowWallMs - quote.tsReceivedMs)
  return { bid: quote.bid, ask: quote.ask, ageMs }
}

/** Where the day stands; null while the account's value is unknown. */
export function dayBudgetOf(state: DeskState): DayBudget | null {
  const figures = dayFigures(state, null)
  return figures && dayBudget(figures)
}

/** Its loss alone, without a look at stops and tickets: every heartbeat asks for it. */
export function dayLossOf({ book }: DeskState, equity: Money | null): DayLoss | null {
  const { day, limits } = book
  return equity === null || !day ? null : dayLoss(limits, day.startEquity, equity)
}

export function dayFigures(state: DeskState, except: Ticket | null): DayFigures | null {
  const equity = equityOf(state)
  const { day, limits } = state.book
  if (equity === null || !day) return null
  return {
    limits,
    ...dayFiguresOf(day, equity),
    positions: riskPositions(state),
    tickets: riskTickets(state, except),
  }
}

/**
 * Everything that a decision on this proposal depends on; null while the account's value or the
 * instrument is unknown, which denies.
 */
export function riskInputs(
  state: DeskState,
  coin: string,
  proposal: OrderProposal,
  except: Ticket | null,
): RiskInputs | null {
  const equity = equityOf(state)
  const figures = dayFigures(state, except)
  const instrument: Instrument | undefined = state.market.instruments.get(coin)
  const { day } = state.book
  if (equity === null || !figures || !instrument || !day || !state.market.isReconciled) return null
  return {
    ...figures,
    state: state.book.risk,
    equity,
    quote: riskQuote(state, coin),
    instrument,
    minimumNotional: MINIMUM_NOTIONAL,
    leverage: leverageOf(state, coin),
    nowMs: state.market.nowMarketMs,
    dayKey: day.dayKey,
    tradesToday: tradesToday(state),
    recentSignals: except ? new Map() : state.book.recentSignals,
    isStrategyOn: isStrategyOn(state, coin, proposal),
    isInstrumentOn: !state.book.instrumentsOff.has(coin),
    proposal,
  }
}

function isStrategyOn(state: DeskState, coin: string, proposal: OrderProposal): boolean {
  const { origin } = proposal
  if (origin.from === 'person') return true
  return (
    state.book.strategies.get(`${origin.strategyId}:${coin}:${origin.timeframe}`)?.isOn ?? false
  )
}

import type { Money } from '../money/amount.ts'
import { asMoney, ZERO_MONEY } from '../money/amount.ts'
import { shareOf } from '../money/rounding.ts'
import type { DayBudget } from './day-budget.ts'
import type { Limits } from './limits.ts'
import type { ActiveCause, RiskCause } from './risk-state.ts'

const MINUTE_MS = 60_000

/** What the circuit breaker remembers of trades (R9); folded from the log. */
export interface TradingRecord {
  readonly lossesInRow: number
  readonly peakEquity: Money
}

/** What it remembers of venue and prices; folded from the inputs of this process. */
export interface VenueRecord {
  /** Times of the newest errors, oldest first, never more than the limit counts. */
  readonly venueErrorsMs: readonly number[]
  readonly lastVenueErrorMs: number | null
  /** Since when prices are fresh; null while they are stale or none has come. */
  readonly freshSinceMs: number | null
  /** Since when prices that were fresh are stale; null before the first and while they are fresh. */
  readonly staleSinceMs: number | null
}

export const NEW_TRADING_RECORD: TradingRecord = { lossesInRow: 0, peakEquity: ZERO_MONEY }

export const NEW_VENUE_RECORD: VenueRecord = {
  venueErrorsMs: [],
  lastVenueErrorMs: null,
  freshSinceMs: null,
  staleSinceMs: null,
}

/** A position was closed with this profit after fees and funding. Break-even changes nothing. */
export function afterTrade(state: TradingRecord, netPnl: Money): TradingRecord {
  if (netPnl === 0n) return state
  return { ...state, lossesInRow: netPnl < 0n ? state.lossesInRow + 1 : 0 }
}

export const afterEquity = (state: TradingRecord, equity: Money): TradingRecord =>
  equity > state.peakEquity ? { ...state, peakEquity: equity } : state

export function afterVenueError(state: VenueRecord, nowMs: number, limits: Limits): VenueRecord {
  const recent = state.venueErrorsMs.filter((atMs) => Math.abs(nowMs - atMs) < MINUTE_MS)
  return {
    ...state,
    venueErrorsMs: [...recent, nowMs].slice(-limits.venueErrorsPerMinuteMax),
    lastVenueErrorMs: nowMs,
  }
}

/** Prices turned fresh or stale; no change while they stay what they were. */
export function afterFreshness(state: VenueRecord, isFresh: boolean, nowMs: number): VenueRecord {
  if (isFresh === (state.freshSinceMs !== null)) return state
  return isFresh
    ? { ...state, freshSinceMs: nowMs, staleSinceMs: null }
    : { ...state, freshSinceMs: null, staleSinceMs: nowMs }
}

/**
 * A cause took effect: what led to it is spent, so that it does not trip again by itself once it
 * has ended.
 */
export const afterTrip = (state: TradingRecord, cause: RiskCause): TradingRecord =>
  cause === 'lossesInRow' ? { ...state, lossesInRow: 0 } : state

/** A person resumed after a drawdown: it is measured anew, from the equity that they accepted. */
export const afterResume = (
  state: TradingRecord,
  cause: RiskCause,
  equity: Money,
): TradingRecord => (cause === 'drawdown' ? { ...state, peakEquity: equity } : state)

/** Fall from the highest equity, in dollars; never negative. */
export function drawdown(state: TradingRecord, equity: Money): Money {
  const fall = state.peakEquity - equity
  return asMoney(fall > 0n ? fall : 0n)
}

const dollars = (amount: Money): string => {
  const cents = (amount + 500_000n) / 1_000_000n
  return `$${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}

/** What the circuit breaker looks at; equity and budget are null while they are unknown. */
export interface BreakerFigures {
  readonly trading: TradingRecord
  readonly venue: VenueRecord
  readonly equity: Money | null
  readonly budget: Pick<DayBudget, 'used' | 'cap'> | null
}

/** The causes that these figures call for now; empty when all is well. */
export function breakerTrips(
  { trading, venue, equity, budget }: BreakerFigures,
  nowMs: number,
  limits: Limits,
): readonly ActiveCause[] {
  const trips: ActiveCause[] = []
  const trip = (cause: RiskCause, reason: string, untilMs: number | null = null): void => {
    trips.push({ cause, sinceMs: nowMs, untilMs, reason })
  }
  const fall = equity === null ? ZERO_MONEY : drawdown(trading, equity)
  if (fall > 0n && fall >= shareOf(trading.peakEquity, limits.drawdownMax, 'up')) {
    trip('drawdown', `Equity is ${dollars(fall)} below its highest, ${dollars(trading.peakEquity)}`)
  }
  // An account that began the day with nothing has no cap to reach; NO_EQUITY answers it.
  if (budget !== null && budget.cap > 0n && budget.used >= budget.cap) {
    trip('dayLoss', `The day has lost ${dollars(budget.used)} of the ${dollars(budget.cap)} it may`)
  }
  if (trading.lossesInRow >= limits.lossesInRowMax) {
    const untilMs = nowMs + limits.lossesCoolDownMs
    trip('lossesInRow', `${trading.lossesInRow} trades in a row lost`, untilMs)
  }
  const errors = venue.venueErrorsMs.filter((atMs) => Math.abs(nowMs - atMs) < MINUTE_MS).length
  if (errors >= limits.venueErrorsPerMinuteMax) {
    trip('venueErrors', `${errors} venue errors within a minute`)
  }
  if (venue.staleSinceMs !== null) trip('staleData', 'Prices have stopped coming')
  return trips
}

import type { Money } from '../money/amount.ts'
import { asMoney, ZERO_MONEY } from '../money/amount.ts'
import { shareOf } from '../money/rounding.ts'
import type { Limits } from './limits.ts'
import type { ActiveCause, RiskCause } from './risk-state.ts'

const MINUTE_MS = 60_000

/** What the circuit breaker remembers (R9); folded from the log like everything else. */
export interface BreakerState {
  readonly lossesInRow: number
  readonly peakEquity: Money
  /** Times of the newest errors, oldest first, never more than the limit counts. */
  readonly venueErrorsMs: readonly number[]
  readonly lastVenueErrorMs: number | null
  /** Since when prices are fresh; null while they are stale or none has come. */
  readonly freshSinceMs: number | null
}

export const NEW_BREAKER: BreakerState = {
  lossesInRow: 0,
  peakEquity: ZERO_MONEY,
  venueErrorsMs: [],
  lastVenueErrorMs: null,
  freshSinceMs: null,
}

/** A position was closed with this profit after fees and funding. Break-even changes nothing. */
export function afterTrade(state: BreakerState, netPnl: Money): BreakerState {
  if (netPnl === 0n) return state
  return { ...state, lossesInRow: netPnl < 0n ? state.lossesInRow + 1 : 0 }
}

export const afterEquity = (state: BreakerState, equity: Money): BreakerState =>
  equity > state.peakEquity ? { ...state, peakEquity: equity } : state

export function afterVenueError(state: BreakerState, nowMs: number, limits: Limits): BreakerState {
  const recent = state.venueErrorsMs.filter((atMs) => Math.abs(nowMs - atMs) < MINUTE_MS)
  return {
    ...state,
    venueErrorsMs: [...recent, nowMs].slice(-limits.venueErrorsPerMinuteMax),
    lastVenueErrorMs: nowMs,
  }
}

/** Prices turned fresh or stale; no change while they stay what they were. */
export function afterFreshness(state: BreakerState, isFresh: boolean, nowMs: number): BreakerState {
  if (isFresh === (state.freshSinceMs !== null)) return state
  return { ...state, freshSinceMs: isFresh ? nowMs : null }
}

/**
 * A cause took effect: what led to it is spent, so that it does not trip again by itself once it
 * has ended.
 */
export function afterTrip(state: BreakerState, cause: RiskCause): BreakerState {
  if (cause === 'lossesInRow') return { ...state, lossesInRow: 0 }
  if (cause === 'venueErrors') return { ...state, venueErrorsMs: [] }
  return state
}

/** A person resumed after a drawdown: it is measured anew, from the equity that they accepted. */
export const afterResume = (state: BreakerState, cause: RiskCause, equity: Money): BreakerState =>
  cause === 'drawdown' ? { ...state, peakEquity: equity } : state

/** Fall from the highest equity, in dollars; never negative. */
export function drawdown(state: BreakerState, equity: Money): Money {
  const fall = state.peakEquity - equity
  return asMoney(fall > 0n ? fall : 0n)
}

const dollars = (amount: Money): string => {
  const cents = (amount + 500_000n) / 1_000_000n
  return `$${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}

/** The causes that these figures call for now; empty when all is well. */
export function breakerTrips(
  state: BreakerState,
  equity: Money,
  nowMs: number,
  limits: Limits,
): readonly ActiveCause[] {
  const trips: ActiveCause[] = []
  const trip = (cause: RiskCause, reason: string, untilMs: number | null = null): void => {
    trips.push({ cause, sinceMs: nowMs, untilMs, reason })
  }
  const fall = drawdown(state, equity)
  if (fall > 0n && fall >= shareOf(state.peakEquity, limits.drawdownMax, 'up')) {
    trip('drawdown', `Equity is ${dollars(fall)} below its highest, ${dollars(state.peakEquity)}`)
  }
  if (state.lossesInRow >= limits.lossesInRowMax) {
    const untilMs = nowMs + limits.lossesCoolDownMs
    trip('lossesInRow', `${state.lossesInRow} trades in a row lost`, untilMs)
  }
  const errors = state.venueErrorsMs.filter((atMs) => Math.abs(nowMs - atMs) < MINUTE_MS).length
  if (errors >= limits.venueErrorsPerMinuteMax) {
    trip('venueErrors', `${errors} venue errors within a minute`)
  }
  if (state.freshSinceMs === null) trip('staleData', 'No fresh price')
  return trips
}

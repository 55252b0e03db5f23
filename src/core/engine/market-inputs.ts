import type { Instrument } from '../model/instrument.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { Price } from '../money/amount.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import type { SignalDetail, StrategyParameters } from '../strategies/strategy.ts'

export interface QuoteTick {
  readonly kind: 'quoteTick'
  readonly coin: string
  readonly bid: Price
  readonly ask: Price
  readonly mark: Price
  /** The venue's time. */
  readonly tsEventMs: number
}

/** Prices as doubles: candles feed research and strategies only, never an order's price. */
export interface CandleBar {
  readonly openTimeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export interface CandleClosed {
  readonly kind: 'candleClosed'
  readonly coin: string
  readonly timeframe: Timeframe
  readonly bar: CandleBar
}

/** How the strategies of an instrument run; for a backtest. */
export interface StrategyRun {
  readonly parameters: StrategyParameters
  /** Candles before a first signal counts; null: what the strategy itself asks for. */
  readonly warmUpCandles: number | null
  /** What the signals must say. */
  readonly detail: SignalDetail
  /**
   * The candles that are going to close, one with each `candleClosed`: they are read where they
   * stand instead of copied. Null: each comes with its input.
   */
  readonly columns: CandleColumns | null
}

/** History for warm-up: oldest first, all closed. Replaces what was there for coin and timeframe. */
export interface CandlesLoaded {
  readonly kind: 'candlesLoaded'
  readonly coin: string
  readonly timeframe: Timeframe
  readonly bars: readonly CandleBar[]
  /** Left out: everything as the strategies themselves have it. */
  readonly run?: StrategyRun
}

export interface InstrumentsLoaded {
  readonly kind: 'instrumentsLoaded'
  readonly instruments: readonly Instrument[]
}

export type VenueState = 'connecting' | 'live' | 'stale' | 'down'

export interface VenueStateChanged {
  readonly kind: 'venueStateChanged'
  readonly state: VenueState
  /** One sentence for the status bar. */
  readonly reason: string
}

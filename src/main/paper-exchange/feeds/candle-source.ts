import type { CandleInterval } from './candle-interval.ts'
import type { FeedCandle } from './feed.ts'

/** A candle as the venue knows it: complete, or as far as it has come. */
export interface MarketCandle extends FeedCandle {
  /** One past its last moment. */
  readonly endMs: number
}

/** Candles of any of the venue's intervals. */
export interface CandleSource {
  /**
   * Candles that open from `startMs` to `endMs`, oldest first, at most the newest 5,000. Nothing
   * after `nowMs` shows: the last candle is as far as it has come.
   */
  range(
    asset: number,
    interval: CandleInterval,
    startMs: number,
    endMs: number,
    nowMs: number,
  ): MarketCandle[]
  /** The one candle that opens at `openMs`, as far as `nowMs`; null where there is no price yet. */
  at(asset: number, interval: CandleInterval, openMs: number, nowMs: number): MarketCandle | null
}

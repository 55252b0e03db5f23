import type { CandleGap } from '#core/candles/read-candles.ts'
import type { MarketListing } from '#core/matching/venue-state.ts'
import type { Price, Quantity, Ratio } from '#core/money/amount.ts'
import type { CandleSource } from './candle-source.ts'

/** One candle of the feed's own interval. */
export interface FeedCandle {
  /** Market time, epoch ms. */
  readonly openMs: number
  readonly open: Price
  readonly high: Price
  readonly low: Price
  readonly close: Price
  /** Units of the coin. */
  readonly volume: Quantity
}

/** The mark releases stops and liquidates; funding is reckoned at the oracle's price. */
export interface ReferencePrices {
  readonly mark: Price
  readonly oracle: Price
}

/**
 * Where prices come from. A feed is a set of candles per coin; everything else (ticks, larger
 * candles, the live candle) is derived from them, the same way for every feed.
 */
export interface Feed {
  /** What it is made of. A data folder remembers it and refuses another one. */
  readonly id: string
  readonly listings: readonly MarketListing[]
  readonly intervalMs: number
  /** The time between two ticks of a candle's path, at most 1 s. */
  readonly tickMs: number
  /** The first candle's opening. */
  readonly firstMs: number
  /** One past the last moment of market time; null: it never ends. */
  readonly endMs: number | null
  /** In order; empty where every candle is there. */
  readonly gaps: readonly CandleGap[]
  /** True: market time is this machine's time. False: it is recorded time, played back. */
  readonly isLive: boolean
  /** The candle that opens at this very moment, or null. */
  candleAt(asset: number, openMs: number): FeedCandle | null
  /** The step between two prices that the path may take. */
  priceStep(asset: number): Price
  /** Per hour. */
  fundingRate(asset: number, timeMs: number): Ratio
  /** Mark and oracle of this moment, where they are told apart from the price. */
  readonly reference?: (asset: number, timeMs: number) => ReferencePrices | null
  /** Its own candles, where they are not made of `candleAt`. */
  readonly candles?: CandleSource
  /** The prices of a market, or of all, have stopped for now: nothing is told as if it were of now. */
  readonly isSilent?: (asset?: number) => boolean
  /** What a person should know of these prices at this moment. */
  readonly sentence?: () => string
}

/** The gap that a moment lies in, or null. In a gap there are no prices. */
export function gapAt({ gaps, intervalMs }: Feed, timeMs: number): CandleGap | null {
  let low = 0
  let high = gaps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((gaps[middle] as CandleGap).beforeMs <= timeMs) low = middle + 1
    else high = middle
  }
  const gap = gaps[low]
  return gap && gap.afterMs + intervalMs <= timeMs ? gap : null
}

import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { candleTimeText } from '#core/candles/candle-time.ts'
import { readCandles } from '#core/candles/read-candles.ts'
import { TIMEFRAME_MS } from '#core/model/timeframe.ts'
import type { Price } from '#core/money/amount.ts'
import { asRatio } from '#core/money/amount.ts'
import { fromNumber, parsePrice } from '#core/money/decimal.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'
import { candleFileComplaint, candleFileText } from '../../candles/read-candle-file.ts'
import { listingOf, profileOf } from './coin-profile.ts'
import type { Feed, FeedCandle } from './feed.ts'

/** The venue's usual rate where nothing else is recorded: 0.00125 % an hour. */
const RECORDED_FUNDING = asRatio(1250n)
const PRICE_DECIMALS_MAX = 8

/** Reads a candle file (CSV, or CSV packed by gzip) for replay. Throws what is wrong with it. */
export const loadCandleFileFeed = (path: string, coin = 'BTC'): Feed =>
  createCandleFileFeed(candleFileText(path), basename(path), coin)

/**
 * The same for text that is already there. Where candles are missing there are no prices, as when a
 * venue stands still.
 */
export function createCandleFileFeed(text: string, name: string, coin = 'BTC'): Feed {
  const reading = readCandles(text)
  if (!reading.ok) throw new Error(candleFileComplaint(name, reading))
  const { candles, timeframe, gaps } = reading
  const intervalMs = TIMEFRAME_MS[timeframe]
  const firstMs = candles.openTimeMs[0] as number
  if (firstMs % intervalMs !== 0) {
    throw new Error(
      `${name} cannot be replayed: its ${timeframe} candles begin at ${candleTimeText(firstMs)}, ` +
        `and those of the venue on whole ${timeframe} of UTC`,
    )
  }
  const step = priceStepOf(candles)
  const placeOf = placesIn(candles.openTimeMs, intervalMs)
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return {
    id: `file:${coin}:${digest}`,
    listings: [listingOf(profileOf(coin))],
    intervalMs,
    tickMs: 1000,
    firstMs,
    endMs: (candles.openTimeMs[candles.openTimeMs.length - 1] as number) + intervalMs,
    gaps,
    isLive: false,
    candleAt: (asset, openMs) => {
      const place = asset === 0 ? placeOf(openMs) : -1
      return place < 0 ? null : feedCandle(candles, place)
    },
    priceStep: () => step,
    fundingRate: () => RECORDED_FUNDING,
  }
}

function feedCandle(candles: CandleColumns, place: number): FeedCandle {
  return {
    openMs: candles.openTimeMs[place] as number,
    open: fromNumber(candles.open[place] as number),
    high: fromNumber(candles.high[place] as number),
    low: fromNumber(candles.low[place] as number),
    close: fromNumber(candles.close[place] as number),
    volume: fromNumber(candles.volume[place] as number),
  }
}

/** Where the candle stands that opens at a moment; −1 where there is none. */
function placesIn(openTimeMs: Float64Array, intervalMs: number): (openMs: number) => number {
  const firstMs = openTimeMs[0] as number
  return (openMs) => {
    const steps = (openMs - firstMs) / intervalMs
    if (!Number.isInteger(steps) || steps < 0) return -1
    // A gap only ever moves candles towards the front.
    let high = Math.min(steps, openTimeMs.length - 1)
    if (openTimeMs[high] === openMs) return high
    let low = 0
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((openTimeMs[middle] as number) < openMs) low = middle + 1
      else high = middle
    }
    return openTimeMs[low] === openMs ? low : -1
  }
}

/** One in the last decimal place of the most precise price. */
function priceStepOf({ open, high, low, close }: CandleColumns): Price {
  let decimals = 0
  for (const column of [open, high, low, close]) {
    for (let index = 0; index < column.length && decimals < PRICE_DECIMALS_MAX; index += 1) {
      while (decimals < PRICE_DECIMALS_MAX && !hasDecimals(column[index] as number, decimals)) {
        decimals += 1
      }
    }
  }
  return (parsePrice('1') / 10n ** BigInt(decimals)) as Price
}

const hasDecimals = (price: number, decimals: number): boolean =>
  Math.abs(price - Number(price.toFixed(decimals))) < 5e-9

import type { RequestOf } from '#contract/requests.ts'
import type { CandleView } from '#contract/views.ts'

export type ChartTimeframe = RequestOf<'getCandles'>['timeframe']

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const LENGTH_MS: Record<ChartTimeframe, number> = {
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '3h': 3 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '9h': 9 * HOUR,
  '12h': 12 * HOUR,
  '1d': 24 * HOUR,
}

/** Every timeframe here divides the day or is anchored on the epoch, so one rule serves all. */
export const barOpenMs = (tsMs: number, timeframe: ChartTimeframe): number =>
  Math.floor(tsMs / LENGTH_MS[timeframe]) * LENGTH_MS[timeframe]

export type LiveBar =
  | { readonly result: 'same' | 'next'; readonly candle: CandleView }
  /** The quote is older than the last bar. */
  | { readonly result: 'late' }
  /** Bars are missing between the last one and the quote: ask for them. */
  | { readonly result: 'gap' }

/** The last bar as a quote moves it, or the next one that it opens. Drawing only. */
export function moveBar(
  last: CandleView,
  price: number,
  tsMs: number,
  timeframe: ChartTimeframe,
): LiveBar {
  const openTimeMs = barOpenMs(tsMs, timeframe)
  if (openTimeMs < last.openTimeMs) return { result: 'late' }
  if (openTimeMs === last.openTimeMs) {
    return {
      result: 'same',
      candle: {
        ...last,
        high: Math.max(last.high, price),
        low: Math.min(last.low, price),
        close: price,
      },
    }
  }
  if (openTimeMs > last.openTimeMs + LENGTH_MS[timeframe]) return { result: 'gap' }
  const open = last.close
  const [low, high] = [Math.min(open, price), Math.max(open, price)]
  return { result: 'next', candle: { openTimeMs, open, high, low, close: price, volume: 0 } }
}

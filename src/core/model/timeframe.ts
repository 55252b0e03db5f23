const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How long one candle lasts, in milliseconds. */
export const TIMEFRAME_MS = {
  '1m': MINUTE_MS,
  '3m': 3 * MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '3h': 3 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '8h': 8 * HOUR_MS,
  '9h': 9 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': 24 * HOUR_MS,
} as const

export type Timeframe = keyof typeof TIMEFRAME_MS

/** Shortest first. */
export const TIMEFRAMES = Object.keys(TIMEFRAME_MS) as readonly Timeframe[]

export const isTimeframe = (text: string): text is Timeframe => Object.hasOwn(TIMEFRAME_MS, text)

/**
 * When the candle that holds `tsMs` opened, epoch ms. Every candle is anchored on the epoch; as all
 * but 9h divide a day, those begin at 00:00 UTC, while 9h candles move through the day.
 */
export function candleOpenMs(timeframe: Timeframe, tsMs: number): number {
  const length = TIMEFRAME_MS[timeframe]
  return Math.floor(tsMs / length) * length
}

/** The first moment after the candle that opened at `openMs`. */
export const candleCloseMs = (timeframe: Timeframe, openMs: number): number =>
  openMs + TIMEFRAME_MS[timeframe]

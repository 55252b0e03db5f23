const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The venue's candle intervals. */
export const CANDLE_INTERVALS = [
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1M',
] as const
export type CandleInterval = (typeof CANDLE_INTERVALS)[number]

const FIXED: Record<Exclude<CandleInterval, '1M'>, number> = {
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': 7 * DAY,
}

/** Weeks begin on Monday; the epoch began on a Thursday. */
const FIRST_MONDAY = 4 * DAY

/** The opening of the candle that holds this moment. */
export function candleOpen(interval: CandleInterval, timeMs: number): number {
  if (interval === '1M') {
    const date = new Date(timeMs)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  }
  const offset = interval === '1w' ? FIRST_MONDAY : 0
  const length = FIXED[interval]
  return Math.floor((timeMs - offset) / length) * length + offset
}

/** The opening of the next candle. */
export function nextCandleOpen(interval: CandleInterval, openMs: number): number {
  if (interval !== '1M') return openMs + FIXED[interval]
  const date = new Date(openMs)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

import type { Timeframe } from '../model/timeframe.ts'

/**
 * The longer timeframe on which a strategy reads the trend, three to six times its own. 9h and 1d
 * have none that the desk builds.
 */
const HIGHER: Readonly<Record<Timeframe, Timeframe | null>> = {
  '1m': '5m',
  '3m': '15m',
  '5m': '30m',
  '15m': '1h',
  '30m': '2h',
  '1h': '4h',
  '2h': '8h',
  '3h': '9h',
  '4h': '12h',
  '6h': '1d',
  '8h': '1d',
  '9h': null,
  '12h': '1d',
  '1d': null,
}

export const higherTimeframe = (timeframe: Timeframe): Timeframe | null => HIGHER[timeframe]

/** As a list, the way a strategy's definition gives it. */
export function higherTimeframes(timeframe: Timeframe): readonly Timeframe[] {
  const higher = higherTimeframe(timeframe)
  return higher === null ? [] : [higher]
}

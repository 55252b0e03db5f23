import { checkLengths, checkPeriod } from './check-period.ts'
import {
  RollingMaximum,
  RollingMinimum,
  rollingMaximum,
  rollingMinimum,
} from './rolling-extreme.ts'

export interface DonchianColumns {
  readonly upper: Float64Array
  readonly lower: Float64Array
  readonly middle: Float64Array
}

/**
 * Donchian channel: the highest high and the lowest low of the newest `period` candles, the present
 * one among them, and half-way between. First values at index `period − 1`, NaN before. Source:
 * Donchian's four-week rule; TA-Lib, functions MAX and MIN.
 */
export function donchianChannel(
  high: Float64Array,
  low: Float64Array,
  period: number,
  out: DonchianColumns = {
    upper: new Float64Array(high.length),
    lower: new Float64Array(high.length),
    middle: new Float64Array(high.length),
  },
): DonchianColumns {
  checkLengths(high.length, low)
  rollingMaximum(high, period, out.upper)
  rollingMinimum(low, period, out.lower)
  const { upper, lower, middle } = out
  for (let index = 0; index < high.length; index += 1) {
    middle[index] = ((upper[index] as number) + (lower[index] as number)) / 2
  }
  return out
}

/** The same, one candle at a time: `next` answers the middle, the channel is beside it. */
export class DonchianChannel {
  upper = Number.NaN
  lower = Number.NaN
  private readonly highest: RollingMaximum
  private readonly lowest: RollingMinimum

  constructor(period: number) {
    checkPeriod(period)
    this.highest = new RollingMaximum(period)
    this.lowest = new RollingMinimum(period)
  }

  next(high: number, low: number): number {
    this.upper = this.highest.next(high)
    this.lower = this.lowest.next(low)
    return (this.upper + this.lower) / 2
  }
}

import { checkLengths, checkPeriod } from './check-period.ts'

export interface DirectionalColumns {
  readonly index: Float64Array
  readonly plus: Float64Array
  readonly minus: Float64Array
}

/**
 * ADX: how much price has a direction, from 0 to 100. Of the rises of the high and the falls of the
 * low, the larger positive one of each candle counts; its Wilder sum (previous − previous ÷ period +
 * new) against that of the true range gives +DI and −DI. Their difference against their sum, in per
 * cent, is averaged over the first `period` and then smoothed by Wilder. First +DI and −DI at index
 * `period`, first ADX at `2 × period − 1`, NaN before; where nothing moved, the ADX stays.
 * Source: TA-Lib, functions PLUS_DI, MINUS_DI and ADX; Wilder (1978).
 */
export function averageDirectionalIndex(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  out: DirectionalColumns = {
    index: new Float64Array(close.length),
    plus: new Float64Array(close.length),
    minus: new Float64Array(close.length),
  },
): DirectionalColumns {
  checkLengths(close.length, high, low)
  const stream = new AverageDirectionalIndex(period)
  const { index, plus, minus } = out
  const warm = Math.min(2 * period, close.length)
  for (let at = 0; at < warm; at += 1) {
    index[at] = stream.next(high[at] as number, low[at] as number, close[at] as number)
    plus[at] = stream.plus
    minus[at] = stream.minus
  }
  stream.fill(high, low, close, warm, out)
  return out
}

/** The same, one candle at a time: `next` answers the ADX, +DI and −DI are beside it. */
export class AverageDirectionalIndex {
  plus = Number.NaN
  minus = Number.NaN
  private readonly period: number
  private readonly share: number
  private readonly kept: number
  private seen = 0
  private previousHigh = 0
  private previousLow = 0
  private previousClose = 0
  private rises = 0
  private falls = 0
  private ranges = 0
  private average = 0
  private isSeeded = false

  constructor(period: number) {
    checkPeriod(period, 2)
    this.period = period
    this.share = 1 / period
    this.kept = 1 - this.share
  }

  next(high: number, low: number, close: number): number {
    const { period, previousClose } = this
    const rise = high - this.previousHigh
    const fall = this.previousLow - low
    this.previousHigh = high
    this.previousLow = low
    this.previousClose = close
    if (this.seen < 2 * period) this.seen += 1
    if (this.seen === 1) return Number.NaN
    if (this.seen > period) {
      this.rises *= this.kept
      this.falls *= this.kept
      this.ranges *= this.kept
    }
    if (fall > 0 && rise < fall) this.falls += fall
    else if (rise > 0 && rise > fall) this.rises += rise
    const top = high > previousClose ? high : previousClose
    const bottom = low < previousClose ? low : previousClose
    this.ranges += top - bottom
    if (this.seen <= period) return Number.NaN
    return this.smoothen()
  }

  /** Goes on over whole columns from index `from`, once warm: `next` without its bookkeeping. */
  fill(
    high: Float64Array,
    low: Float64Array,
    close: Float64Array,
    from: number,
    out: DirectionalColumns,
  ): void {
    const { share, kept } = this
    let { rises, falls, ranges, average } = this
    let { previousHigh, previousLow, previousClose } = this
    for (let at = from; at < close.length; at += 1) {
      const top = high[at] as number
      const bottom = low[at] as number
      const rise = top - previousHigh
      const fall = previousLow - bottom
      rises *= kept
      falls *= kept
      if (fall > 0 && rise < fall) falls += fall
      else if (rise > 0 && rise > fall) rises += rise
      const reach = top > previousClose ? top : previousClose
      ranges = ranges * kept + (reach - (bottom < previousClose ? bottom : previousClose))
      previousHigh = top
      previousLow = bottom
      previousClose = close[at] as number
      const plus = ranges === 0 ? 0 : (100 * rises) / ranges
      const minus = ranges === 0 ? 0 : (100 * falls) / ranges
      const both = plus + minus
      if (both !== 0) average = average * kept + ((100 * Math.abs(plus - minus)) / both) * share
      out.index[at] = average
      out.plus[at] = plus
      out.minus[at] = minus
    }
  }

  private smoothen(): number {
    const { period, ranges, seen } = this
    this.plus = ranges === 0 ? 0 : (100 * this.rises) / ranges
    this.minus = ranges === 0 ? 0 : (100 * this.falls) / ranges
    const both = this.plus + this.minus
    const spread = both === 0 ? null : (100 * Math.abs(this.plus - this.minus)) / both
    if (!this.isSeeded) {
      this.average += spread ?? 0
      if (seen < 2 * period) return Number.NaN
      this.isSeeded = true
      this.average /= period
      return this.average
    }
    if (spread !== null) this.average = this.average * this.kept + spread * this.share
    return this.average
  }
}

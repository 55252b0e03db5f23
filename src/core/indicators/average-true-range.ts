import { checkLengths, checkPeriod } from './check-period.ts'

/** The candle's range, reaching back to the previous close where that lies outside. */
function trueRange(high: number, low: number, previousClose: number): number {
  const top = high > previousClose ? high : previousClose
  const bottom = low < previousClose ? low : previousClose
  return top - bottom
}

/**
 * ATR: the true range, which needs a previous close and so begins with the second candle, begun
 * with the mean of the first `period` of them and smoothed by Wilder: (previous × (period − 1) +
 * new) ÷ period. First value at index `period`, NaN before. Source: TA-Lib, functions TRANGE and
 * ATR; Wilder (1978).
 */
export function averageTrueRange(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(close.length),
): Float64Array {
  checkPeriod(period)
  const { length } = close
  checkLengths(length, high, low)
  out.fill(Number.NaN, 0, Math.min(period, length))
  if (length <= period) return out
  let average = 0
  let previousClose = close[0] as number
  for (let index = 1; index <= period; index += 1) {
    average += trueRange(high[index] as number, low[index] as number, previousClose)
    previousClose = close[index] as number
  }
  average /= period
  out[period] = average
  const share = 1 / period
  const kept = 1 - share
  for (let index = period + 1; index < length; index += 1) {
    const range = trueRange(high[index] as number, low[index] as number, previousClose)
    previousClose = close[index] as number
    average = average * kept + range * share
    out[index] = average
  }
  return out
}

/** The same, one candle at a time. */
export class AverageTrueRange {
  private readonly period: number
  private readonly share: number
  private readonly kept: number
  private seen = 0
  private previousClose = 0
  private average = 0

  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.share = 1 / period
    this.kept = 1 - this.share
  }

  next(high: number, low: number, close: number): number {
    const { period } = this
    const range = trueRange(high, low, this.previousClose)
    this.previousClose = close
    if (this.seen > period) {
      this.average = this.average * this.kept + range * this.share
      return this.average
    }
    this.seen += 1
    if (this.seen === 1) return Number.NaN
    this.average += range
    if (this.seen <= period) return Number.NaN
    this.average /= period
    return this.average
  }
}

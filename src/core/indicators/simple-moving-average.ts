import { checkPeriod } from './check-period.ts'

/**
 * SMA: the mean of the newest `period` values, by a running sum.
 * First value at index `period − 1`, NaN before. Source: TA-Lib, function SMA.
 */
export function simpleMovingAverage(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  checkPeriod(period)
  const { length } = values
  const first = period - 1
  out.fill(Number.NaN, 0, Math.min(first, length))
  let sum = 0
  for (let index = 0; index < first && index < length; index += 1) sum += values[index] as number
  for (let index = first; index < length; index += 1) {
    sum += values[index] as number
    out[index] = sum / period
    sum -= values[index - first] as number
  }
  return out
}

/** The same, one value at a time. */
export class SimpleMovingAverage {
  private readonly period: number
  private readonly ring: Float64Array
  private at = 0
  private seen = 0
  private sum = 0

  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.ring = new Float64Array(period)
  }

  next(value: number): number {
    const { ring, period } = this
    this.sum += value
    ring[this.at] = value
    this.at = this.at + 1 === period ? 0 : this.at + 1
    if (this.seen < period - 1) {
      this.seen += 1
      return Number.NaN
    }
    const mean = this.sum / period
    this.sum -= ring[this.at] as number
    return mean
  }
}

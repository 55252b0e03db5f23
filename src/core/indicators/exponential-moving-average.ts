import { checkPeriod } from './check-period.ts'

/**
 * EMA: previous + (value − previous) × 2 / (period + 1), begun with the SMA of the first `period`
 * values. First value at index `period − 1`, NaN before. Source: TA-Lib, function EMA in its
 * default (classic) compatibility.
 */
export function exponentialMovingAverage(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  checkPeriod(period)
  const { length } = values
  const factor = 2 / (period + 1)
  out.fill(Number.NaN, 0, Math.min(period - 1, length))
  if (length < period) return out
  let sum = 0
  for (let index = 0; index < period; index += 1) sum += values[index] as number
  let average = sum / period
  out[period - 1] = average
  for (let index = period; index < length; index += 1) {
    average += ((values[index] as number) - average) * factor
    out[index] = average
  }
  return out
}

/** The same, one value at a time. */
export class ExponentialMovingAverage {
  private readonly period: number
  private readonly factor: number
  private seen = 0
  private average = 0

  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.factor = 2 / (period + 1)
  }

  next(value: number): number {
    if (this.seen === this.period) {
      this.average += (value - this.average) * this.factor
      return this.average
    }
    this.seen += 1
    this.average += value
    if (this.seen < this.period) return Number.NaN
    this.average /= this.period
    return this.average
  }
}

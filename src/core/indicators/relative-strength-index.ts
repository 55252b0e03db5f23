import { checkPeriod } from './check-period.ts'

const strength = (gain: number, loss: number): number =>
  gain + loss === 0 ? 0 : (100 * gain) / (gain + loss)

/**
 * RSI: 100 × average gain ÷ (average gain + average loss) of the changes from value to value. The
 * averages begin with the mean of the first `period` changes and go on by Wilder's smoothing,
 * (previous × (period − 1) + new) ÷ period, without a division at every step; a rise is half of
 * size + change and a fall half of size − change, so that no step guesses which it will be. A series
 * that does not move answers 0.
 * First value at index `period`, NaN before. Source: TA-Lib, function RSI; Wilder, New Concepts in
 * Technical Trading Systems (1978).
 */
export function relativeStrengthIndex(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  checkPeriod(period, 2)
  const { length } = values
  out.fill(Number.NaN, 0, Math.min(period, length))
  if (length <= period) return out
  let gain = 0
  let loss = 0
  let previous = values[0] as number
  for (let index = 1; index <= period; index += 1) {
    const value = values[index] as number
    const change = value - previous
    if (change > 0) gain += change
    else loss -= change
    previous = value
  }
  gain /= period
  loss /= period
  out[period] = strength(gain, loss)
  const share = 1 / period
  const kept = 1 - share
  const half = share / 2
  for (let index = period + 1; index < length; index += 1) {
    const value = values[index] as number
    const change = value - previous
    previous = value
    const size = Math.abs(change)
    gain = gain * kept + (size + change) * half
    loss = loss * kept + (size - change) * half
    out[index] = strength(gain, loss)
  }
  return out
}

/** The same, one value at a time. */
export class RelativeStrengthIndex {
  private readonly period: number
  private readonly half: number
  private readonly kept: number
  private seen = 0
  private previous = 0
  private gain = 0
  private loss = 0

  constructor(period: number) {
    checkPeriod(period, 2)
    this.period = period
    const share = 1 / period
    this.half = share / 2
    this.kept = 1 - share
  }

  next(value: number): number {
    const { period } = this
    const change = value - this.previous
    this.previous = value
    if (this.seen > period) {
      const { half, kept } = this
      const size = Math.abs(change)
      const gain = this.gain * kept + (size + change) * half
      const loss = this.loss * kept + (size - change) * half
      this.gain = gain
      this.loss = loss
      return strength(gain, loss)
    }
    this.seen += 1
    if (this.seen === 1) return Number.NaN
    if (change > 0) this.gain += change
    else this.loss -= change
    if (this.seen <= period) return Number.NaN
    this.gain /= period
    this.loss /= period
    return strength(this.gain, this.loss)
  }
}

import { checkPeriod } from './check-period.ts'

export interface BollingerColumns {
  readonly middle: Float64Array
  readonly upper: Float64Array
  readonly lower: Float64Array
}

/** What is left of a variance after cancelling digits; less than this is a flat window. */
const FLAT = 1e-14

const rootOf = (variance: number): number => (variance < FLAT ? 0 : Math.sqrt(variance))

/** Side by side in one buffer: one large piece of memory costs less than three. */
function bollingerColumns(length: number): BollingerColumns {
  const all = new Float64Array(3 * length)
  return {
    middle: all.subarray(0, length),
    upper: all.subarray(length, 2 * length),
    lower: all.subarray(2 * length),
  }
}

/**
 * Bollinger bands: the SMA, and `width` population deviations (the mean square less the squared
 * mean, divided by `period`, not by one less) above and below. First values at index `period − 1`,
 * NaN before. Source: TA-Lib, functions STDDEV and BBANDS with a simple average; Bollinger on
 * Bollinger Bands (2001).
 */
export function bollingerBands(
  values: Float64Array,
  period: number,
  width: number,
  out: BollingerColumns = bollingerColumns(values.length),
): BollingerColumns {
  checkPeriod(period, 2)
  const { length } = values
  const { middle, upper, lower } = out
  const first = period - 1
  const warmUp = Math.min(first, length)
  middle.fill(Number.NaN, 0, warmUp)
  upper.fill(Number.NaN, 0, warmUp)
  lower.fill(Number.NaN, 0, warmUp)
  let sum = 0
  let squares = 0
  for (let index = 0; index < warmUp; index += 1) {
    const value = values[index] as number
    sum += value
    squares += value * value
  }
  for (let index = first; index < length; index += 1) {
    const value = values[index] as number
    sum += value
    squares += value * value
    const mean = sum / period
    const reach = width * rootOf(squares / period - mean * mean)
    middle[index] = mean
    upper[index] = mean + reach
    lower[index] = mean - reach
    const oldest = values[index - first] as number
    sum -= oldest
    squares -= oldest * oldest
  }
  return out
}

/** The same, one value at a time: `next` answers the middle, the bands are beside it. */
export class BollingerBands {
  upper = Number.NaN
  lower = Number.NaN
  private readonly period: number
  private readonly width: number
  private readonly ring: Float64Array
  private at = 0
  private seen = 0
  private sum = 0
  private squares = 0

  constructor(period: number, width: number) {
    checkPeriod(period, 2)
    this.period = period
    this.width = width
    this.ring = new Float64Array(period)
  }

  next(value: number): number {
    const { ring, period } = this
    this.sum += value
    this.squares += value * value
    ring[this.at] = value
    this.at = this.at + 1 === period ? 0 : this.at + 1
    if (this.seen < period - 1) {
      this.seen += 1
      return Number.NaN
    }
    const mean = this.sum / period
    const reach = this.width * rootOf(this.squares / period - mean * mean)
    this.upper = mean + reach
    this.lower = mean - reach
    const oldest = ring[this.at] as number
    this.sum -= oldest
    this.squares -= oldest * oldest
    return mean
  }
}

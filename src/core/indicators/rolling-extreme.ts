import { checkPeriod } from './check-period.ts'

/**
 * The highest of the newest `period` values; first value at index `period − 1`, NaN before. It
 * looks through the window again only when the highest leaves it. Source: TA-Lib, function MAX.
 */
export function rollingMaximum(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  checkPeriod(period)
  const { length } = values
  out.fill(Number.NaN, 0, Math.min(period - 1, length))
  let place = -1
  let highest = Number.NEGATIVE_INFINITY
  for (let index = 0; index < length; index += 1) {
    const value = values[index] as number
    if (value >= highest) {
      highest = value
      place = index
    } else if (place <= index - period) {
      place = index - period + 1
      highest = values[place] as number
      for (let later = place + 1; later <= index; later += 1) {
        const seen = values[later] as number
        if (seen >= highest) {
          highest = seen
          place = later
        }
      }
    }
    if (index >= period - 1) out[index] = highest
  }
  return out
}

/** The lowest of the newest `period` values; see rollingMaximum. Source: TA-Lib, function MIN. */
export function rollingMinimum(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  checkPeriod(period)
  const { length } = values
  out.fill(Number.NaN, 0, Math.min(period - 1, length))
  let place = -1
  let lowest = Number.POSITIVE_INFINITY
  for (let index = 0; index < length; index += 1) {
    const value = values[index] as number
    if (value <= lowest) {
      lowest = value
      place = index
    } else if (place <= index - period) {
      place = index - period + 1
      lowest = values[place] as number
      for (let later = place + 1; later <= index; later += 1) {
        const seen = values[later] as number
        if (seen <= lowest) {
          lowest = seen
          place = later
        }
      }
    }
    if (index >= period - 1) out[index] = lowest
  }
  return out
}

/**
 * The highest of the newest `period` values, in constant time a value on average: a queue keeps
 * only values that could still become the highest. NaN until `period` values came.
 */
export class RollingMaximum {
  private readonly period: number
  private readonly mask: number
  private readonly values: Float64Array
  private readonly indices: Float64Array
  private head = 0
  private tail = 0
  private seen = 0

  constructor(period: number) {
    checkPeriod(period)
    const size = 2 ** Math.ceil(Math.log2(period + 1))
    this.period = period
    this.mask = size - 1
    this.values = new Float64Array(size)
    this.indices = new Float64Array(size)
  }

  next(value: number): number {
    const { values, indices, mask } = this
    let tail = this.tail
    while (tail !== this.head && (values[(tail - 1) & mask] as number) <= value) {
      tail = (tail - 1) & mask
    }
    values[tail] = value
    indices[tail] = this.seen
    this.tail = (tail + 1) & mask
    this.seen += 1
    if ((indices[this.head] as number) < this.seen - this.period) this.head = (this.head + 1) & mask
    return this.seen < this.period ? Number.NaN : (values[this.head] as number)
  }
}

/** The lowest of the newest `period` values; see RollingMaximum. */
export class RollingMinimum {
  private readonly mirrored: RollingMaximum

  constructor(period: number) {
    this.mirrored = new RollingMaximum(period)
  }

  next(value: number): number {
    return -this.mirrored.next(-value)
  }
}

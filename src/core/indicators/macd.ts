import { checkPeriod } from './check-period.ts'

export interface MacdColumns {
  readonly line: Float64Array
  readonly signal: Float64Array
  readonly histogram: Float64Array
}

function checkMacd(fast: number, slow: number, signal: number): void {
  checkPeriod(fast, 2)
  checkPeriod(slow, 2)
  checkPeriod(signal)
  if (fast >= slow) throw new RangeError(`the fast period ${fast} must be below the slow ${slow}`)
}

/** Side by side in one buffer: one large piece of memory costs less than three. */
function macdColumns(length: number): MacdColumns {
  const all = new Float64Array(3 * length)
  return {
    line: all.subarray(0, length),
    signal: all.subarray(length, 2 * length),
    histogram: all.subarray(2 * length),
  }
}

function meanOf(values: Float64Array, from: number, count: number): number {
  let sum = 0
  for (let index = from; index < from + count; index += 1) sum += values[index] as number
  return sum / count
}

/**
 * MACD: fast EMA − slow EMA, its own EMA as the signal, and the difference of both. Both averages
 * begin at index `slow − 1`, the fast one with the mean of the `fast` values up to there, the
 * signal with the mean of the first `signal` lines. First line at `slow − 1`, first signal and
 * histogram at `slow + signal − 2`, NaN before. Source: TA-Lib, function MACD; Appel (1979).
 */
export function macd(
  values: Float64Array,
  fast: number,
  slow: number,
  signalPeriod: number,
  out: MacdColumns = macdColumns(values.length),
): MacdColumns {
  checkMacd(fast, slow, signalPeriod)
  const { length } = values
  const { line, signal, histogram } = out
  const first = slow - 1
  const firstSignal = first + signalPeriod - 1
  line.fill(Number.NaN, 0, Math.min(first, length))
  signal.fill(Number.NaN, 0, Math.min(firstSignal, length))
  histogram.fill(Number.NaN, 0, Math.min(firstSignal, length))
  if (length <= first) return out
  const fastFactor = 2 / (fast + 1)
  const slowFactor = 2 / (slow + 1)
  const signalFactor = 2 / (signalPeriod + 1)
  let fastAverage = meanOf(values, slow - fast, fast)
  let slowAverage = meanOf(values, 0, slow)
  let difference = fastAverage - slowAverage
  line[first] = difference
  const seedEnd = Math.min(firstSignal, length - 1)
  for (let index = first + 1; index <= seedEnd; index += 1) {
    const value = values[index] as number
    fastAverage += (value - fastAverage) * fastFactor
    slowAverage += (value - slowAverage) * slowFactor
    line[index] = fastAverage - slowAverage
  }
  if (length <= firstSignal) return out
  let smooth = meanOf(line, first, signalPeriod)
  signal[firstSignal] = smooth
  histogram[firstSignal] = (line[firstSignal] as number) - smooth
  for (let index = firstSignal + 1; index < length; index += 1) {
    const value = values[index] as number
    fastAverage += (value - fastAverage) * fastFactor
    slowAverage += (value - slowAverage) * slowFactor
    difference = fastAverage - slowAverage
    smooth += (difference - smooth) * signalFactor
    line[index] = difference
    signal[index] = smooth
    histogram[index] = difference - smooth
  }
  return out
}

/** The same, one value at a time: `next` answers the line, signal and histogram are beside it. */
export class Macd {
  signal = Number.NaN
  histogram = Number.NaN
  private readonly fast: number
  private readonly slow: number
  private readonly signalPeriod: number
  private readonly fastFactor: number
  private readonly slowFactor: number
  private readonly signalFactor: number
  private seen = 0
  private lines = 0
  private fastAverage = 0
  private slowAverage = 0
  private smooth = 0

  constructor(fast: number, slow: number, signal: number) {
    checkMacd(fast, slow, signal)
    this.fast = fast
    this.slow = slow
    this.signalPeriod = signal
    this.fastFactor = 2 / (fast + 1)
    this.slowFactor = 2 / (slow + 1)
    this.signalFactor = 2 / (signal + 1)
  }

  next(value: number): number {
    if (this.seen >= this.slow) {
      this.fastAverage += (value - this.fastAverage) * this.fastFactor
      this.slowAverage += (value - this.slowAverage) * this.slowFactor
    } else if (!this.seed(value)) return Number.NaN
    const line = this.fastAverage - this.slowAverage
    this.smoothen(line)
    return line
  }

  /** Sums up the first values; true once both averages stand. */
  private seed(value: number): boolean {
    this.seen += 1
    this.slowAverage += value
    if (this.seen > this.slow - this.fast) this.fastAverage += value
    if (this.seen < this.slow) return false
    this.slowAverage /= this.slow
    this.fastAverage /= this.fast
    return true
  }

  private smoothen(line: number): void {
    if (this.lines >= this.signalPeriod) {
      this.smooth += (line - this.smooth) * this.signalFactor
    } else {
      this.lines += 1
      this.smooth += line
      if (this.lines < this.signalPeriod) return
      this.smooth /= this.signalPeriod
    }
    this.signal = this.smooth
    this.histogram = line - this.smooth
  }
}

import { checkLengths, checkPeriod } from './check-period.ts'
import {
  RollingMaximum,
  RollingMinimum,
  rollingMaximum,
  rollingMinimum,
} from './rolling-extreme.ts'
import { SimpleMovingAverage } from './simple-moving-average.ts'

export interface StochasticColumns {
  readonly percentK: Float64Array
  readonly percentD: Float64Array
}

/** Where the close lies between lowest and highest, 0 to 100; 0 where there is no range. */
function position(close: number, highest: number, lowest: number): number {
  const hundredth = (highest - lowest) / 100
  return hundredth === 0 ? 0 : (close - lowest) / hundredth
}

/**
 * Slow stochastic: where the close lies in the range of the newest `lookback` candles, in per cent;
 * %K is its SMA over `smooth`, %D the SMA of %K over `signal`. First %K at index `lookback + smooth
 * − 2`, first %D at `lookback + smooth + signal − 3`, NaN before. Source: TA-Lib, function STOCH
 * with simple averages; Lane (1950s).
 */
export function stochastic(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  lookback: number,
  smooth: number,
  signal: number,
  out: StochasticColumns = {
    percentK: new Float64Array(close.length),
    percentD: new Float64Array(close.length),
  },
): StochasticColumns {
  const { length } = close
  checkLengths(length, high, low)
  checkPeriod(lookback)
  const { percentK, percentD } = out
  const averageK = new SimpleMovingAverage(smooth)
  const averageD = new SimpleMovingAverage(signal)
  const highest = rollingMaximum(high, lookback, percentK)
  const lowest = rollingMinimum(low, lookback, percentD)
  percentK.fill(Number.NaN, 0, Math.min(lookback - 1, length))
  for (let index = lookback - 1; index < length; index += 1) {
    const raw = position(close[index] as number, highest[index] as number, lowest[index] as number)
    const k = averageK.next(raw)
    percentK[index] = k
    percentD[index] = index < lookback + smooth - 2 ? Number.NaN : averageD.next(k)
  }
  return out
}

/** The same, one candle at a time: `next` answers %K, %D is beside it. */
export class Stochastic {
  percentD = Number.NaN
  private readonly highest: RollingMaximum
  private readonly lowest: RollingMinimum
  private readonly averageK: SimpleMovingAverage
  private readonly averageD: SimpleMovingAverage

  constructor(lookback: number, smooth: number, signal: number) {
    this.highest = new RollingMaximum(lookback)
    this.lowest = new RollingMinimum(lookback)
    this.averageK = new SimpleMovingAverage(smooth)
    this.averageD = new SimpleMovingAverage(signal)
  }

  next(high: number, low: number, close: number): number {
    const highest = this.highest.next(high)
    const lowest = this.lowest.next(low)
    if (Number.isNaN(highest)) return Number.NaN
    const k = this.averageK.next(position(close, highest, lowest))
    if (!Number.isNaN(k)) this.percentD = this.averageD.next(k)
    return k
  }
}

import * as talib from 'talib-web'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { CandleColumns } from '../strategies/candle-view.ts'
import { realMinutes, seededCandles } from '../strategies/candles.test-support.ts'
import { averageDirectionalIndex } from './average-directional-index.ts'
import { averageTrueRange } from './average-true-range.ts'
import { bollingerBands } from './bollinger-bands.ts'
import { donchianChannel } from './donchian-channel.ts'
import { exponentialMovingAverage } from './exponential-moving-average.ts'
import { largestDifference } from './largest-difference.test-support.ts'
import { macd } from './macd.ts'
import { relativeStrengthIndex } from './relative-strength-index.ts'
import { simpleMovingAverage } from './simple-moving-average.ts'
import { stochastic } from './stochastic.ts'

const EQUAL = 1e-9

/** What both answer, from the first candle at which TA-Lib has a value. */
interface Compared {
  readonly name: string
  readonly ours: Float64Array
  readonly theirs: ArrayLike<number>
}

/** TA-Lib puts its first value at place 0 and leaves zeros behind the last; this puts them back. */
function placed(output: ArrayLike<number>, first: number): Float64Array {
  const values = new Float64Array(output.length).fill(Number.NaN)
  for (let index = first; index < output.length; index += 1) {
    values[index] = output[index - first] as number
  }
  return values
}

/** The columns as TA-Lib takes them. */
interface Lists {
  readonly high: number[]
  readonly low: number[]
  readonly close: number[]
}

const mean = (values: ArrayLike<number>, timePeriod: number): Float64Array =>
  placed(talib.SMA({ inReal: Array.from(values), timePeriod }).output, timePeriod - 1)

function averages({ close }: CandleColumns, { close: list }: Lists): readonly Compared[] {
  const theirs = talib.MACD({ inReal: list, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 })
  const moved = macd(close, 12, 26, 9)
  return [
    { name: 'SMA 20', ours: simpleMovingAverage(close, 20), theirs: mean(list, 20) },
    {
      name: 'EMA 20',
      ours: exponentialMovingAverage(close, 20),
      theirs: placed(talib.EMA({ inReal: list, timePeriod: 20 }).output, 19),
    },
    {
      name: 'RSI 14',
      ours: relativeStrengthIndex(close, 14),
      theirs: placed(talib.RSI({ inReal: list, timePeriod: 14 }).output, 14),
    },
    { name: 'MACD 12/26/9 line', ours: moved.line, theirs: placed(theirs.MACD, 33) },
    { name: 'MACD 12/26/9 signal', ours: moved.signal, theirs: placed(theirs.MACDSignal, 33) },
    { name: 'MACD 12/26/9 histogram', ours: moved.histogram, theirs: placed(theirs.MACDHist, 33) },
  ]
}

function ranges({ high, low, close }: CandleColumns, lists: Lists): readonly Compared[] {
  const direction = averageDirectionalIndex(high, low, close, 14)
  const timePeriod = 14
  return [
    {
      name: 'ATR 14',
      ours: averageTrueRange(high, low, close, 14),
      theirs: placed(talib.ATR({ ...lists, timePeriod }).output, 14),
    },
    {
      name: 'ADX 14',
      ours: direction.index,
      theirs: placed(talib.ADX({ ...lists, timePeriod }).output, 27),
    },
    {
      name: '+DI 14',
      ours: direction.plus,
      theirs: placed(talib.PLUS_DI({ ...lists, timePeriod }).output, 14),
    },
    {
      name: '-DI 14',
      ours: direction.minus,
      theirs: placed(talib.MINUS_DI({ ...lists, timePeriod }).output, 14),
    },
  ]
}

/** The wrapper answers one array three times for BBANDS: the bands are made of its SMA and VAR. */
function bands({ close }: CandleColumns, { close: list }: Lists): readonly Compared[] {
  const { middle, upper, lower } = bollingerBands(close, 20, 2)
  const average = mean(list, 20)
  const variance = placed(talib.VAR({ inReal: list, timePeriod: 20, nbDev: 1 }).output, 19)
  const away = (width: number) =>
    average.map((value, index) => value + width * Math.sqrt(variance[index] as number))
  return [
    { name: 'Bollinger 20, 2 middle', ours: middle, theirs: average },
    { name: 'Bollinger 20, 2 upper', ours: upper, theirs: away(2) },
    { name: 'Bollinger 20, 2 lower', ours: lower, theirs: away(-2) },
  ]
}

/** The wrapper of STOCH has the same fault: %K and %D are made of its MAX, MIN and SMA. */
function extremes({ high, low, close }: CandleColumns, lists: Lists): readonly Compared[] {
  const most = (timePeriod: number) =>
    placed(talib.MAX({ inReal: lists.high, timePeriod }).output, timePeriod - 1)
  const least = (timePeriod: number) =>
    placed(talib.MIN({ inReal: lists.low, timePeriod }).output, timePeriod - 1)
  const [top, bottom] = [most(14), least(14)]
  const raw = Array.from(close, (value, index) => {
    const hundredth = ((top[index] as number) - (bottom[index] as number)) / 100
    return hundredth === 0 ? 0 : (value - (bottom[index] as number)) / hundredth
  })
  const percentK = mean(raw.slice(13), 3)
  const percentD = mean(percentK.slice(2), 3)
  const channel = donchianChannel(high, low, 20)
  const slow = stochastic(high, low, close, 14, 3, 3)
  return [
    { name: 'Donchian 20 upper', ours: channel.upper, theirs: most(20) },
    { name: 'Donchian 20 lower', ours: channel.lower, theirs: least(20) },
    { name: 'Stochastic 14/3/3 %K', ours: slow.percentK.subarray(13), theirs: percentK },
    { name: 'Stochastic 14/3/3 %D', ours: slow.percentD.subarray(15), theirs: percentD },
  ]
}

const candles = realMinutes() ?? seededCandles(30_000, 60_000, 7)
const lists: Lists = {
  high: Array.from(candles.high),
  low: Array.from(candles.low),
  close: Array.from(candles.close),
}

describe('TA-Lib on the recorded candles', () => {
  // With a fetch in the global scope the wrapper asks the network for its own file.
  beforeAll(async () => {
    vi.stubGlobal('fetch', undefined)
    await talib.init()
    vi.unstubAllGlobals()
  })

  it.each([averages, ranges, bands, extremes])('gives the same %o', (compare) => {
    for (const { name, ours, theirs } of compare(candles, lists)) {
      const { largest, compared } = largestDifference(ours, theirs)
      const count = compared.toLocaleString('en')
      console.log(`${name}: ${largest.toExponential(1)} at most, over ${count} values`)
      expect(compared, name).toBeGreaterThan(ours.length - 40)
      expect(largest, name).toBeLessThanOrEqual(EQUAL)
    }
  })
})

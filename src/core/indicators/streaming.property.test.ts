import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CandleColumns } from '../strategies/candle-view.ts'
import { AverageDirectionalIndex, averageDirectionalIndex } from './average-directional-index.ts'
import { AverageTrueRange, averageTrueRange } from './average-true-range.ts'
import { BollingerBands, bollingerBands } from './bollinger-bands.ts'
import { DonchianChannel, donchianChannel } from './donchian-channel.ts'
import { ExponentialMovingAverage, exponentialMovingAverage } from './exponential-moving-average.ts'
import { Macd, macd } from './macd.ts'
import { RelativeStrengthIndex, relativeStrengthIndex } from './relative-strength-index.ts'
import { RollingMaximum, RollingMinimum } from './rolling-extreme.ts'
import { SimpleMovingAverage, simpleMovingAverage } from './simple-moving-average.ts'
import { Stochastic, stochastic } from './stochastic.ts'
import {
  VolumeWeightedAveragePrice,
  volumeWeightedAveragePrice,
} from './volume-weighted-average-price.ts'

type Candle = readonly [high: number, low: number, close: number, volume: number, time: number]
/** Numbers of one candle, each NaN during warm-up. */
type Row = readonly number[]

interface Compared {
  readonly name: string
  batch(columns: CandleColumns, period: number): readonly Float64Array[]
  stream(period: number): (candle: Candle) => Row
}

const COMPARED: readonly Compared[] = [
  {
    name: 'SMA',
    batch: ({ close }, period) => [simpleMovingAverage(close, period)],
    stream: (period) => {
      const average = new SimpleMovingAverage(period)
      return ([, , close]) => [average.next(close)]
    },
  },
  {
    name: 'EMA',
    batch: ({ close }, period) => [exponentialMovingAverage(close, period)],
    stream: (period) => {
      const average = new ExponentialMovingAverage(period)
      return ([, , close]) => [average.next(close)]
    },
  },
  {
    name: 'RSI',
    batch: ({ close }, period) => [relativeStrengthIndex(close, period + 1)],
    stream: (period) => {
      const index = new RelativeStrengthIndex(period + 1)
      return ([, , close]) => [index.next(close)]
    },
  },
  {
    name: 'MACD',
    batch: ({ close }, period) => {
      const { line, signal, histogram } = macd(close, period + 1, 2 * period + 1, period)
      return [line, signal, histogram]
    },
    stream: (period) => {
      const moved = new Macd(period + 1, 2 * period + 1, period)
      return ([, , close]) => [moved.next(close), moved.signal, moved.histogram]
    },
  },
  {
    name: 'ATR',
    batch: ({ high, low, close }, period) => [averageTrueRange(high, low, close, period)],
    stream: (period) => {
      const range = new AverageTrueRange(period)
      return ([high, low, close]) => [range.next(high, low, close)]
    },
  },
  {
    name: 'Bollinger',
    batch: ({ close }, period) => {
      const { middle, upper, lower } = bollingerBands(close, period + 1, 2)
      return [middle, upper, lower]
    },
    stream: (period) => {
      const bands = new BollingerBands(period + 1, 2)
      return ([, , close]) => [bands.next(close), bands.upper, bands.lower]
    },
  },
  {
    name: 'Donchian',
    batch: ({ high, low }, period) => {
      const { middle, upper, lower } = donchianChannel(high, low, period)
      return [middle, upper, lower]
    },
    stream: (period) => {
      const channel = new DonchianChannel(period)
      return ([high, low]) => [channel.next(high, low), channel.upper, channel.lower]
    },
  },
  {
    name: 'ADX',
    batch: ({ high, low, close }, period) => {
      const { index, plus, minus } = averageDirectionalIndex(high, low, close, period + 1)
      return [index, plus, minus]
    },
    stream: (period) => {
      const direction = new AverageDirectionalIndex(period + 1)
      return ([high, low, close]) => [
        direction.next(high, low, close),
        direction.plus,
        direction.minus,
      ]
    },
  },
  {
    name: 'VWAP',
    batch: ({ openTimeMs, high, low, close, volume }) => [
      volumeWeightedAveragePrice(openTimeMs, high, low, close, volume),
    ],
    stream: () => {
      const vwap = new VolumeWeightedAveragePrice()
      return ([high, low, close, volume, time]) => [vwap.next(time, high, low, close, volume)]
    },
  },
  {
    name: 'Stochastic',
    batch: ({ high, low, close }, period) => {
      const { percentK, percentD } = stochastic(high, low, close, period, 3, 2)
      return [percentK, percentD]
    },
    stream: (period) => {
      const slow = new Stochastic(period, 3, 2)
      return ([high, low, close]) => [slow.next(high, low, close), slow.percentD]
    },
  },
]

const step = fc.record({
  move: fc.constantFrom(-0.05, -0.01, 0, 0, 0.001, 0.02, 0.07),
  up: fc.constantFrom(0, 0.001, 0.02),
  down: fc.constantFrom(0, 0.001, 0.02),
  volume: fc.constantFrom(0, 1, 250.5),
})

const candles = fc.array(step, { maxLength: 60 }).map((steps): readonly Candle[] => {
  let close = 1_000
  return steps.map(({ move, up, down, volume }, index) => {
    close *= 1 + move
    return [close * (1 + up), close * (1 - down), close, volume, index * 3_600_000]
  })
})

const columnsOf = (made: readonly Candle[]): CandleColumns => ({
  openTimeMs: Float64Array.from(made, (candle) => candle[4]),
  open: Float64Array.from(made, (candle) => candle[2]),
  high: Float64Array.from(made, (candle) => candle[0]),
  low: Float64Array.from(made, (candle) => candle[1]),
  close: Float64Array.from(made, (candle) => candle[2]),
  volume: Float64Array.from(made, (candle) => candle[3]),
})

const period = fc.integer({ min: 1, max: 12 })

describe.each(COMPARED)('$name', ({ batch, stream }) => {
  it('is the same in a batch of every prefix and one candle at a time', () => {
    fc.assert(
      fc.property(candles, period, (made, length) => {
        const next = stream(length)
        made.forEach((candle, index) => {
          const streamed = next(candle)
          const whole = batch(columnsOf(made.slice(0, index + 1)), length)
          expect(whole.map((column) => column.length)).toEqual(whole.map(() => index + 1))
          expect(whole.map((column) => column[index])).toEqual(streamed)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('never changes a value that it has given when more candles come', () => {
    fc.assert(
      fc.property(candles, period, (made, length) => {
        const whole = batch(columnsOf(made), length)
        const half = batch(columnsOf(made.slice(0, made.length >> 1)), length)
        half.forEach((column, at) => {
          expect([...column]).toEqual([...(whole[at] as Float64Array).slice(0, column.length)])
        })
      }),
      { numRuns: 40 },
    )
  })
})

describe('rolling extremes', () => {
  it('are what looking through the window finds', () => {
    const values = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 80 })
    fc.assert(
      fc.property(values, period, (given, length) => {
        const highest = new RollingMaximum(length)
        const lowest = new RollingMinimum(length)
        given.forEach((value, index) => {
          const window = given.slice(Math.max(0, index + 1 - length), index + 1)
          const isWarm = index + 1 >= length
          expect(highest.next(value)).toBe(isWarm ? Math.max(...window) : Number.NaN)
          // Zero has no sign here.
          expect(lowest.next(value) + 0).toBe(isWarm ? Math.min(...window) + 0 : Number.NaN)
        })
      }),
    )
  })
})

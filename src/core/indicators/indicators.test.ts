import { describe, expect, it } from 'vitest'
import { seededCandles } from '../strategies/candles.test-support.ts'
import { averageDirectionalIndex } from './average-directional-index.ts'
import { averageTrueRange } from './average-true-range.ts'
import { bollingerBands } from './bollinger-bands.ts'
import { donchianChannel } from './donchian-channel.ts'
import { exponentialMovingAverage } from './exponential-moving-average.ts'
import { macd } from './macd.ts'
import { relativeStrengthIndex } from './relative-strength-index.ts'
import { simpleMovingAverage } from './simple-moving-average.ts'
import { stochastic } from './stochastic.ts'
import { TA_LIB_VALUES } from './ta-lib-values.test-support.ts'
import { volumeWeightedAveragePrice } from './volume-weighted-average-price.ts'

const { high, low, close } = seededCandles(200, 60_000, 7)
const moved = macd(close, 12, 26, 9)
const bands = bollingerBands(close, 20, 2)
const channel = donchianChannel(high, low, 20)
const direction = averageDirectionalIndex(high, low, close, 14)
const slow = stochastic(high, low, close, 14, 3, 3)

const OURS: Readonly<Record<string, Float64Array>> = {
  'SMA 10': simpleMovingAverage(close, 10),
  'EMA 10': exponentialMovingAverage(close, 10),
  'RSI 14': relativeStrengthIndex(close, 14),
  'ATR 14': averageTrueRange(high, low, close, 14),
  'MACD 12 26 9 line': moved.line,
  'MACD 12 26 9 signal': moved.signal,
  'MACD 12 26 9 histogram': moved.histogram,
  'Bollinger 20 2 upper': bands.upper,
  'Bollinger 20 2 lower': bands.lower,
  'Donchian 20 upper': channel.upper,
  'Donchian 20 lower': channel.lower,
  'ADX 14': direction.index,
  '+DI 14': direction.plus,
  '-DI 14': direction.minus,
  'Stochastic 14 3 3 %K': slow.percentK,
  'Stochastic 14 3 3 %D': slow.percentD,
}

describe('the definitions of TA-Lib', () => {
  it.each(Object.entries(TA_LIB_VALUES))('%s', (name, { first, values }) => {
    const ours = OURS[name]
    if (ours === undefined) throw new Error(`nothing to compare with ${name}`)
    // The MACD's line is there before its signal; TA-Lib begins all three with the signal.
    const ownFirst = name === 'MACD 12 26 9 line' ? 25 : first
    expect(ours.findIndex((value) => !Number.isNaN(value))).toBe(ownFirst)
    ;[first, first + 1, 100, 199].forEach((index, at) => {
      const theirs = values[at] as number
      expect(Math.abs((ours[index] as number) - theirs)).toBeLessThanOrEqual(
        1e-9 * Math.abs(theirs),
      )
    })
  })

  it('compares every indicator that TA-Lib has', () => {
    expect(Object.keys(OURS).sort()).toEqual(Object.keys(TA_LIB_VALUES).sort())
  })
})

describe('flat series', () => {
  const flat = new Float64Array(60).fill(28_123.45)

  it('have no width, no strength and no direction', () => {
    const { upper, lower } = bollingerBands(flat, 20, 2)
    expect(Math.abs((upper[59] as number) - (lower[59] as number))).toBeLessThan(0.01)
    expect(relativeStrengthIndex(flat, 14)[59]).toBe(0)
    expect(averageTrueRange(flat, flat, flat, 14)[59]).toBe(0)
    expect(averageDirectionalIndex(flat, flat, flat, 14).index[59]).toBe(0)
    expect(stochastic(flat, flat, flat, 14, 3, 3).percentK[59]).toBe(0)
  })
})

describe('VWAP', () => {
  const hours = (...values: readonly number[]) =>
    Float64Array.from(values, (hour) => hour * 3_600_000)

  it('weighs by volume and begins anew at 00:00 UTC', () => {
    const price = Float64Array.of(10, 20, 40, 100)
    const vwap = volumeWeightedAveragePrice(
      hours(22, 23, 24, 25),
      price,
      price,
      price,
      Float64Array.of(1, 3, 0, 2),
    )
    expect([...vwap]).toEqual([10, 17.5, Number.NaN, 100])
  })

  it('takes the mean of high, low and close, and another session', () => {
    const vwap = volumeWeightedAveragePrice(
      hours(0, 1, 2),
      Float64Array.of(12, 12, 12),
      Float64Array.of(6, 6, 6),
      Float64Array.of(9, 12, 6),
      Float64Array.of(1, 1, 1),
      2 * 3_600_000,
    )
    expect([...vwap]).toEqual([9, 9.5, 8])
  })
})

describe('bad periods and columns', () => {
  it('are refused with what is wrong', () => {
    expect(() => simpleMovingAverage(close, 0)).toThrow('at least 1, not 0')
    expect(() => relativeStrengthIndex(close, 1.5)).toThrow('at least 2, not 1.5')
    expect(() => macd(close, 26, 12, 9)).toThrow('below the slow')
    expect(() => averageTrueRange(high, low, close.slice(1), 14)).toThrow('one length')
    expect(() => volumeWeightedAveragePrice(close, high, low, close, close, 0)).toThrow('session')
  })
})

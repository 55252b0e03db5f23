import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TIMEFRAMES } from '../model/timeframe.ts'
import { CandleSeries } from './candle-series.ts'
import {
  CONFLUENCE_WEIGHTS,
  candleRanges,
  confluenceParts,
  momentumScore,
  ramp,
  stopDistanceScore,
  trendScore,
  volatilityScore,
  volumeScore,
} from './confluence-parts.ts'
import { higherTimeframe } from './higher-timeframe.ts'

interface Shape {
  readonly close: number
  readonly range?: number
  readonly volume?: number
}

/** Candles with the given closes; each reaches half its range to both sides. */
function seriesOf(shapes: readonly Shape[]): CandleSeries {
  const series = CandleSeries.ring('9h', 256)
  shapes.forEach(({ close, range = 1, volume = 1 }, index) => {
    const openMs = index * 9 * 3_600_000
    series.push(openMs, close, close + range / 2, close - range / 2, close, volume)
  })
  return series
}

const flat = (count: number, shape: Partial<Shape> = {}): Shape[] =>
  Array.from({ length: count }, () => ({ close: 100, ...shape }))

const rising = Array.from({ length: 90 }, (_, index) => ({ close: 100 + index }))
const falling = Array.from({ length: 90 }, (_, index) => ({ close: 300 - index }))

describe('the parts', () => {
  it.each([
    [-1, 0],
    [0.5, 0],
    [0.75, 0.5],
    [1, 1],
    [7, 1],
    [Number.NaN, 0],
  ])('ramp from 0.5 to 1 at %s', (value, score) => {
    expect(ramp(value, 0.5, 1)).toBe(score)
  })

  it('trend: the close and the slope each give half', () => {
    expect(trendScore(seriesOf(rising), 'buy')).toBe(1)
    expect(trendScore(seriesOf(rising), 'sell')).toBe(0)
    expect(trendScore(seriesOf(falling), 'sell')).toBe(1)
    const dip = [...rising.slice(0, -1), { close: 120 }]
    expect(trendScore(seriesOf(dip), 'buy')).toBe(0.5)
    expect(trendScore(seriesOf(dip), 'sell')).toBe(0.5)
  })

  it('momentum: the RSI from 50 to 65', () => {
    expect(momentumScore(seriesOf(rising), 'buy')).toBe(1)
    expect(momentumScore(seriesOf(rising), 'sell')).toBe(0)
    const even = Array.from({ length: 90 }, (_, index) => ({ close: 100 + (index % 2) }))
    expect(momentumScore(seriesOf(even), 'buy')).toBeLessThan(0.3)
    expect(momentumScore(seriesOf(even), 'sell')).toBeLessThan(0.3)
  })

  it.each([
    ['as usual', 1, 1],
    ['ranges that shrink to a third', 1 / 3, 0.1],
    ['ranges that triple', 3, 1],
  ])('volatility: %s', (_, factor, least) => {
    const shapes = [...flat(60), ...flat(14, { range: factor })]
    const ratio = (14 * factor) / ((42 + 14 * factor) / 4)
    const ranges = candleRanges(seriesOf(shapes))
    expect(ranges.near).toBeCloseTo(factor, 12)
    expect(ranges.ratio).toBeCloseTo(ratio, 12)
    expect(volatilityScore(ranges)).toBeGreaterThanOrEqual(least - 0.1)
  })

  it('volatility: panic gives nothing', () => {
    const shapes = [...flat(60), ...flat(14, { range: 1e6 })]
    expect(volatilityScore(candleRanges(seriesOf(shapes)))).toBeLessThan(0.01)
  })

  it.each([
    [0.4, 0],
    [0.5, 0],
    [0.9, 0.4],
    [1, 0.5],
    [1.5, 1],
    [9, 1],
  ])('volume: %s times the usual', (volume, score) => {
    expect(volumeScore(seriesOf([...flat(80), { close: 100, volume }]))).toBeCloseTo(score, 12)
  })

  it('volume: nothing traded for long says nothing', () => {
    expect(volumeScore(seriesOf(flat(81, { volume: 0 })))).toBe(0)
  })

  it.each([
    [0.005, 0],
    [0.01, 0.5],
    [0.015, 1],
    [0.2, 1],
  ])('distance to the stop: %s with a range of 1 %%', (distance, score) => {
    const series = seriesOf(flat(80))
    const found = stopDistanceScore(series, distance, candleRanges(series))
    expect(found).toBeCloseTo(score, 12)
  })
})

describe('docs/confluence.md', () => {
  const page = readFileSync(resolve('docs/confluence.md'), 'utf8')

  it('has the weights of the program', () => {
    const rows = [...page.matchAll(/^\| ([a-z ]+) \| (0\.\d+) \|/gm)].map(([, name, weight]) => [
      name,
      Number(weight),
    ])
    const parts = confluenceParts(seriesOf(rising), 'buy', 0.02)
    expect(rows).toEqual(parts.map(({ name, weight }) => [name, weight]))
    expect(Object.values(CONFLUENCE_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(
      1,
    )
  })

  it('names the longer timeframe of each', () => {
    for (const timeframe of TIMEFRAMES) {
      const higher = higherTimeframe(timeframe)
      const isSharedRow = timeframe === '6h' || timeframe === '8h'
      if (higher !== null && !isSharedRow) expect(page).toContain(`${timeframe} → ${higher}`)
    }
  })
})

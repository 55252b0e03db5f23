import { describe, expect, it } from 'vitest'
import { annualDaysOf, dailyReturns } from './daily-returns.ts'
import { drawdownsOf } from './drawdowns.ts'
import { geometricMean, sampleDeviation } from './statistics.ts'

const DAY_MS = 86_400_000
/** 2023-03-01 was a Wednesday. */
const FIRST = Date.UTC(2023, 2, 1)
const days = (...numbers: number[]): Float64Array =>
  Float64Array.from(numbers, (day) => FIRST + day * DAY_MS)

describe('means and deviations', () => {
  it('divides a sample by one less than its size', () => {
    // Mean 3; squares 4 + 1 + 0 + 1 + 4 = 10; 10 / 4 = 2.5
    expect(sampleDeviation([1, 2, 3, 4, 5])).toBeCloseTo(Math.sqrt(2.5), 14)
  })

  it('multiplies returns: +50 % and −50 % is −13.397 % each', () => {
    expect(geometricMean([0.5, -0.5])).toBeCloseTo(Math.sqrt(0.75) - 1, 14)
    expect(geometricMean([0.5, -1])).toBe(0)
  })
})

describe('falls', () => {
  it('measures from high to high, and the last one to the end', () => {
    const equity = Float64Array.from([100, 90, 95, 110, 110, 99, 88, 104.5])
    const falls = drawdownsOf(days(0, 1, 2, 3, 4, 5, 6, 7), equity)
    // 100 → 110: deepest 10 %, days 0 to 3. 110 on day 4 → the end: deepest 20 %, days 4 to 7.
    expect(falls.count).toBe(2)
    expect(falls.deepest).toBeCloseTo(0.2, 14)
    expect(falls.meanDepth).toBeCloseTo(0.15, 14)
    expect(falls.longestMs).toBe(3 * DAY_MS)
    expect(falls.meanMs).toBe(3 * DAY_MS)
  })

  it('finds none in what only rises', () => {
    const falls = drawdownsOf(days(0, 1, 2), Float64Array.from([1, 2, 3]))
    expect(falls).toMatchObject({ count: 0, deepest: 0 })
  })
})

describe('days', () => {
  it('takes the last value of a day, and skips days without one', () => {
    const times = Float64Array.from([FIRST, FIRST + DAY_MS - 1, FIRST + DAY_MS, FIRST + 4 * DAY_MS])
    const { returns } = dailyReturns(times, Float64Array.from([100, 110, 121, 60.5]), 365)
    expect(returns).toHaveLength(2)
    expect(returns[0]).toBeCloseTo(0.1, 14)
    expect(returns[1]).toBeCloseTo(-0.5, 14)
  })

  it('knows a market with weekends from one without', () => {
    expect(annualDaysOf('auto', days(0, 1, 2, 3, 4, 5, 6))).toBe(365)
    // Saturday and Sunday are days 3 and 4.
    expect(annualDaysOf('auto', days(0, 1, 2, 5, 6, 7, 8, 9))).toBe(252)
    expect(annualDaysOf(365, days(0, 1, 2))).toBe(365)
  })
})

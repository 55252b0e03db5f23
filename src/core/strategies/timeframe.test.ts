import { describe, expect, it } from 'vitest'
import type { Timeframe } from '../model/timeframe.ts'
import { candleOpenMs, TIMEFRAME_MS, TIMEFRAMES } from '../model/timeframe.ts'
import type { CandleColumns } from './candle-view.ts'
import { seededCandles } from './candles.test-support.ts'
import { aggregateCandles, canAggregate, TimeframeAggregator } from './timeframe.ts'

const HOUR_MS = 3_600_000

/** Without the rows whose index is named. */
function without(columns: CandleColumns, ...gone: readonly number[]): CandleColumns {
  const keep = (column: Float64Array) => column.filter((_, index) => !gone.includes(index))
  return {
    openTimeMs: keep(columns.openTimeMs),
    open: keep(columns.open),
    high: keep(columns.high),
    low: keep(columns.low),
    close: keep(columns.close),
    volume: keep(columns.volume),
  }
}

const opened = (columns: CandleColumns) =>
  Array.from(columns.openTimeMs, (ms) => new Date(ms).toISOString().slice(5, 16))

describe('candle anchors', () => {
  it('begins every candle but 9h at 00:00 UTC', () => {
    const midnight = Date.UTC(2026, 10, 22)
    for (const timeframe of TIMEFRAMES) {
      if (timeframe === '9h') continue
      expect(candleOpenMs(timeframe, midnight)).toBe(midnight)
      expect(candleOpenMs(timeframe, midnight + TIMEFRAME_MS[timeframe] - 1)).toBe(midnight)
      expect(candleOpenMs(timeframe, midnight - 1)).toBe(midnight - TIMEFRAME_MS[timeframe])
    }
  })

  it('counts 9h from the epoch, so that it moves through the day', () => {
    expect(candleOpenMs('9h', 0)).toBe(0)
    expect(candleOpenMs('9h', 9 * HOUR_MS - 1)).toBe(0)
    expect(candleOpenMs('9h', Date.UTC(1970, 0, 2))).toBe(18 * HOUR_MS)
    expect(candleOpenMs('9h', -1)).toBe(-9 * HOUR_MS)
  })
})

describe('joining candles', () => {
  const hours = seededCandles(60, HOUR_MS)

  it.each(['3h', '6h', '9h'] as const)(
    'builds %s with first open, extremes, last close, sum',
    (target) => {
      const joined = aggregateCandles(hours, '1h', target)
      const size = TIMEFRAME_MS[target] / HOUR_MS
      expect(joined.close.length).toBeGreaterThan(4)
      joined.openTimeMs.forEach((openMs, index) => {
        const from = hours.openTimeMs.indexOf(openMs)
        expect(openMs % TIMEFRAME_MS[target]).toBe(0)
        const part = (column: Float64Array) => Array.from(column.slice(from, from + size))
        expect(joined.open[index]).toBe(hours.open[from])
        expect(joined.high[index]).toBe(Math.max(...part(hours.high)))
        expect(joined.low[index]).toBe(Math.min(...part(hours.low)))
        expect(joined.close[index]).toBe(part(hours.close).at(-1))
        expect(joined.volume[index]).toBe(part(hours.volume).reduce((sum, one) => sum + one, 0))
      })
    },
  )

  it('leaves out the last candle while it is unfinished and a first one entered in the middle', () => {
    const late = without(hours, 0, 59)
    expect(opened(aggregateCandles(late, '1h', '3h'))).toEqual(
      opened(aggregateCandles(hours, '1h', '3h')).slice(1, -1),
    )
  })

  it('stands on what was there across a gap and closes late', () => {
    const gapped = without(hours, 5, 6, 7)
    const joined = aggregateCandles(gapped, '1h', '3h')
    expect(opened(joined)).toEqual(opened(aggregateCandles(hours, '1h', '3h')))
    expect(joined.close[1]).toBe(hours.close[4])
    expect(joined.open[2]).toBe(hours.open[8])
  })

  it('refuses what does not divide', () => {
    const pairs: readonly (readonly [Timeframe, Timeframe])[] = [
      ['2h', '3h'],
      ['1h', '1h'],
      ['3h', '1h'],
    ]
    for (const [base, target] of pairs) {
      expect(canAggregate(base, target)).toBe(false)
      expect(() => new TimeframeAggregator(base, target, () => 0)).toThrow('cannot be built')
    }
  })
})

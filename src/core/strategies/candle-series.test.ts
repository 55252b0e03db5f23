import { describe, expect, it } from 'vitest'
import { CandleSeries } from './candle-series.ts'
import { seededCandles } from './candles.test-support.ts'

const HOUR_MS = 3_600_000

describe('candle series', () => {
  it('shows nothing outside the candles that have closed', () => {
    const series = CandleSeries.over('1h', seededCandles(10, HOUR_MS))
    expect(series.close(0)).toBeNaN()
    for (let index = 0; index < 5; index += 1) series.step()
    expect(series.length).toBe(5)
    for (const ago of [-1, -5, -(2 ** 31), -(2 ** 32), 5, 6, 2 ** 32 - 1, 1e300, Number.NaN]) {
      expect(series.close(ago)).toBeNaN()
    }
  })

  it('answers the same as a ring and along finished columns', () => {
    const columns = seededCandles(150, HOUR_MS)
    const walked = CandleSeries.over('1h', columns, ['3h', '9h'])
    const ring = CandleSeries.ring('1h', 50, ['3h', '9h'])
    for (let index = 0; walked.step(); index += 1) {
      const { openTimeMs, open, high, low, close, volume } = columns
      expect(ring.isNext(openTimeMs[index] as number)).toBe(true)
      ring.push(
        openTimeMs[index] as number,
        open[index] as number,
        high[index] as number,
        low[index] as number,
        close[index] as number,
        volume[index] as number,
      )
      expect(ring.isNext(openTimeMs[index] as number)).toBe(false)
      for (const view of ['1h', '3h', '9h'] as const) {
        const a = view === '1h' ? walked : walked.higher(view)
        const b = view === '1h' ? ring : ring.higher(view)
        expect(a?.count).toBe(b?.count)
        const seen = (from: typeof a) =>
          [0, 1, 17, 49].map((ago) => [from?.openTimeMs(ago), from?.high(ago), from?.volume(ago)])
        if ((a?.length ?? 0) >= 50 || view !== '1h') expect(seen(b)).toEqual(seen(a))
      }
    }
    expect(walked.step()).toBe(false)
    expect(ring.length).toBe(64)
    expect(ring.close(64)).toBeNaN()
    expect(walked.higher('6h')).toBeNull()
  })

  it('refuses to be fed the wrong way', () => {
    const walked = CandleSeries.over('1h', seededCandles(3, HOUR_MS))
    expect(() => walked.push(0, 1, 1, 1, 1, 1)).toThrow('walked with step')
    expect(() => CandleSeries.ring('1h', 4).step()).toThrow('fed with push')
    expect(() => CandleSeries.ring('1h', 0)).toThrow('needs room')
  })
})

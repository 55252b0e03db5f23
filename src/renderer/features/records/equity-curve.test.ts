import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curveSummary, thinned } from './equity-curve.ts'

test('thinning keeps the ends, the lowest and the highest, and the order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 3000 }),
      (values) => {
        const points = values.map((value, index) => ({ tsEventMs: index, equity: String(value) }))
        const kept = thinned(points)
        expect(kept.length).toBeLessThanOrEqual(603)
        expect(kept.at(-1)?.tsMs).toBe(values.length - 1)
        const drawn = kept.map((point) => point.value)
        expect(Math.min(...drawn)).toBe(Math.min(...values))
        expect(Math.max(...drawn)).toBe(Math.max(...values))
        const times = kept.map((point) => point.tsMs)
        expect(times).toEqual([...times].sort((a, b) => a - b))
      },
    ),
    { numRuns: 60 },
  )
})

test('the curve in words', () => {
  const points = thinned([
    { tsEventMs: 0, equity: '10000' },
    { tsEventMs: 60_000, equity: '9990.129' },
  ])
  expect(curveSummary(points)).toBe(
    'Equity from $10,000.00 on 1 Jan 00:00 to $9,990.12 on 1 Jan 00:01; lowest $9,990.12.',
  )
})

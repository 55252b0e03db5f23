import { expect, test } from 'vitest'
import { asMoney } from '../money/amount.ts'
import type { EquityPoint } from './equity-curve.ts'
import { EQUITY_POINTS_MAX, emptyCurve, extendCurve } from './equity-curve.ts'

const pointAt = (place: number): EquityPoint => ({
  tsEventMs: place,
  equity: asMoney(BigInt(place) * 7n),
})

test('a curve of any length is at most so many points, evenly apart, with the first and the newest', () => {
  const curve = emptyCurve()
  for (let place = 0; place < 21_111; place += 1) {
    extendCurve(curve, pointAt(place))
    expect(curve.points.length).toBeLessThanOrEqual(EQUITY_POINTS_MAX)
    expect(curve.points.at(-1)).toEqual(pointAt(place))
  }
  const [last, ...earlier] = curve.points.map(({ tsEventMs }) => tsEventMs).reverse()
  expect(last).toBe(21_110)
  expect(earlier.reverse()).toEqual(earlier.map((_, place) => place * curve.stride))
  expect(curve.points.length).toBeGreaterThan(EQUITY_POINTS_MAX / 3)
})

test('a short curve is whole', () => {
  const curve = emptyCurve()
  for (let place = 0; place < EQUITY_POINTS_MAX; place += 1) extendCurve(curve, pointAt(place))
  expect(curve.points).toEqual(
    Array.from({ length: EQUITY_POINTS_MAX }, (_, place) => pointAt(place)),
  )
})

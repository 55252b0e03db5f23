import { expect, test } from 'vitest'
import { barOpenMs, moveBar } from './candle-math.ts'

const FIVE = 300_000
const last = { openTimeMs: 10 * FIVE, open: 100, high: 105, low: 98, close: 103, volume: 7 }

test('a quote inside the bar moves its close and stretches it', () => {
  expect(moveBar(last, 97, 10 * FIVE + 1000, '5m')).toEqual({
    result: 'same',
    candle: { ...last, low: 97, close: 97 },
  })
})

test('the first quote of the next bar opens it at the last close, which is within its range', () => {
  const next = { openTimeMs: 11 * FIVE, open: 103, volume: 0 }
  expect(moveBar(last, 104, 11 * FIVE, '5m')).toEqual({
    result: 'next',
    candle: { ...next, high: 104, low: 103, close: 104 },
  })
  expect(moveBar(last, 101, 11 * FIVE, '5m')).toEqual({
    result: 'next',
    candle: { ...next, high: 103, low: 101, close: 101 },
  })
})

test('older quotes are left alone and missing bars are named', () => {
  expect(moveBar(last, 104, 9 * FIVE, '5m')).toEqual({ result: 'late' })
  expect(moveBar(last, 104, 12 * FIVE, '5m')).toEqual({ result: 'gap' })
})

test('nine-hour bars are anchored on the epoch, days at midnight UTC', () => {
  const noon = Date.UTC(2023, 2, 12, 12)
  expect(barOpenMs(noon, '1d')).toBe(Date.UTC(2023, 2, 12))
  expect(barOpenMs(noon, '9h') % (9 * 3_600_000)).toBe(0)
})

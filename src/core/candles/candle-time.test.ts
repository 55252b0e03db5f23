import fc from 'fast-check'
import { expect, it } from 'vitest'
import { candleTimeText, readCandleTime } from './candle-time.ts'

it.each([
  ['2023-03-01 00:01:00', Date.UTC(2023, 2, 1, 0, 1)],
  ['2004-08-19', Date.UTC(2004, 7, 19)],
  ['2024-02-29T23:59:59.250Z', Date.UTC(2024, 1, 29, 23, 59, 59, 250)],
  ['2023-03-01T02:00:00+02:00', Date.UTC(2023, 2, 1)],
  ['2023-02-28T19:30:00-0430', Date.UTC(2023, 2, 1)],
  ['1677628800', Date.UTC(2023, 2, 1)],
  ['1677628800000', Date.UTC(2023, 2, 1)],
  ['1677628800.0', Date.UTC(2023, 2, 1)],
  ['20230301', Date.UTC(2023, 2, 1)],
])('%s', (text, expected) => {
  expect(readCandleTime(text)).toBe(expected)
})

it.each([
  '',
  'yesterday',
  '2023-02-29',
  '2023-13-01',
  '2023-03-01 24:00:00',
  '2023-04-31',
  '12',
  '20231301',
  // Microseconds, a hexadecimal number, an exponent.
  '1677628800000000',
  '0x63fe9400',
  '1.6776288e9',
])('"%s" is no time', (text) => {
  expect(readCandleTime(text)).toBeNaN()
})

it('reads every moment that it writes, as the calendar of the platform has it', () => {
  const moments = fc.integer({ min: -2_000_000_000, max: 20_000_000_000 })
  fc.assert(
    fc.property(moments, (seconds) => {
      const text = candleTimeText(seconds * 1000)
      expect(text).toBe(new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'))
      expect(readCandleTime(text)).toBe(seconds * 1000)
    }),
  )
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { timeTicks } from './time-ticks.ts'

const labels = (first: string, last: string): string[] => {
  const { ticks, label } = timeTicks(Date.parse(first), Date.parse(last))
  return ticks.map(label)
}

it('stands on whole days, hours or minutes of UTC', () => {
  expect(labels('2023-03-01T00:00Z', '2023-03-09T08:00Z')).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) => `${day} Mar`),
  )
  expect(labels('2023-03-01T22:10Z', '2023-03-02T03:00Z')).toEqual([
    '1 Mar 23:00',
    '2 Mar 00:00',
    '2 Mar 01:00',
    '2 Mar 02:00',
    '2 Mar 03:00',
  ])
  expect(labels('2018-01-01T00:00Z', '2026-01-01T00:00Z')[0]).toMatch(/ 2018$/)
})

it('never writes the same twice, nor more than ten', () => {
  const moment = fc.integer({ min: 1_000_000, max: 2_000_000_000 }).map((seconds) => seconds * 1000)
  const span = fc.integer({ min: 2, max: 4_000_000 }).map((minutes) => minutes * 60_000)
  fc.assert(
    fc.property(moment, span, (firstMs, lengthMs) => {
      const { ticks, label } = timeTicks(firstMs, firstMs + lengthMs)
      expect(ticks.length).toBeLessThanOrEqual(10)
      expect(new Set(ticks.map(label)).size).toBe(ticks.length)
    }),
  )
})

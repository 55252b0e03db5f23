import { expect, test } from 'vitest'
import { deskWithTrades } from './desk-file.test-support.ts'
import { openReader } from './open-reader.ts'

test('pages through events and fills while the desk has the file open', () => {
  const { file, store } = deskWithTrades(5)
  const reader = openReader(file)
  const first = reader.eventsPage(0, 10)
  const second = reader.eventsPage(first.at(-1)?.seq ?? 0, 1000)
  expect([...first, ...second]).toEqual([...store.readAll()])
  const newest = reader.fillsPage(null, 2)
  expect(newest.map((fill) => fill.tradeId)).toEqual(['50', '40'])
  const older = reader.fillsPage(newest.at(-1)?.seq ?? null, 10)
  expect(older.map((fill) => fill.tradeId)).toEqual(['30', '20', '10'])
  const logged = [...store.readAll()].find(({ body }) => body.type === 'OrderFilled')
  const { seq, dayKey, ...fill } = older.at(-1) ?? { seq: 0, dayKey: '' }
  expect({ type: 'OrderFilled', fill }).toEqual(logged?.body)
  expect([seq, dayKey]).toEqual([logged?.seq, '2023-11-14'])
  expect(reader.eventsPage(0, 1_000_000).length).toBeLessThanOrEqual(1000)
  expect(() => reader.eventsPage(Number.NaN, 5)).not.toThrow()
  reader.close()
  store.close()
})

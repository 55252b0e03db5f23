import { expect, onTestFinished, test } from 'vitest'
import type { FillsFilter } from '#contract/fills-page.ts'
import { deskWithTrades } from './desk-file.test-support.ts'
import type { FillsReader } from './open-fills.ts'
import { openFills } from './open-fills.ts'

const ALL: FillsFilter = { coin: null, side: null, role: null, text: '' }

function readerOfTwelve(): FillsReader {
  const { file, store } = deskWithTrades(12)
  const reader = openFills(file)
  onTestFinished(() => {
    reader.close()
    store.close()
  })
  return reader
}

const idsOf = (
  reader: FillsReader,
  filter: Partial<FillsFilter>,
  offset = 0,
  rows = 500,
): string[] =>
  reader.page({ filter: { ...ALL, ...filter }, offset, rows }).fills.map((one) => one.tradeId)

test('windows on all fills, newest first, with their number', () => {
  const reader = readerOfTwelve()
  const whole = idsOf(reader, {})
  expect(reader.page({ filter: ALL, offset: 0, rows: 1 }).total).toBe(whole.length)
  expect(whole.length).toBe(12)
  expect(whole).toEqual([...whole].sort((a, b) => Number(b) - Number(a)))
  expect([
    ...idsOf(reader, {}, 0, 5),
    ...idsOf(reader, {}, 5, 5),
    ...idsOf(reader, {}, 10, 5),
  ]).toEqual(whole)
  expect(idsOf(reader, {}, 500)).toEqual([])
})

test('filters by market, side and role, and counts what they leave', () => {
  const reader = readerOfTwelve()
  const [first] = reader.page({ filter: ALL, offset: 0, rows: 1 }).fills
  if (first === undefined) throw new Error('no fill')
  const same = reader.page({
    filter: { ...ALL, coin: first.coin, side: first.side, role: first.role },
    offset: 0,
    rows: 500,
  })
  expect(same.total).toBe(same.fills.length)
  expect(same.fills.every((one) => one.coin === first.coin && one.role === first.role)).toBe(true)
  expect(idsOf(reader, { coin: 'NONE' })).toEqual([])
  expect(idsOf(reader, { role: 'foreign' })).toEqual([])
})

test('a search finds part of an id and takes wildcards as plain letters', () => {
  const reader = readerOfTwelve()
  expect(idsOf(reader, { text: '120' })).toContain('120')
  for (const wild of ['%', '_', '\\', "' OR 1=1 --"])
    expect(idsOf(reader, { text: wild })).toEqual([])
  expect(idsOf(reader, { text: '  ' }).length).toBe(12)
})

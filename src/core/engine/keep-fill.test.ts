import { expect, test } from 'vitest'
import { asTradeId } from '../model/ids.ts'
import type { Fill } from '../model/order.ts'
import { flatPosition } from '../model/position.ts'
import { asQuantity } from '../money/amount.ts'
import { FILL_LATE_MS, FILLS_KEPT, keepFill } from './keep-fill.ts'
import type { Book } from './state.ts'
import { createState } from './state.ts'

const MINUTE_MS = 60_000
const COUNT = FILLS_KEPT * 3
const START_MS = Date.UTC(2026, 0, 1)

function fill(book: Book, place: number): void {
  const tsEventMs = START_MS + place * MINUTE_MS
  keepFill(book, { tradeId: asTradeId(String(place + 1)), tsEventMs } as Fill)
}

test('the newest fills stay, and all of them are counted', () => {
  const { book } = createState('paper')
  for (let place = 0; place < COUNT; place += 1) fill(book, place)
  expect(book.fillCount).toBe(COUNT)
  expect(book.newestFillMs).toBe(START_MS + (COUNT - 1) * MINUTE_MS)
  expect(book.fills.length).toBeGreaterThanOrEqual(FILLS_KEPT)
  expect(book.fills.length).toBeLessThan(FILLS_KEPT * 1.2)
  expect(book.fills.at(-1)?.tradeId).toBe(String(COUNT))
})

test('fills of an open position stay until it ends', () => {
  const { book } = createState('paper')
  for (let place = 0; place < FILLS_KEPT; place += 1) fill(book, place)
  const openedMs = book.newestFillMs
  book.positions.set('BTC', { ...flatPosition('BTC'), quantity: asQuantity(1n), openedMs })
  for (let place = FILLS_KEPT; place < COUNT; place += 1) fill(book, place)
  expect(book.fills[0]?.tsEventMs).toBeLessThanOrEqual(openedMs - FILL_LATE_MS)
  expect(book.fills.length).toBeGreaterThan(FILLS_KEPT * 2)
  book.positions.clear()
  for (let place = COUNT; place < COUNT * 2; place += 1) fill(book, place)
  expect(book.fills.length).toBeLessThan(FILLS_KEPT * 1.2)
})

import { expect, test } from 'vitest'
import type { BookLevels } from '#contract/book-push.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { bookRows, bookSentence } from './book-rows.ts'

const level = (price: string, size: string) => ({
  price: parsePrice(price),
  size: parseQuantity(size),
})
const BOOK: BookLevels = {
  coin: 'BTC',
  tsEventMs: 0,
  bids: [level('99.5', '1'), level('99', '0.5')],
  asks: [level('100.5', '2'), level('101', '1')],
}

test('totals add up from the best price, and the bars stand for the deepest of both sides', () => {
  const rows = bookRows(BOOK, 5)
  expect(rows.bids.map(({ total, share }) => [total, share])).toEqual([
    ['1', 0.333],
    ['1.5', 0.5],
  ])
  expect(rows.asks.map(({ total, share }) => [total, share])).toEqual([
    ['2', 0.666],
    ['3', 1],
  ])
})

test('the spread is exact, and one hundredth of the middle is 100 basis points', () => {
  const rows = bookRows(BOOK, 5)
  expect(rows.spread).toEqual({ width: '1.0', basisPoints: '100.00' })
  expect(bookSentence('BTC', rows)).toBe('BTC: best bid 99.5, best ask 100.5, spread 1.0.')
})

test('all prices have the decimals of the finest step', () => {
  const across = { ...BOOK, bids: [level('9999.5', '1')], asks: [level('10000', '1')] }
  expect(bookRows(across, 5).places).toBe(1)
})

test('an empty side has no spread', () => {
  const rows = bookRows({ ...BOOK, asks: [] }, 5)
  expect(rows.spread).toBeNull()
  expect(bookSentence('BTC', rows)).toBe('The book of BTC has an empty side.')
})

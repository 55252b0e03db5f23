import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asPrice, asQuantity } from '#core/money/amount.ts'
import { BOOK_FIGURE_MAX, BOOK_LEVELS_MAX, decodeBook, encodeBook } from './book-push.ts'

const figure = fc.bigInt({ min: 1n, max: BOOK_FIGURE_MAX })
const side = fc.array(fc.record({ price: figure.map(asPrice), size: figure.map(asQuantity) }), {
  maxLength: BOOK_LEVELS_MAX,
})
const book = fc.record({
  coin: fc.constantFrom('BTC', 'kPEPE'),
  tsEventMs: fc.nat({ max: 4_102_444_800_000 }),
  bids: side,
  asks: side,
})

test('a book comes back to the last digit', () => {
  fc.assert(
    fc.property(book, (one) => {
      expect(decodeBook(one.coin, encodeBook(one))).toEqual(one)
    }),
  )
})

test('any other row is no book, and never a fault', () => {
  const row = fc.array(fc.bigInt({ min: -(2n ** 63n), max: BOOK_FIGURE_MAX }), { maxLength: 100 })
  fc.assert(
    fc.property(row, (figures) => {
      const found = decodeBook('BTC', BigInt64Array.from(figures))
      if (found === null) return
      expect(found.bids.length + found.asks.length).toBeLessThanOrEqual(2 * BOOK_LEVELS_MAX)
    }),
  )
  expect(decodeBook('BTC', new BigInt64Array(0))).toBeNull()
  expect(decodeBook('BTC', BigInt64Array.of(1n, 2n, 3n, 4n))).toBeNull()
})

import type { Price, Quantity } from '#core/money/amount.ts'
import { asPrice, asQuantity } from '#core/money/amount.ts'

export interface BookLevel {
  readonly price: Price
  readonly size: Quantity
}

/** What the venue shows of one market's book, the best price of a side first. */
export interface BookLevels {
  readonly coin: string
  readonly tsEventMs: number
  readonly bids: readonly BookLevel[]
  readonly asks: readonly BookLevel[]
}

/** More levels of a side than these are not pushed. */
export const BOOK_LEVELS_MAX = 20
/** Greatest scaled figure that a push can carry: 2^63 - 1. */
export const BOOK_FIGURE_MAX = 2n ** 63n - 1n

const HEAD = 2

/**
 * A book as one row of integers: time, number of bids, then price and size of each level, scaled by
 * 1e8. A row crosses to the page as a block of bytes; an object would be copied field by field,
 * twice. Figures above `BOOK_FIGURE_MAX` must have been refused before.
 */
export function encodeBook({ tsEventMs, bids, asks }: BookLevels): BigInt64Array {
  const shownBids = bids.slice(0, BOOK_LEVELS_MAX)
  const shown = [...shownBids, ...asks.slice(0, BOOK_LEVELS_MAX)]
  const row = new BigInt64Array(HEAD + 2 * shown.length)
  row[0] = BigInt(Math.trunc(tsEventMs))
  row[1] = BigInt(shownBids.length)
  for (const [index, { price, size }] of shown.entries()) {
    row[HEAD + 2 * index] = price
    row[HEAD + 2 * index + 1] = size
  }
  return row
}

/** The book of a row of `encodeBook`; null where it is no such row. */
export function decodeBook(coin: string, row: BigInt64Array): BookLevels | null {
  const count = (row.length - HEAD) / 2
  const bidCount = Number(row[1] ?? -1n)
  if (!Number.isInteger(count) || count < 0 || count > 2 * BOOK_LEVELS_MAX) return null
  if (bidCount < 0 || bidCount > count) return null
  const levels: BookLevel[] = []
  for (let place = HEAD; place < row.length; place += 2) {
    levels.push({ price: asPrice(row[place] ?? 0n), size: asQuantity(row[place + 1] ?? 0n) })
  }
  const [bids, asks] = [levels.slice(0, bidCount), levels.slice(bidCount)]
  return { coin, tsEventMs: Number(row[0]), bids, asks }
}

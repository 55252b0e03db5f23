import type { BookLevel, BookLevels } from '#contract/book-push.ts'
import { formatDecimal, formatFixed } from '#core/money/decimal.ts'
import { pricePlaces, shownDigits } from '../../ui/exact-decimal.ts'

/** One level as it is read: what it holds, and what a taker finds up to here. */
export interface BookRow {
  /** Its place in its side, the best price's is 0. */
  readonly level: number
  /** Exact decimal text. */
  readonly price: string
  readonly size: string
  readonly total: string
  /** Of the deepest total of both sides, 0 to 1. */
  readonly share: number
}

export interface BookRows {
  readonly bids: readonly BookRow[]
  readonly asks: readonly BookRow[]
  /** Decimals of every price, so that the points stand below each other. */
  readonly places: number
  /** Best ask less best bid, and what part of the middle that is; null with an empty side. */
  readonly spread: { readonly width: string; readonly basisPoints: string } | null
}

const totalOf = (side: readonly BookLevel[]): bigint =>
  side.reduce((sum, level) => sum + level.size, 0n)

function rowsOf(side: readonly BookLevel[], deepest: bigint): BookRow[] {
  let total = 0n
  return side.map(({ price, size }, level) => {
    total += size
    return {
      level,
      price: formatDecimal(price),
      size: formatDecimal(size),
      total: formatDecimal(total),
      share: deepest === 0n ? 0 : Number((total * 1000n) / deepest) / 1000,
    }
  })
}

const HUNDREDTHS_OF_BASIS_POINT = 1_000_000n

function spreadOf(bid: bigint, ask: bigint, places: number): BookRows['spread'] {
  const doubleMiddle = bid + ask
  if (doubleMiddle <= 0n) return null
  // twice the middle below, so twice the width above
  const share = ((ask - bid) * 2n * HUNDREDTHS_OF_BASIS_POINT) / doubleMiddle
  return {
    width: shownDigits(formatDecimal(ask - bid), places),
    basisPoints: formatFixed(share * 1_000_000n, 2),
  }
}

/** The book as rows, the best price of a side first. */
export function bookRows({ bids, asks }: BookLevels, sizeDecimals: number): BookRows {
  const [bidTotal, askTotal] = [totalOf(bids), totalOf(asks)]
  const deepest = bidTotal > askTotal ? bidTotal : askTotal
  // the lowest price has the finest step
  const lowest = bids.at(-1) ?? asks[0]
  const places = lowest === undefined ? 2 : pricePlaces(formatDecimal(lowest.price), sizeDecimals)
  const [bid, ask] = [bids[0], asks[0]]
  return {
    bids: rowsOf(bids, deepest),
    asks: rowsOf(asks, deepest),
    places,
    spread: bid && ask ? spreadOf(bid.price, ask.price, places) : null,
  }
}

/** The book in a sentence, for those who do not see its bars. */
export function bookSentence(coin: string, rows: BookRows): string {
  const [bid, ask] = [rows.bids[0], rows.asks[0]]
  if (bid === undefined || ask === undefined || rows.spread === null) {
    return `The book of ${coin} has an empty side.`
  }
  return `${coin}: best bid ${bid.price}, best ask ${ask.price}, spread ${rows.spread.width}.`
}

import type { Price, Quantity } from '../money/amount.ts'
import { asPrice, asQuantity, SCALE } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import { lotSize, roundToLot, roundToTick, tickSize } from '../money/tick.ts'
import { hashIntegers } from './seeded-hash.ts'
import type { Book, BookLevel, Market } from './venue-state.ts'

/** The venue shows 20 levels a side. */
export const BOOK_LEVELS = 20

/**
 * The book of the present tick: 20 levels a side around the feed's price, the same for the same
 * seed, coin and time. What takers took is missing until the next tick brings a new one.
 */
export function bookOf(market: Market, seed: number): Book {
  market.bookOfTick ??= {
    bids: buildSide(market, seed, false),
    asks: buildSide(market, seed, true),
  }
  return market.bookOfTick
}

/** The best bid and ask of the present tick, without the rest of the book; null where a side is bare. */
export function bestPrices(
  market: Market,
  seed: number,
): { readonly bid: Price; readonly ask: Price } | null {
  if (market.bookOfTick !== null) {
    const { bids, asks } = bookOf(market, seed)
    const [bid, ask] = [bids[0]?.price, asks[0]?.price]
    return bid === undefined || ask === undefined ? null : { bid, ask }
  }
  if (market.price <= 0n) return null
  const [bid, ask] = [levelPrice(market, false, 0, null), levelPrice(market, true, 0, null)]
  return bid === null || ask === null ? null : { bid, ask }
}

function buildSide(market: Market, seed: number, isAsk: boolean): BookLevel[] {
  const levels: BookLevel[] = []
  if (market.price <= 0n) return levels
  let previous: Price | null = null
  for (let depth = 0; depth < BOOK_LEVELS; depth += 1) {
    const price = levelPrice(market, isAsk, depth, previous)
    if (price === null) break
    previous = price
    levels.push({
      price,
      size: levelSize(market, seed, isAsk, depth),
      orderCount: 1 + (hashIntegers(seed, market.asset, market.timeMs, depth, 7) % 6),
    })
  }
  return levels
}

function levelPrice(
  market: Market,
  isAsk: boolean,
  depth: number,
  previous: Price | null,
): Price | null {
  const { halfSpread, levelStep } = market.book
  const share = depth === 0 ? halfSpread : halfSpread + levelStep * BigInt(depth)
  const exact = divideRounded(
    market.price * (isAsk ? SCALE + share : SCALE - share),
    SCALE,
    isAsk ? 'up' : 'down',
  )
  if (exact <= 0n) return null
  const rounded = roundToTick(asPrice(exact), market.sizeDecimals, isAsk ? 'up' : 'down')
  if (previous === null) return awayFromPrice(market, rounded, isAsk)
  const beyond = isAsk
    ? previous + tickSize(previous, market.sizeDecimals)
    : previous - tickSize(previous, market.sizeDecimals)
  const price = isAsk ? maximum(rounded, beyond) : minimum(rounded, beyond)
  return price > 0n ? asPrice(price) : null
}

/** The price itself is never on the book: a bid below it, an ask above it. */
function awayFromPrice(market: Market, rounded: Price, isAsk: boolean): Price | null {
  if (rounded !== market.price) return rounded > 0n ? rounded : null
  const tick = tickSize(rounded, market.sizeDecimals)
  const moved = isAsk ? rounded + tick : rounded - tick
  return moved > 0n ? asPrice(moved) : null
}

function levelSize(market: Market, seed: number, isAsk: boolean, depth: number): Quantity {
  const even = divideRounded(market.book.levelNotional * SCALE, market.price, 'down')
  const lot = lotSize(market.sizeDecimals)
  if (market.book.isEven) return atLeast(roundToLot(asQuantity(even), market.sizeDecimals), lot)
  const noise = hashIntegers(seed, market.asset, market.timeMs, depth, isAsk ? 1 : 2) % 1000
  // Half to one and a half times the even size, and a quarter more from level to level.
  const grown = (even * BigInt(500 + noise) * BigInt(4 + depth)) / 4000n
  return atLeast(roundToLot(asQuantity(grown), market.sizeDecimals), lot)
}

/** What trades through a resting order in one tick: all that one side of the book holds. */
export function tradedThroughSize(market: Market, seed: number, isBuy: boolean): Quantity {
  const side = isBuy ? bookOf(market, seed).bids : bookOf(market, seed).asks
  return asQuantity(side.reduce((sum, level) => sum + level.size, 0n))
}

const atLeast = (size: Quantity, least: Quantity): Quantity => (size < least ? least : size)
const maximum = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b)

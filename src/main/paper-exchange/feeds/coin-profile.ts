import type { BookShape, MarketListing } from '#core/matching/venue-state.ts'
import { parseMoney, parseRatio } from '#core/money/decimal.ts'

/** What a coin is like: the venue's rules for it, and how its invented market behaves. */
export interface CoinProfile {
  readonly coin: string
  readonly sizeDecimals: number
  readonly maxLeverage: number
  /** Dollars around which invented prices move. */
  readonly price: number
  /** Standard deviation of one minute's change, as a share. */
  readonly minuteDeviation: number
  /** Dollars traded in a usual minute. */
  readonly minuteNotional: number
  /** Dollars on the best level of the book. */
  readonly levelNotional: string
}

const profile = (
  coin: string,
  sizeDecimals: number,
  maxLeverage: number,
  price: number,
  minuteDeviation: number,
  minuteNotional: number,
  levelNotional: string,
): CoinProfile => ({
  coin,
  sizeDecimals,
  maxLeverage,
  price,
  minuteDeviation,
  minuteNotional,
  levelNotional,
})

export const SYNTHETIC_COINS: readonly CoinProfile[] = [
  profile('BTC', 5, 40, 95_000, 0.00055, 1_500_000, '80000'),
  profile('ETH', 4, 25, 3_200, 0.0008, 900_000, '60000'),
  profile('SOL', 2, 20, 160, 0.001, 400_000, '30000'),
  profile('HYPE', 2, 10, 38, 0.0012, 250_000, '20000'),
  profile('XRP', 0, 20, 2.2, 0.0009, 150_000, '20000'),
  profile('DOGE', 0, 10, 0.18, 0.0011, 120_000, '15000'),
  profile('AVAX', 2, 10, 24, 0.0011, 80_000, '10000'),
  profile('LINK', 1, 10, 16, 0.001, 80_000, '10000'),
]

/** The profile of a known coin, or a plain one with coarse lots. */
export function profileOf(coin: string): CoinProfile {
  const known = SYNTHETIC_COINS.find((candidate) => candidate.coin === coin)
  return known ?? profile(coin, 2, 10, 10, 0.001, 50_000, '10000')
}

export function listingOf(coin: CoinProfile): MarketListing {
  return {
    coin: coin.coin,
    sizeDecimals: coin.sizeDecimals,
    maxLeverage: coin.maxLeverage,
    isIsolatedOnly: false,
    book: bookShape(coin.levelNotional),
  }
}

/** A fifth of a basis point to the best price, then a basis point from level to level. */
export const bookShape = (levelNotional: string): BookShape => ({
  halfSpread: parseRatio('0.00002'),
  levelStep: parseRatio('0.0001'),
  levelNotional: parseMoney(levelNotional),
  isEven: false,
})

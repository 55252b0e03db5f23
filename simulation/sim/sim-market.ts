import type { MarketListing } from '#core/matching/venue-state.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Price } from '#core/money/amount.ts'
import { asMoney, asPrice } from '#core/money/amount.ts'
import { parseRatio } from '#core/money/decimal.ts'
import { roundToTick } from '#core/money/tick.ts'
import type { SimRandom } from './sim-random.ts'

interface CoinFacts {
  readonly coin: string
  readonly sizeDecimals: number
  readonly maxLeverage: number
  readonly startPrice: number
}

const COINS: readonly CoinFacts[] = [
  { coin: 'BTC', sizeDecimals: 5, maxLeverage: 40, startPrice: 60_000 },
  { coin: 'ETH', sizeDecimals: 4, maxLeverage: 25, startPrice: 2_500 },
  { coin: 'SOL', sizeDecimals: 2, maxLeverage: 20, startPrice: 150 },
]

export const INSTRUMENTS: readonly Instrument[] = COINS.map((facts, assetId) => ({
  coin: facts.coin,
  assetId,
  sizeDecimals: facts.sizeDecimals,
  maxLeverage: facts.maxLeverage,
  isDelisted: false,
}))

/** Books of this day: thin ones fill orders in parts, deep ones at once. */
export function drawListings(random: SimRandom): readonly MarketListing[] {
  return COINS.map(({ coin, sizeDecimals, maxLeverage }) => ({
    coin,
    sizeDecimals,
    maxLeverage,
    isIsolatedOnly: false,
    book: {
      halfSpread: parseRatio('0.0001'),
      levelStep: parseRatio('0.0002'),
      levelNotional: asMoney(BigInt(random.pick([60, 120, 400, 5_000]) ?? 400) * 100_000_000n),
      isEven: false,
    },
  }))
}

/** A price that walks at random, with now and then a jump. */
export class PriceWalk {
  readonly #random: SimRandom
  readonly #facts: CoinFacts
  readonly #volatility: number
  #price: number

  constructor(random: SimRandom, asset: number) {
    const facts = COINS[asset]
    if (!facts) throw new RangeError(`there is no asset ${asset}`)
    this.#random = random
    this.#facts = facts
    this.#price = facts.startPrice
    // A quiet hour moves by 0.5 %, a wild one by 3 %.
    this.#volatility = random.pick([0.00015, 0.0004, 0.0009]) ?? 0.0004
  }

  next(): Price {
    const jump = this.#random.chance(0.0008) ? this.#random.normal() * 0.012 : 0
    this.#price *= 1 + this.#random.normal() * this.#volatility + jump
    const { startPrice, sizeDecimals } = this.#facts
    this.#price = Math.min(startPrice * 3, Math.max(startPrice / 3, this.#price))
    return roundToTick(asPrice(BigInt(Math.round(this.#price * 1e8))), sizeDecimals, 'down')
  }
}

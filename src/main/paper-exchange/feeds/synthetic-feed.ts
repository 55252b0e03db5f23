import { hashIntegers } from '#core/matching/seeded-hash.ts'
import type { MarketListing } from '#core/matching/venue-state.ts'
import type { Price, Ratio } from '#core/money/amount.ts'
import { asPrice, asQuantity, asRatio } from '#core/money/amount.ts'
import { roundToTick, tickSize } from '#core/money/tick.ts'
import type { CoinProfile } from './coin-profile.ts'
import { listingOf, SYNTHETIC_COINS } from './coin-profile.ts'
import type { Feed, FeedCandle } from './feed.ts'
import { FractalNoise, growth } from './fractal-noise.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export interface SyntheticFeedOptions {
  readonly seed: number
  /** Now; history reaches back from here. */
  readonly startMs: number
  /** Defaults to eight of the venue's coins. */
  readonly coins?: readonly CoinProfile[]
  /** Default 500. */
  readonly historyDays?: number
  /** Default 500 ms. */
  readonly tickMs?: number
}

/** Prices that look like a market's and depend on nothing but seed, coin and time. */
export function createSyntheticFeed(options: SyntheticFeedOptions): Feed {
  const coins = options.coins ?? SYNTHETIC_COINS
  const listings = coins.map(listingOf)
  const makers = coins.map((coin, asset) => new CandleMaker(coin, options.seed, asset))
  const makerOf = (asset: number): CandleMaker => {
    const maker = makers[asset]
    if (!maker) throw new RangeError(`the synthetic feed has no asset ${asset}`)
    return maker
  }
  const today = Math.floor(options.startMs / DAY_MS) * DAY_MS
  return {
    id: `synthetic:${options.seed}:${coins.map((coin) => coin.coin).join(',')}`,
    listings,
    intervalMs: MINUTE_MS,
    tickMs: options.tickMs ?? 500,
    firstMs: today - (options.historyDays ?? 500) * DAY_MS,
    endMs: null,
    gaps: [],
    isLive: true,
    candleAt: (asset, openMs) =>
      openMs % MINUTE_MS === 0 ? makerOf(asset).candle(openMs / MINUTE_MS) : null,
    priceStep: (asset) => makerOf(asset).priceStep(listings),
    fundingRate: (asset, timeMs) => makerOf(asset).fundingRate(timeMs),
  }
}

class CandleMaker {
  readonly #coin: CoinProfile
  readonly #seed: number
  readonly #asset: number
  readonly #noise: FractalNoise
  #lastMinute = Number.NaN
  #lastPrice = 0

  constructor(coin: CoinProfile, seed: number, asset: number) {
    this.#coin = coin
    this.#asset = asset
    this.#seed = hashIntegers(seed, asset, 11)
    this.#noise = new FractalNoise(this.#seed, coin.minuteDeviation)
  }

  /** A minute closes where the next one opens. */
  candle(minute: number): FeedCandle {
    const open = this.#price(minute)
    const close = this.#price(minute + 1)
    const upper = this.#wick(minute, 1)
    const lower = this.#wick(minute, 2)
    const top = open > close ? open : close
    const bottom = open < close ? open : close
    return {
      openMs: minute * MINUTE_MS,
      open: this.#onTick(open, 'halfEven'),
      close: this.#onTick(close, 'halfEven'),
      high: this.#onTick(top * (1 + upper), 'up'),
      low: this.#onTick(bottom * (1 - lower), 'down'),
      volume: this.#volume(minute, Math.abs(close / open - 1)),
    }
  }

  priceStep(listings: readonly MarketListing[]): Price {
    const sizeDecimals = listings[this.#asset]?.sizeDecimals ?? 0
    return tickSize(this.#onTick(this.#coin.price, 'halfEven'), sizeDecimals)
  }

  /** Slowly wandering around the venue's base rate of 0.00125 % an hour. */
  fundingRate(timeMs: number): Ratio {
    const day = Math.floor(timeMs / DAY_MS)
    const swing = (hashIntegers(this.#seed, day, 5) % 4001) - 1500
    return asRatio(BigInt(1250 + swing))
  }

  /** The close of one minute is the open of the next, which is asked for right after it. */
  #price(minute: number): number {
    if (minute !== this.#lastMinute) {
      this.#lastMinute = minute
      this.#lastPrice = this.#coin.price * growth(this.#noise.at(minute))
    }
    return this.#lastPrice
  }

  #wick(minute: number, side: number): number {
    const share = hashIntegers(this.#seed, minute, side, 3) / 0x100000000
    return share * share * this.#coin.minuteDeviation
  }

  #volume(minute: number, move: number): FeedCandle['volume'] {
    const share = hashIntegers(this.#seed, minute, 9) / 0x100000000
    const busy = 0.4 + share + move / this.#coin.minuteDeviation
    const units = (this.#coin.minuteNotional * busy) / this.#coin.price
    const lots = Math.max(1, Math.round(units * 10 ** this.#coin.sizeDecimals))
    return asQuantity(BigInt(lots) * 10n ** BigInt(8 - this.#coin.sizeDecimals))
  }

  #onTick(price: number, rounding: 'up' | 'down' | 'halfEven'): Price {
    const scaled = asPrice(BigInt(Math.max(1, Math.round(price * 100_000_000))))
    return roundToTick(scaled, this.#coin.sizeDecimals, rounding)
  }
}

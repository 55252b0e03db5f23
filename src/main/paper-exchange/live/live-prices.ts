import type { Price, Ratio } from '#core/money/amount.ts'
import { asQuantity, asRatio } from '#core/money/amount.ts'
import type { CandleInterval } from '../feeds/candle-interval.ts'
import { candleOpen, nextCandleOpen } from '../feeds/candle-interval.ts'
import type { CandleSource, MarketCandle } from '../feeds/candle-source.ts'
import type { FeedCandle, ReferencePrices } from '../feeds/feed.ts'
import { CANDLES_MAX, joinCandles } from '../feeds/feed-candles.ts'

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const HOUR_MS = 3_600_000
/** Minutes beyond this are left to the hours that they were a part of. */
const MINUTES_KEPT = 3_000
/** A price of the venue is good for so long; then there is none. */
const FRESH_MS = 5_000
/** Mark and oracle come every few seconds, and only where they changed. */
const REFERENCE_FRESH_MS = 15_000
/** What is older than this is looked up in the candles, not in what the venue says now. */
const NOW_MS = 10_000
/** The venue's usual rate, until it has told its own: 0.00125 % an hour. */
const USUAL_FUNDING = asRatio(1250n)

interface Market {
  readonly minutes: Map<number, FeedCandle>
  /** Of 15 minutes, farther back than the minutes reach. */
  readonly quarters: Map<number, FeedCandle>
  readonly hours: Map<number, FeedCandle>
  price: Price | null
  heardMs: number
  funding: Ratio
  reference: ReferencePrices | null
  referenceHeardMs: number
}

/** What the venue has said of its markets; times are this machine's, epoch ms. */
export class LivePrices implements CandleSource {
  readonly #markets: readonly Market[]

  constructor(count: number) {
    this.#markets = Array.from({ length: count }, () => ({
      minutes: new Map(),
      quarters: new Map(),
      hours: new Map(),
      price: null,
      heardMs: Number.NEGATIVE_INFINITY,
      funding: USUAL_FUNDING,
      reference: null,
      referenceHeardMs: Number.NEGATIVE_INFINITY,
    }))
  }

  takePrice(asset: number, price: Price, nowMs: number): void {
    const market = this.#market(asset)
    market.price = price
    market.heardMs = nowMs
  }

  takeContext(asset: number, funding: Ratio, reference: ReferencePrices, nowMs: number): void {
    Object.assign(this.#market(asset), { funding, reference, referenceHeardMs: nowMs })
  }

  takeMinute(asset: number, candle: FeedCandle): void {
    const { minutes, hours } = this.#market(asset)
    minutes.set(candle.openMs, candle)
    if (minutes.size <= MINUTES_KEPT) return
    const [oldest] = minutes.keys()
    if (oldest === undefined) return
    const hourMs = Math.floor(oldest / HOUR_MS) * HOUR_MS
    if (!hours.has(hourMs)) {
      const whole = this.#minutesOf(asset, hourMs, hourMs + HOUR_MS)
      if (whole) hours.set(hourMs, whole)
    }
    minutes.delete(oldest)
  }

  /** Those that are over: the running one is made of its minutes. */
  takeHistory(
    asset: number,
    interval: '15m' | '1h',
    candles: readonly FeedCandle[],
    nowMs: number,
  ): void {
    const { quarters, hours } = this.#market(asset)
    const [lengthMs, known] = interval === '1h' ? [HOUR_MS, hours] : [QUARTER_MS, quarters]
    for (const candle of candles) {
      if (candle.openMs + lengthMs <= nowMs) known.set(candle.openMs, candle)
    }
  }

  funding(asset: number): Ratio {
    return this.#market(asset).funding
  }

  /** The market has no price of now; without a market: none has. */
  isSilent(nowMs: number, asset?: number): boolean {
    const asked = asset === undefined ? this.#markets : [this.#market(asset)]
    return asked.every(({ heardMs }) => nowMs - heardMs > FRESH_MS)
  }

  /** The newest price ever heard, for the size of a price's step; null before the first. */
  newest(asset: number): Price | null {
    const { price, minutes, hours } = this.#market(asset)
    return price ?? [...minutes.values()].at(-1)?.close ?? [...hours.values()].at(-1)?.close ?? null
  }

  /** The price at a moment, as far as it is known; null where there is none. */
  priceAt(asset: number, timeMs: number, nowMs: number): Price | null {
    const { price, heardMs, minutes, hours } = this.#market(asset)
    if (timeMs >= nowMs - NOW_MS) return nowMs - heardMs <= FRESH_MS ? price : null
    const minuteMs = Math.floor(timeMs / MINUTE_MS) * MINUTE_MS
    const minute = minutes.get(minuteMs)
    if (minute) return priceWithin(minute, (timeMs - minuteMs) / MINUTE_MS)
    const hourMs = Math.floor(timeMs / HOUR_MS) * HOUR_MS
    const hour = hours.get(hourMs)
    return hour ? priceWithin(hour, (timeMs - hourMs) / HOUR_MS) : null
  }

  /** Mark and oracle of a moment of now; null where the venue has not said them lately. */
  referenceAt(asset: number, timeMs: number, nowMs: number): ReferencePrices | null {
    const { reference, referenceHeardMs } = this.#market(asset)
    const isOfNow = timeMs >= nowMs - NOW_MS && nowMs - referenceHeardMs <= REFERENCE_FRESH_MS
    return isOfNow ? reference : null
  }

  at(asset: number, interval: CandleInterval, openMs: number, nowMs: number): MarketCandle | null {
    const endMs = nextCandleOpen(interval, openMs)
    const { minutes, quarters, hours } = this.#market(asset)
    const untilMs = Math.min(endMs, nowMs + 1)
    let merged: FeedCandle | null = null
    for (let cursor = openMs; cursor < untilMs; ) {
      const hour = cursor + HOUR_MS <= untilMs ? hours.get(cursor) : undefined
      const quarter = hour || cursor + QUARTER_MS > untilMs ? undefined : quarters.get(cursor)
      const part = hour ?? quarter ?? minutes.get(cursor)
      if (part) merged = merged ? joinCandles(merged, part) : part
      cursor += hour ? HOUR_MS : quarter ? QUARTER_MS : MINUTE_MS
    }
    return merged && { ...merged, openMs, endMs }
  }

  range(
    asset: number,
    interval: CandleInterval,
    startMs: number,
    endMs: number,
    nowMs: number,
  ): MarketCandle[] {
    const firstMs = Math.max(startMs, this.firstMs)
    const candles: MarketCandle[] = []
    let openMs = candleOpen(interval, Math.min(endMs, nowMs))
    while (openMs >= startMs && openMs >= candleOpen(interval, firstMs)) {
      if (candles.length >= CANDLES_MAX) break
      const candle = this.at(asset, interval, openMs, nowMs)
      if (candle) candles.push(candle)
      openMs = candleOpen(interval, openMs - 1)
    }
    return candles.reverse()
  }

  /** The oldest moment of which anything is known. */
  get firstMs(): number {
    let first = Number.POSITIVE_INFINITY
    for (const { hours, minutes } of this.#markets) {
      const [hour] = hours.keys()
      const [minute] = minutes.keys()
      first = Math.min(first, hour ?? first, minute ?? first)
    }
    return Number.isFinite(first) ? first : 0
  }

  #minutesOf(asset: number, fromMs: number, untilMs: number): FeedCandle | null {
    const { minutes } = this.#market(asset)
    let merged: FeedCandle | null = null
    for (let cursor = fromMs; cursor < untilMs; cursor += MINUTE_MS) {
      const part = minutes.get(cursor)
      if (part) merged = merged ? joinCandles(merged, part) : part
    }
    return merged
  }

  #market(asset: number): Market {
    const market = this.#markets[asset]
    if (!market) throw new RangeError(`there is no live market ${asset}`)
    return market
  }
}

/** Through open, extremes and close, as a candle's road goes: rising ones dip first. */
function priceWithin({ open, high, low, close }: FeedCandle, share: number): Price {
  const [first, second] = close >= open ? [low, high] : [high, low]
  if (share < 0.25) return open
  if (share < 0.5) return first
  return share < 0.75 ? second : close
}

/** A second at one price. */
export const flatCandle = (openMs: number, price: Price): FeedCandle => ({
  openMs,
  open: price,
  high: price,
  low: price,
  close: price,
  volume: asQuantity(0n),
})

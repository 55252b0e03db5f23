import type { Price, Quantity } from '#core/money/amount.ts'
import { asQuantity } from '#core/money/amount.ts'
import type { CandleInterval } from './candle-interval.ts'
import { candleOpen, nextCandleOpen } from './candle-interval.ts'
import type { Anchor, PathShape } from './candle-path.ts'
import { candleAnchors, candlePath } from './candle-path.ts'
import type { CandleSource, MarketCandle } from './candle-source.ts'
import type { Feed, FeedCandle } from './feed.ts'

/** The venue answers with at most this many candles. */
export const CANDLES_MAX = 5000

/** Seed of every road through a candle: prices differ by the feed, not by this. */
const PATH_SEED = 20_230_301

const HOUR_MS = 3_600_000

/** The road of the feed's candle that opens at `openMs`; empty where the feed has none. */
export function pathAt(feed: Feed, asset: number, openMs: number): readonly Price[] {
  const candle = feed.candleAt(asset, openMs)
  return candle ? candlePath(candle, shapeOf(feed, asset)) : []
}

/** Where that road must pass; empty where the feed has no candle. */
export function anchorsAt(feed: Feed, asset: number, openMs: number): readonly Anchor[] {
  const candle = feed.candleAt(asset, openMs)
  return candle ? candleAnchors(candle, shapeOf(feed, asset)) : []
}

const shapeOf = (feed: Feed, asset: number): PathShape => ({
  seed: PATH_SEED,
  asset,
  intervalMs: feed.intervalMs,
  tickMs: feed.tickMs,
  priceStep: feed.priceStep(asset),
})

/** Larger candles out of the feed's own; complete hours are kept, they are asked for again. */
export class FeedCandles implements CandleSource {
  readonly #feed: Feed
  readonly #hours = new Map<number, Map<number, FeedCandle | null>>()

  constructor(feed: Feed) {
    this.#feed = feed
  }

  range(
    asset: number,
    interval: CandleInterval,
    startMs: number,
    endMs: number,
    nowMs: number,
  ): MarketCandle[] {
    const first = Math.max(startMs, this.#feed.firstMs)
    const candles: MarketCandle[] = []
    let openMs = candleOpen(interval, Math.min(endMs, nowMs))
    while (openMs >= candleOpen(interval, first) && candles.length < CANDLES_MAX) {
      if (openMs < startMs) break
      const candle = this.at(asset, interval, openMs, nowMs)
      if (candle) candles.push(candle)
      openMs = candleOpen(interval, openMs - 1)
    }
    return candles.reverse()
  }

  at(asset: number, interval: CandleInterval, openMs: number, nowMs: number): MarketCandle | null {
    const endMs = nextCandleOpen(interval, openMs)
    const merged = this.#merge(asset, openMs, Math.min(endMs, nowMs + 1), nowMs)
    return merged ? { ...merged, openMs, endMs } : null
  }

  #merge(asset: number, fromMs: number, untilMs: number, nowMs: number): FeedCandle | null {
    const step = this.#feed.intervalMs
    let merged: FeedCandle | null = null
    let cursor = Math.floor(fromMs / step) * step
    while (cursor < untilMs) {
      const isWholeHour = step < HOUR_MS && cursor % HOUR_MS === 0 && cursor + HOUR_MS <= untilMs
      const part = isWholeHour
        ? this.#hour(asset, cursor)
        : this.#own(asset, cursor, fromMs, untilMs, nowMs)
      if (part) merged = merged ? joinCandles(merged, part) : part
      cursor += isWholeHour ? HOUR_MS : step
    }
    return merged
  }

  /** The feed's own candle, cut where only a part of it belongs in or has happened. */
  #own(
    asset: number,
    openMs: number,
    fromMs: number,
    untilMs: number,
    nowMs: number,
  ): FeedCandle | null {
    const endMs = openMs + this.#feed.intervalMs
    if (openMs >= fromMs && endMs <= untilMs && endMs <= nowMs + 1) {
      return this.#feed.candleAt(asset, openMs)
    }
    return this.#cut(asset, openMs, fromMs, Math.min(untilMs, nowMs + 1))
  }

  #cut(asset: number, openMs: number, fromMs: number, untilMs: number): FeedCandle | null {
    const path = pathAt(this.#feed, asset, openMs)
    const first = Math.max(0, Math.ceil((fromMs - openMs) / this.#feed.tickMs))
    const last = Math.min(path.length, Math.ceil((untilMs - openMs) / this.#feed.tickMs))
    const prices = path.slice(first, last)
    const open = prices[0]
    const whole = this.#feed.candleAt(asset, openMs)
    if (open === undefined || !whole) return null
    let high = open
    let low = open
    for (const price of prices) {
      if (price > high) high = price
      if (price < low) low = price
    }
    const volume = (whole.volume * BigInt(prices.length)) / BigInt(path.length)
    return {
      openMs: openMs + first * this.#feed.tickMs,
      open,
      high,
      low,
      close: prices[prices.length - 1] as Price,
      volume: asQuantity(volume),
    }
  }

  #hour(asset: number, openMs: number): FeedCandle | null {
    let hours = this.#hours.get(asset)
    if (!hours) {
      hours = new Map()
      this.#hours.set(asset, hours)
    }
    const kept = hours.get(openMs)
    if (kept !== undefined) return kept
    let merged: FeedCandle | null = null
    for (let cursor = openMs; cursor < openMs + HOUR_MS; cursor += this.#feed.intervalMs) {
      const part = this.#feed.candleAt(asset, cursor)
      if (part) merged = merged ? joinCandles(merged, part) : part
    }
    hours.set(openMs, merged)
    return merged
  }
}

/** One candle out of two, the later right behind the earlier. */
export const joinCandles = (earlier: FeedCandle, later: FeedCandle): FeedCandle => ({
  openMs: earlier.openMs,
  open: earlier.open,
  high: later.high > earlier.high ? later.high : earlier.high,
  low: later.low < earlier.low ? later.low : earlier.low,
  close: later.close,
  volume: asQuantity((earlier.volume + later.volume) as Quantity),
})

import type { SeededRandom } from '#core/matching/seeded-hash.ts'
import { createSeededRandom, hashIntegers } from '#core/matching/seeded-hash.ts'
import type { Price } from '#core/money/amount.ts'
import { asPrice } from '#core/money/amount.ts'
import type { FeedCandle } from './feed.ts'

export interface PathShape {
  readonly seed: number
  readonly asset: number
  readonly intervalMs: number
  readonly tickMs: number
  readonly priceStep: Price
}

/** A point that the road must pass: at the open, both extremes, and the close. */
export interface Anchor {
  /** Ticks since the candle's opening. */
  readonly index: number
  /** Scaled like every price; a whole number. */
  readonly price: number
}

/**
 * A seeded road through one candle: the open at its first tick, both extremes on the way, the close
 * at its last tick, one price every `tickMs`, never outside high and low. The same candle and seed
 * always give the same road.
 */
export function candlePath(candle: FeedCandle, shape: PathShape): readonly Price[] {
  const random = randomOf(candle, shape)
  const anchors = drawAnchors(candle, shape, random)
  const path: Price[] = []
  for (let leg = 0; leg + 1 < anchors.length; leg += 1) {
    const from = anchors[leg] as Anchor
    const to = anchors[leg + 1] as Anchor
    for (let index = from.index; index < to.index; index += 1) {
      path.push(asPrice(BigInt(priceBetween(candle, shape, from, to, index, random.next()))))
    }
  }
  path.push(candle.close)
  return path
}

/** The same road without what lies between: open, extremes and close at their own ticks. */
export const candleAnchors = (candle: FeedCandle, shape: PathShape): readonly Anchor[] =>
  drawAnchors(candle, shape, randomOf(candle, shape))

const randomOf = (candle: FeedCandle, shape: PathShape): SeededRandom =>
  createSeededRandom(hashIntegers(shape.seed, shape.asset, candle.openMs))

function drawAnchors(candle: FeedCandle, shape: PathShape, random: SeededRandom): Anchor[] {
  const count = Math.max(1, Math.ceil(shape.intervalMs / shape.tickMs))
  return anchorsOf(candle, count, random.next(), random.next(), random.next())
}

/** Rising candles usually dip first, falling ones usually rise first. */
function anchorsOf(
  candle: FeedCandle,
  count: number,
  order: number,
  first: number,
  second: number,
): Anchor[] {
  const open = { index: 0, price: Number(candle.open) }
  const close = { index: count - 1, price: Number(candle.close) }
  if (count < 4) return [open, close].filter((_, index) => count > 1 || index === 1)
  const isLowFirst = order < (candle.close >= candle.open ? 0.7 : 0.3)
  const inner = count - 3
  const early = 1 + Math.floor(first * inner)
  const late = early + 1 + Math.floor(second * (count - 2 - early))
  const low = Number(candle.low)
  const high = Number(candle.high)
  return [
    open,
    { index: early, price: isLowFirst ? low : high },
    { index: Math.min(late, count - 2), price: isLowFirst ? high : low },
    close,
  ]
}

/** On the straight line between two anchors, with noise that fades towards both. */
function priceBetween(
  candle: FeedCandle,
  shape: PathShape,
  from: Anchor,
  to: Anchor,
  index: number,
  random: number,
): number {
  if (index === from.index) return from.price
  const share = (index - from.index) / (to.index - from.index)
  const spread = (Number(candle.high) - Number(candle.low)) * Math.min(share, 1 - share)
  const raw = from.price + (to.price - from.price) * share + spread * (random - 0.5) * 0.5
  const step = Number(shape.priceStep)
  const stepped = Math.round(raw / step) * step
  return Math.max(Number(candle.low), Math.min(Number(candle.high), stepped))
}

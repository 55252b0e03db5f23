import { hashIntegers } from '#core/matching/seeded-hash.ts'
import { bookOf } from '#core/matching/synthetic-book.ts'
import type { BookLevel, Market, VenueState } from '#core/matching/venue-state.ts'
import type { Price } from '#core/money/amount.ts'
import { asPrice, SCALE } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { divideRounded } from '#core/money/rounding.ts'
import type { CandleInterval } from '../feeds/candle-interval.ts'
import type { MarketCandle } from '../feeds/candle-source.ts'
import type { PaperVenue } from '../paper-venue.ts'
import type { BookFigures } from './book-figures.ts'
import { joinLevels } from './book-figures.ts'

const DAY_MS = 86_400_000

export function toMeta(state: VenueState) {
  const tables = [...new Set(state.markets.map((market) => market.maxLeverage))]
  return {
    universe: state.markets.map((market) => ({
      szDecimals: market.sizeDecimals,
      name: market.coin,
      maxLeverage: market.maxLeverage,
      // The venue's simple tables bear the number of their one leverage.
      marginTableId: market.maxLeverage,
      ...(market.isIsolatedOnly ? { onlyIsolated: true } : {}),
    })),
    marginTables: tables.map((maxLeverage) => [
      maxLeverage,
      { description: '', marginTiers: [{ lowerBound: '0.0', maxLeverage }] },
    ]),
    collateralToken: 0,
  }
}

/** The middle of the book, or null before the first price. */
export function midPrice(venue: PaperVenue, market: Market): Price | null {
  const book = bookOf(market, venue.state.seed)
  const [bid, ask] = [book.bids[0], book.asks[0]]
  return bid && ask ? asPrice((bid.price + ask.price) / 2n) : null
}

export function toAllMids(venue: PaperVenue): Record<string, string> {
  const mids: Record<string, string> = {}
  for (const market of venue.state.markets) {
    const mid = midPrice(venue, market)
    if (mid !== null) mids[market.coin] = formatDecimal(mid)
  }
  return mids
}

export function toAssetCtx(venue: PaperVenue, market: Market) {
  const book = bookOf(market, venue.state.seed)
  const mid = midPrice(venue, market)
  const day = dayFigures(venue, market)
  const bid = book.bids[0]
  const ask = book.asks[0]
  return {
    funding: formatDecimal(market.fundingRate),
    openInterest: formatDecimal(openInterest(market)),
    prevDayPx: formatDecimal(day.open),
    dayNtlVlm: formatDecimal(day.notional),
    premium: '0.0',
    oraclePx: formatDecimal(market.oracle),
    markPx: formatDecimal(market.mark),
    midPx: mid === null ? null : formatDecimal(mid),
    impactPxs: bid && ask ? [formatDecimal(bid.price), formatDecimal(ask.price)] : null,
    dayBaseVlm: formatDecimal(day.volume),
  }
}

/** The last 24 hours, whole hours only. */
function dayFigures(venue: PaperVenue, market: Market) {
  const { nowMs } = venue.time
  const hours = venue.candles.range(market.asset, '1h', nowMs - DAY_MS, nowMs, nowMs)
  let volume = 0n
  let notional = 0n
  for (const hour of hours) {
    volume += hour.volume
    notional += (hour.volume * hour.close) / SCALE
  }
  return { open: hours[0]?.open ?? market.price, volume, notional }
}

/** A thousand first levels: the paper market's others hold something too. */
const openInterest = (market: Market): bigint =>
  market.mark > 0n
    ? divideRounded(market.book.levelNotional * 1000n * SCALE, market.mark, 'down')
    : 0n

const toLevel = (level: BookLevel) => ({
  px: formatDecimal(level.price),
  sz: formatDecimal(level.size),
  n: level.orderCount,
})

/** As in l2Book, joined to fewer figures where somebody asks for that. */
export function toBook(venue: PaperVenue, market: Market, figures: BookFigures = {}) {
  const book = bookOf(market, venue.state.seed)
  const shown = (levels: readonly BookLevel[], rounding: 'up' | 'down') => {
    const held = levels.filter((level) => level.size > 0n)
    return joinLevels(held, figures, rounding).map(toLevel)
  }
  return {
    coin: market.coin,
    time: market.timeMs,
    levels: [shown(book.bids, 'down'), shown(book.asks, 'up')],
  }
}

export function toBbo(venue: PaperVenue, market: Market) {
  const [bids, asks] = toBook(venue, market).levels
  return { coin: market.coin, time: market.timeMs, bbo: [bids?.[0] ?? null, asks?.[0] ?? null] }
}

export function toCandle(market: Market, interval: CandleInterval, candle: MarketCandle) {
  return {
    t: candle.openMs,
    T: candle.endMs - 1,
    s: market.coin,
    i: interval,
    o: formatDecimal(candle.open),
    c: formatDecimal(candle.close),
    h: formatDecimal(candle.high),
    l: formatDecimal(candle.low),
    v: formatDecimal(candle.volume),
    n: candle.volume > 0n ? 1 + (hashIntegers(market.asset, candle.openMs) % 400) : 0,
  }
}

/** The trade that made a tick's price: the same figures for the same tick. */
export function toTrade(venue: PaperVenue, market: Market, timeMs: number, price: Price) {
  const noise = hashIntegers(venue.state.seed, market.asset, timeMs, 21)
  const lots = BigInt(1 + (noise % 50))
  const unit = divideRounded(market.book.levelNotional * SCALE, price * 1000n, 'down')
  const lot = 10n ** BigInt(8 - market.sizeDecimals)
  const size = ((unit * lots) / lot) * lot
  return {
    coin: market.coin,
    side: noise % 2 === 0 ? 'B' : 'A',
    px: formatDecimal(price),
    sz: formatDecimal(size > 0n ? size : lot),
    time: timeMs,
    hash: `0x${noise.toString(16).padStart(64, '0')}`,
    tid: timeMs * 16 + market.asset,
    users: [
      '0x0000000000000000000000000000000000000001',
      '0x0000000000000000000000000000000000000002',
    ],
  }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOnTick } from '#core/money/tick.ts'
import { candleOpen, nextCandleOpen } from './candle-interval.ts'
import type { Feed } from './feed.ts'
import { FeedCandles, pathAt } from './feed-candles.ts'
import { createSyntheticFeed } from './synthetic-feed.ts'

const NOW = Date.UTC(2026, 10, 22, 12, 34, 56)
const feedOf = (seed: number): Feed => createSyntheticFeed({ seed, startMs: NOW, historyDays: 30 })

describe('invented prices', () => {
  it('are a function of seed, coin and time, whatever was asked before', () => {
    const once = feedOf(7)
    const later = createSyntheticFeed({ seed: 7, startMs: NOW + 1e9, historyDays: 30 })
    const minutes = [0, 5_000, 17, 5_001, 3].map(
      (minute) => Math.floor(NOW / 60_000) * 60_000 - minute * 60_000,
    )
    for (const openMs of minutes)
      expect(once.candleAt(0, openMs)).toEqual(later.candleAt(0, openMs))
    expect(feedOf(8).candleAt(0, minutes[0] ?? 0)).not.toEqual(once.candleAt(0, minutes[0] ?? 0))
    expect(once.candleAt(1, minutes[0] ?? 0)).not.toEqual(once.candleAt(0, minutes[0] ?? 0))
  })

  it('are sound candles on the tick, each opening where the last one closed', () => {
    const feed = feedOf(1)
    feed.listings.forEach((listing, asset) => {
      const openMs = Math.floor(NOW / 60_000) * 60_000
      for (let minute = 0; minute < 300; minute += 1) {
        const candle = feed.candleAt(asset, openMs + minute * 60_000)
        const next = feed.candleAt(asset, openMs + (minute + 1) * 60_000)
        if (!candle || !next) throw new Error('a minute is missing')
        expect(next.open).toBe(candle.close)
        expect(candle.high >= candle.open && candle.high >= candle.close).toBe(true)
        expect(candle.low <= candle.open && candle.low <= candle.close).toBe(true)
        for (const price of [candle.open, candle.high, candle.low, candle.close]) {
          expect(isOnTick(price, listing.sizeDecimals)).toBe(true)
        }
        expect(candle.volume).toBeGreaterThan(0n)
      }
    })
  })

  it('never leave high and low between two minutes', () => {
    const feed = feedOf(2)
    const anyMinute = fc.nat(40_000).map((minute) => (Math.floor(NOW / 60_000) - minute) * 60_000)
    fc.assert(
      fc.property(fc.nat(feed.listings.length - 1), anyMinute, (asset, openMs) => {
        const candle = feed.candleAt(asset, openMs)
        const path = pathAt(feed, asset, openMs)
        expect(path).toHaveLength(120)
        expect([path[0], path[119]]).toEqual([candle?.open, candle?.close])
        expect(
          path.every((price) => price >= (candle?.low ?? 0n) && price <= (candle?.high ?? 0n)),
        ).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('larger candles', () => {
  const feed = feedOf(5)
  const candles = new FeedCandles(feed)

  it('are made of the smaller ones', () => {
    const endMs = candleOpen('4h', NOW)
    const [four] = candles.range(0, '4h', endMs - 4 * 3_600_000, endMs - 1, NOW)
    const hours = candles.range(0, '1h', endMs - 4 * 3_600_000, endMs - 1, NOW)
    const minutes = candles.range(0, '1m', endMs - 4 * 3_600_000, endMs - 1, NOW)
    expect([hours.length, minutes.length]).toEqual([4, 240])
    for (const parts of [hours, minutes]) {
      expect(four?.open).toBe(parts[0]?.open)
      expect(four?.close).toBe(parts.at(-1)?.close)
      expect(four?.high).toBe(parts.map((part) => part.high).reduce((a, b) => (a > b ? a : b)))
      expect(four?.low).toBe(parts.map((part) => part.low).reduce((a, b) => (a < b ? a : b)))
      expect(four?.volume).toBe(parts.reduce((sum, part) => sum + part.volume, 0n))
    }
  })

  it('come at most five thousand at once, the newest', () => {
    const minutes = candles.range(0, '1m', 0, NOW, NOW)
    expect(minutes).toHaveLength(5000)
    expect(minutes.at(-1)?.openMs).toBe(candleOpen('1m', NOW))
    expect(candles.range(0, '1d', 0, NOW, NOW)).toHaveLength(31)
  })

  it('stop at the present moment', () => {
    const last = candles.range(0, '1h', NOW, NOW, NOW)
    expect(last).toEqual([])
    const running = candles.at(0, '1h', candleOpen('1h', NOW), NOW)
    const path = pathAt(feed, 0, candleOpen('1m', NOW))
    expect(running?.close).toBe(path[Math.floor((NOW % 60_000) / 500)])
  })

  it('begin where the venue lets them begin', () => {
    const monday = Date.UTC(2026, 10, 16)
    expect(candleOpen('1w', NOW)).toBe(monday)
    expect(nextCandleOpen('1w', monday)).toBe(monday + 7 * 86_400_000)
    expect(candleOpen('1M', NOW)).toBe(Date.UTC(2026, 10, 1))
    expect(nextCandleOpen('1M', Date.UTC(2026, 11, 1))).toBe(Date.UTC(2027, 0, 1))
  })
})

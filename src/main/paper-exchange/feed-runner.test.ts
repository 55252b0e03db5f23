import { describe, expect, it } from 'vitest'
import type { MarketTick } from '#core/matching/apply-tick.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { FeedRunner } from './feed-runner.ts'
import { pathAt } from './feeds/feed-candles.ts'
import { createSyntheticFeed } from './feeds/synthetic-feed.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 86_400_000
const START_MS = Date.UTC(2026, 0, 5, 12, 0, 20)

/** A live market in which somebody is in the first two coins, closed for `missedMs`. */
function missed(missedMs: number) {
  const clock = new ManualClock(START_MS + missedMs)
  const feed = createSyntheticFeed({ seed: 5, startMs: START_MS, historyDays: 1 })
  const ticks: MarketTick[] = []
  const runner = new FeedRunner(feed, clock, START_MS, 1, {
    isIdle: (asset) => asset > 1,
    apply: (tick) => {
      ticks.push(tick)
      return []
    },
  })
  runner.owe(missedMs)
  let steps = 0
  for (; runner.isBehind; steps += 1) runner.advance()
  return { feed, runner, ticks, steps }
}

describe('a live market that was left alone', () => {
  it('for a week passes the open, the extremes and the close of every minute', () => {
    const { feed, runner, ticks, steps } = missed(WEEK_MS)
    expect(runner.time.nowMs).toBe(START_MS + WEEK_MS)
    expect(steps).toBeLessThanOrEqual(10)
    const fineFromMs = START_MS + WEEK_MS - HOUR_MS - MINUTE_MS
    const seen = new Map<number, Set<bigint>>()
    for (const { asset, timeMs, price } of ticks) {
      if (asset !== 1 || timeMs >= fineFromMs) continue
      const openMs = Math.floor(timeMs / MINUTE_MS) * MINUTE_MS
      seen.set(openMs, (seen.get(openMs) ?? new Set()).add(price))
    }
    const first = Math.ceil(START_MS / MINUTE_MS) * MINUTE_MS
    let checked = 0
    for (let openMs = first; openMs + MINUTE_MS <= fineFromMs; openMs += MINUTE_MS) {
      const candle = feed.candleAt(1, openMs)
      const prices = seen.get(openMs)
      const { open, high, low, close } = candle ?? {}
      if (![open, high, low, close].every((price) => prices?.has(price ?? 0n))) break
      checked += 1
    }
    expect(checked).toBe(Math.floor((fineFromMs - first) / MINUTE_MS))
  })

  it('takes those ticks from the very road that it would have gone', () => {
    const { feed, ticks } = missed(5 * HOUR_MS)
    for (const { asset, timeMs, price } of ticks.slice(0, 2_000)) {
      const openMs = Math.floor(timeMs / MINUTE_MS) * MINUTE_MS
      expect(pathAt(feed, asset, openMs)[(timeMs - openMs) / feed.tickMs]).toBe(price)
    }
  })

  it('never goes back in time, and goes tick by tick through the last hour', () => {
    const { feed, ticks } = missed(30 * HOUR_MS)
    const times = ticks.filter(({ asset }) => asset === 0).map(({ timeMs }) => timeMs)
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true)
    const endMs = START_MS + 30 * HOUR_MS
    const fine = times.filter((time) => time > endMs - HOUR_MS)
    expect(fine).toHaveLength(HOUR_MS / feed.tickMs)
  })

  it('for less than an hour goes tick by tick', () => {
    const { feed, ticks } = missed(HOUR_MS)
    expect(ticks.filter(({ asset }) => asset === 0)).toHaveLength(HOUR_MS / feed.tickMs + 1)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CandleBar } from '#core/engine/market-inputs.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import { CandleTracker } from './candle-tracker.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** 2023-03-01 00:00 UTC. */
const START_MS = 1_677_628_800_000

const bar = (openTimeMs: number, close = 100, volume = 1): CandleBar => ({
  openTimeMs,
  open: 100,
  high: Math.max(100, close),
  low: Math.min(100, close),
  close,
  volume,
})

function track(timeframe: Timeframe, startMs = START_MS) {
  const closed: CandleBar[] = []
  const tracker = new CandleTracker({
    coin: 'BTC',
    timeframe,
    startMs,
    onClosed: (one) => closed.push(one),
  })
  return { tracker, closed, opens: () => closed.map((one) => one.openTimeMs) }
}

describe('CandleTracker', () => {
  it('tells a candle once, with its last state, when the next opens', () => {
    const { tracker, closed } = track('1m')
    tracker.heal([])
    tracker.take(bar(START_MS, 101, 1))
    tracker.take(bar(START_MS, 103, 3))
    tracker.take(bar(START_MS, 102, 2))
    expect(closed).toEqual([])
    tracker.take(bar(START_MS + 60_000))
    tracker.take(bar(START_MS + 60_000))
    tracker.take(bar(START_MS, 105, 9))
    expect(closed).toEqual([bar(START_MS, 103, 3)])
  })

  it('tells a candle when its end has passed by the time that the venue said', () => {
    const { tracker, closed } = track('1m')
    tracker.heal([])
    tracker.take(bar(START_MS, 101, 1))
    tracker.heard(START_MS + 59_999, 0)
    tracker.heard(START_MS + 600_000, 1_000)
    tracker.heard(START_MS + 700_000, 3_999)
    expect(closed).toEqual([])
    tracker.take(bar(START_MS, 102, 2))
    tracker.heard(START_MS + 800_000, 4_000)
    expect(closed).toEqual([bar(START_MS, 102, 2)])
  })

  it('waits for history after a gap and tells it in order', () => {
    const { tracker, opens } = track('1m')
    tracker.heal([])
    tracker.take(bar(START_MS))
    expect(tracker.take(bar(START_MS + 180_000))).toBe(true)
    expect(tracker.suspend()).toBe(START_MS)
    tracker.take(bar(START_MS + 240_000))
    expect(opens()).toEqual([])
    tracker.heal([0, 1, 2, 3].map((index) => bar(START_MS + index * 60_000)))
    expect(opens()).toEqual([0, 1, 2, 3].map((index) => START_MS + index * 60_000))
  })

  it.each<[Timeframe, number]>([
    ['3h', 0],
    ['6h', 0],
    ['9h', (Math.ceil(START_MS / (9 * HOUR_MS)) * 9 * HOUR_MS - START_MS) % (9 * HOUR_MS)],
  ])('builds %s from hours on its anchor', (timeframe, offsetMs) => {
    const hours = Number.parseInt(timeframe, 10)
    const { tracker, closed } = track(timeframe, START_MS + offsetMs)
    tracker.heal([])
    for (let hour = 0; hour < hours * 2; hour += 1) {
      tracker.take(bar(START_MS + offsetMs + hour * HOUR_MS, 100 + hour, 1))
    }
    for (const ms of [0, 3_000]) tracker.heard(START_MS + DAY_MS * 3, ms)
    expect(closed.map((one) => [one.openTimeMs, one.volume, one.close])).toEqual([
      [START_MS + offsetMs, hours, 100 + hours - 1],
      [START_MS + offsetMs + hours * HOUR_MS, hours, 100 + 2 * hours - 1],
    ])
  })

  it('begins a built candle with the hours that were there before the watch', () => {
    const { tracker, closed } = track('3h', START_MS + 2.5 * HOUR_MS)
    expect(tracker.suspend()).toBe(START_MS)
    tracker.heal([bar(START_MS, 90), bar(START_MS + HOUR_MS, 95), bar(START_MS + 2 * HOUR_MS, 98)])
    tracker.take(bar(START_MS + 3 * HOUR_MS))
    expect(closed).toMatchObject([
      { openTimeMs: START_MS, open: 100, low: 90, close: 98, volume: 3 },
    ])
  })

  it('tells each candle once and in order, whatever is repeated or overtaken', () => {
    const frame = fc.record({ index: fc.nat({ max: 12 }), volume: fc.nat({ max: 5 }) })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 60 }), (frames) => {
        const { tracker, opens } = track('5m')
        tracker.heal([])
        for (const { index, volume } of frames) {
          const isGap = tracker.take(bar(START_MS + index * 300_000, 100, volume))
          if (!isGap) continue
          tracker.suspend()
          tracker.heal([])
        }
        const told = opens()
        expect(told).toEqual([...new Set(told)].sort((a, b) => a - b))
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { MarketClock } from './market-clock.ts'

const NOW_MS = 1_700_000_000_000

class SetClock extends ManualClock {
  setByMs = 0
  override wallMs(): number {
    return super.wallMs() + this.setByMs
  }
}

describe('MarketClock', () => {
  it('is the machine until the venue has spoken, then the venue, carried on', () => {
    const clock = new ManualClock(NOW_MS)
    const market = new MarketClock({ clock, isRealTime: true, marketSpeed: undefined })
    expect(market.nowMs()).toBe(NOW_MS)
    expect(market.offsetMs()).toBeNull()
    market.observe(NOW_MS + 250)
    clock.advance(1_000)
    expect(market.nowMs()).toBe(NOW_MS + 1_250)
    expect(market.heardMs()).toBe(NOW_MS + 250)
    expect(market.offsetMs()).toBe(250)
  })

  it('measures the offset anew once the machine’s clock was set', () => {
    const clock = new SetClock(NOW_MS)
    const market = new MarketClock({ clock, isRealTime: true, marketSpeed: undefined })
    market.observe(NOW_MS + 250)
    clock.advance(1_000)
    clock.setByMs = 180_000
    market.observe(NOW_MS + 1_250)
    expect(market.offsetMs()).toBe(250 - 180_000)
  })

  it('never goes back, whatever order frames come in', () => {
    const clock = new ManualClock(NOW_MS)
    const market = new MarketClock({ clock, isRealTime: true, marketSpeed: undefined })
    market.observe(NOW_MS)
    clock.advance(5_000)
    const before = market.nowMs()
    market.observe(NOW_MS + 1_000)
    market.observe(NOW_MS - 9_000)
    expect(market.nowMs()).toBe(before)
    expect(market.heardMs()).toBe(NOW_MS + 1_000)
  })

  it('refuses a time that is more than a day away where time is real', () => {
    const clock = new ManualClock(NOW_MS)
    const real = new MarketClock({ clock, isRealTime: true, marketSpeed: undefined })
    expect(real.observe(NOW_MS + 2 * 86_400_000)).toBe(false)
    expect(real.nowMs()).toBe(NOW_MS)
    const replay = new MarketClock({ clock, isRealTime: false, marketSpeed: undefined })
    expect(replay.observe(1_677_628_800_000)).toBe(true)
    expect(replay.offsetMs()).toBeNull()
  })

  it('believes a leap of days in a replay only when a second frame says so', () => {
    const clock = new ManualClock(NOW_MS)
    const market = new MarketClock({ clock, isRealTime: false, marketSpeed: () => 0 })
    const startMs = 1_677_628_800_000
    const farMs = startMs + 30 * 86_400_000
    expect(market.observe(startMs)).toBe(true)
    expect(market.observe(4_000_000_000_000)).toBe(false)
    expect(market.observe(farMs)).toBe(false)
    expect(market.nowMs()).toBe(startMs)
    expect(market.observe(farMs + 1_000)).toBe(true)
    expect(market.nowMs()).toBe(farMs + 1_000)
  })

  it('takes the offset of the frame that travelled least', () => {
    const clock = new ManualClock(NOW_MS)
    const market = new MarketClock({ clock, isRealTime: true, marketSpeed: undefined })
    for (const [passed, latency] of [
      [100, 80],
      [100, 20],
      [100, 400],
    ] as const) {
      clock.advance(passed)
      market.observe(clock.wallMs() - latency)
    }
    expect(market.offsetMs()).toBe(-20)
  })

  it('follows an injected speed', () => {
    const clock = new ManualClock(NOW_MS)
    let speed = 600
    const market = new MarketClock({ clock, isRealTime: false, marketSpeed: () => speed })
    market.observe(1_677_628_800_000)
    clock.advance(100)
    expect(market.nowMs()).toBe(1_677_628_860_000)
    speed = 0
    clock.advance(100)
    expect(market.nowMs()).toBe(1_677_628_860_000)
  })

  it('stands still while a replay says the same time again and again', () => {
    const clock = new ManualClock(NOW_MS)
    const market = new MarketClock({ clock, isRealTime: false, marketSpeed: () => 1_000 })
    market.observe(1_677_628_800_000)
    for (let count = 0; count < 100; count += 1) {
      clock.advance(100)
      market.observe(1_677_628_800_000)
    }
    expect(market.nowMs()).toBe(1_677_628_800_000)
    clock.advance(60_000)
    expect(market.nowMs()).toBe(1_677_628_800_000 + 250_000)
  })

  it('estimates the speed of a replay and stops where the frames stop', () => {
    const clock = new ManualClock(NOW_MS)
    const market = new MarketClock({ clock, isRealTime: false, marketSpeed: undefined })
    const startMs = 1_677_628_800_000
    for (let step = 0; step <= 20; step += 1) {
      market.observe(startMs + step * 60_000)
      if (step < 20) clock.advance(100)
    }
    clock.advance(50)
    expect(market.nowMs()).toBe(startMs + 20 * 60_000 + 30_000)
    clock.advance(3_600_000)
    expect(market.nowMs()).toBe(startMs + 20 * 60_000 + 250 * 600)
  })
})

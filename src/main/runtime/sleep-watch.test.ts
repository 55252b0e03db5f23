import { describe, expect, it } from 'vitest'
import { correctedClock } from './corrected-clock.ts'
import { ManualClock } from './manual-clock.ts'
import { SleepWatch } from './sleep-watch.ts'

/** A clock whose two times can be moved apart. */
class TwoClocks extends ManualClock {
  wallLeapMs = 0
  override wallMs(): number {
    return super.wallMs() + this.wallLeapMs
  }
}

describe('SleepWatch', () => {
  it('says nothing while seconds come like seconds', () => {
    const clock = new TwoClocks(1_000_000)
    const watch = new SleepWatch(clock)
    for (let beat = 0; beat < 100; beat += 1) {
      clock.advance(beat % 7 === 0 ? 4_000 : 1_000)
      clock.wallLeapMs += beat % 2 === 0 ? 200 : -200
      expect(watch.beat()).toBeNull()
    }
  })

  it('notices a pause, a sleep in which the monotonic clock stood, and a clock set back', () => {
    const clock = new TwoClocks(1_000_000)
    const watch = new SleepWatch(clock)
    clock.advance(3_600_000)
    expect(watch.beat()).toBe('The desk stood still for 3600 s.')
    clock.advance(1_000)
    clock.wallLeapMs = 28_800_000
    expect(watch.beat()).toMatch(/slept, or its clock was set forward, by 28800 s/)
    clock.advance(1_000)
    expect(watch.beat()).toBeNull()
    clock.wallLeapMs = 28_800_000 - 60_000
    expect(watch.beat()).toBe("The computer's clock was set back by 60 s.")
    clock.advance(1_000)
    expect(watch.beat()).toBeNull()
  })
})

describe('correctedClock', () => {
  it('adds what was measured, but not what may be the way of the messages', () => {
    const clock = new ManualClock(1_000_000)
    let offset: number | null = null
    const corrected = correctedClock(clock, () => offset)
    expect(corrected.wallMs()).toBe(1_000_000)
    offset = 900
    expect(corrected.wallMs()).toBe(1_000_000)
    offset = -180_000.4
    expect(corrected.wallMs()).toBe(820_000)
    clock.advance(5)
    expect(corrected.monotonicMs()).toBe(5)
  })
})

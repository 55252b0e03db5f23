import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoney } from '../money/decimal.ts'
import { PROFILES } from '../risk/limits.ts'
import { tradingDayKey } from '../risk/trading-day.ts'
import { advance } from './advance.ts'
import { applyEvent } from './apply-event.ts'
import type { EventBody } from './events.ts'
import type { Input, Stamp } from './inputs.ts'
import type { DeskState } from './state.ts'
import { createState } from './state.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
/** The clock runs on, jumps either way, sleeps over midnights; the program starts again. */
const step = fc.oneof(
  fc.record({ isRestart: fc.constant(false), ms: fc.integer({ min: 1, max: 3 * HOUR_MS }) }),
  fc.record({ isRestart: fc.constant(false), ms: fc.integer({ min: -DAY_MS, max: DAY_MS }) }),
  fc.record({ isRestart: fc.constant(false), ms: fc.integer({ min: DAY_MS, max: 5 * DAY_MS }) }),
  fc.record({ isRestart: fc.constant(true), ms: fc.integer({ min: 0, max: 2 * DAY_MS }) }),
)

interface Logged {
  readonly event: EventBody
  readonly stamp: Stamp
}

/** The engine over a log: heartbeats, and restarts that know nothing but the log. */
class Heartbeats {
  readonly log: Logged[] = []
  #state: DeskState = createState('paper')

  add(events: readonly EventBody[], stamp: Stamp): void {
    for (const event of events) {
      applyEvent(this.#state.book, event, stamp)
      this.log.push({ event, stamp })
    }
  }

  constructor() {
    this.#state.market.isReconciled = true
  }

  restart(): void {
    this.#state = createState('paper')
    this.#state.market.isReconciled = true
    for (const { event, stamp } of this.log) applyEvent(this.#state.book, event, stamp)
  }

  beat(tsMs: number): void {
    const stamp = { tsWallMs: tsMs, tsMarketMs: tsMs }
    const input: Input = { stamp, body: { kind: 'heartbeatTicked' } }
    this.add(advance(this.#state, input).events, stamp)
  }

  get days(): string[] {
    return this.log.flatMap(({ event }) => (event.type === 'DayOpened' ? [event.dayKey] : []))
  }
}

describe('the reset of the day in the engine', () => {
  it('is written exactly once a day, whatever zone, clock and restarts do', () => {
    let restarts = 0
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) }),
        fc.array(step, { minLength: 4, maxLength: 12 }),
        (dayTimeZone, startMs, steps) => {
          const desk = new Heartbeats()
          const stamp = { tsWallMs: startMs, tsMarketMs: startMs }
          const limits = { ...PROFILES.standard, dayTimeZone }
          desk.add(
            [
              { type: 'AccountAdopted', cash: parseMoney('10000'), positions: [] },
              {
                type: 'LimitsChanged',
                profile: 'custom',
                limits,
                changes: [],
                confirmedBy: 'press',
              },
            ],
            stamp,
          )
          const expected: string[] = []
          let nowMs = startMs
          for (const { isRestart, ms } of steps) {
            nowMs += ms
            if (isRestart) {
              restarts += 1
              desk.restart()
            }
            desk.beat(nowMs)
            const key = tradingDayKey(nowMs, dayTimeZone)
            if (key > (expected.at(-1) ?? '')) expected.push(key)
            expect(desk.days).toEqual(expected)
          }
        },
      ),
      { numRuns: 10_000 },
    )
    expect(restarts).toBeGreaterThan(5_000)
  })
})

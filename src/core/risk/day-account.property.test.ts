import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asMoney } from '../money/amount.ts'
import { parseMoney } from '../money/decimal.ts'
import type { DayAccount } from './day-account.ts'
import { beginsDay, dayFiguresOf, openDay, withFill, withFunding } from './day-account.ts'
import { tradingDayKey } from './trading-day.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
/** Ticking on, a jump either way, sleeping over midnights, or a restart from the log. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: 1, max: 3 * HOUR_MS }) }),
  fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: -DAY_MS, max: DAY_MS }) }),
  fc.record({
    kind: fc.constant('jump' as const),
    ms: fc.integer({ min: DAY_MS, max: 5 * DAY_MS }),
  }),
  fc.record({ kind: fc.constant('restart' as const), ms: fc.constant(0) }),
)

describe('the daily reset', () => {
  it('comes exactly once a day, whatever the zone, the clock and the restarts do', () => {
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) }),
        fc.array(step, { minLength: 5, maxLength: 14 }),
        (name, startMs, steps) => {
          let account: DayAccount | null = null
          let nowMs = startMs
          const opened: string[] = []
          let latest = ''
          for (const { kind, ms } of steps) {
            nowMs += ms
            if (kind === 'restart' && account !== null) account = { ...(account as DayAccount) }
            const key = tradingDayKey(nowMs, name)
            const isNew = key > latest
            if (isNew) latest = key
            expect(beginsDay(account, key)).toBe(isNew)
            if (beginsDay(account, key)) {
              account = openDay(key, asMoney(1n))
              opened.push(key)
            }
            expect(account?.dayKey).toBe(latest)
          }
          expect(new Set(opened).size).toBe(opened.length)
          expect([...opened].sort()).toEqual(opened)
        },
      ),
      { numRuns: 10_000 },
    )
  })
})

describe('the figures of the day', () => {
  it('count fees and funding, and not what yesterday left unrealised', () => {
    // $40 of the equity at the start of the day were unrealised, and $10 less than nothing are now.
    let account = openDay('2026-11-22', parseMoney('10000'))
    account = withFill(account, parseMoney('12.5'), parseMoney('0.75'))
    account = withFunding(account, parseMoney('-0.25'))
    account = withFill(account, parseMoney('0'), parseMoney('-0.1'))
    expect(dayFiguresOf(account, parseMoney('9961.6'))).toEqual({
      dayStartEquity: parseMoney('10000'),
      dayRealised: parseMoney('11.6'),
      dayUnrealised: parseMoney('-50'),
    })
  })
})

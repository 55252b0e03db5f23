import { describe, expect, it } from 'vitest'
import type { RiskCause, RiskState } from './risk-state.ts'
import {
  ACTIVE_STATE,
  decidingCause,
  endedCauses,
  RISK_CAUSES,
  riskMode,
  withCause,
  withoutCause,
} from './risk-state.ts'

const MINUTE_MS = 60_000
const ALL = Object.keys(RISK_CAUSES) as RiskCause[]

const raise = (
  state: RiskState,
  cause: RiskCause,
  sinceMs = 0,
  untilMs: number | null = null,
): RiskState => withCause(state, { cause, sinceMs, untilMs, reason: cause })

const everything = ALL.reduce(
  (state, cause) => raise(state, cause, 0, cause === 'lossesInRow' ? 60 * MINUTE_MS : null),
  ACTIVE_STATE,
)

const byTime = (nowMs: number, freshSinceMs: number | null, lastVenueErrorMs: number | null) => ({
  by: 'time' as const,
  nowMs,
  freshSinceMs,
  lastVenueErrorMs,
  healthyMsMin: 5 * MINUTE_MS,
})

describe('the state', () => {
  it('is active without a cause, and that of the strictest with several', () => {
    expect(riskMode(ACTIVE_STATE)).toBe('active')
    const reducing = raise(raise(ACTIVE_STATE, 'staleData'), 'dayLoss')
    expect(riskMode(reducing)).toBe('reducing')
    expect(decidingCause(reducing)?.cause).toBe('staleData')
    const halted = raise(reducing, 'killSwitch')
    expect(riskMode(halted)).toBe('halted')
    expect(decidingCause(halted)?.cause).toBe('killSwitch')
    expect(riskMode(withoutCause(halted, 'killSwitch'))).toBe('reducing')
    expect(ALL.reduce(withoutCause, halted)).toEqual(ACTIVE_STATE)
  })

  it('keeps a cause once, with its beginning and the later end', () => {
    const once = raise(ACTIVE_STATE, 'lossesInRow', 5, 100)
    expect(raise(once, 'lossesInRow', 50, 80).causes).toMatchObject([{ sinceMs: 5, untilMs: 100 }])
    expect(raise(once, 'lossesInRow', 50, 200).causes).toMatchObject([{ sinceMs: 5, untilMs: 200 }])
  })
})

describe('what ends a cause', () => {
  it('a person: the causes that wait for one, and no others', () => {
    const ended = endedCauses(everything, { by: 'person' })
    expect(ended).toEqual(ALL.filter((cause) => RISK_CAUSES[cause].resume === 'person'))
    expect(ended).not.toContain('dayLoss')
    expect(ended).not.toContain('lossesInRow')
  })

  it('a new day: the daily loss', () => {
    expect(endedCauses(everything, { by: 'newDay' })).toEqual(['dayLoss'])
  })

  it.each([
    ['before the pause is over', byTime(60 * MINUTE_MS - 1, null, 59 * MINUTE_MS), []],
    ['when it is', byTime(60 * MINUTE_MS, null, 59 * MINUTE_MS), ['lossesInRow']],
    ['fresh, not yet long', byTime(5 * MINUTE_MS - 1, 0, 1), []],
    ['fresh for five minutes', byTime(5 * MINUTE_MS, 0, 1), ['staleData']],
    ['five minutes without an error', byTime(5 * MINUTE_MS, null, 0), ['venueErrors']],
    ['an error meanwhile', byTime(9 * MINUTE_MS, null, 5 * MINUTE_MS), []],
    ['never an error since it was raised', byTime(5 * MINUTE_MS, null, null), ['venueErrors']],
  ])('time: %s', (_, occasion, expected) => {
    expect(endedCauses(everything, occasion)).toEqual(expected)
  })
})

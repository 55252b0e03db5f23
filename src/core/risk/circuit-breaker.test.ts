import { describe, expect, it } from 'vitest'
import { parseMoney } from '../money/decimal.ts'
import type { BreakerState } from './circuit-breaker.ts'
import {
  afterEquity,
  afterFreshness,
  afterResume,
  afterTrade,
  afterTrip,
  afterVenueError,
  breakerTrips,
  drawdown,
  NEW_BREAKER,
} from './circuit-breaker.ts'
import { PROFILES } from './limits.ts'

const limits = PROFILES.standard
const money = parseMoney
const well = afterFreshness(afterEquity(NEW_BREAKER, money('10000')), true, 0)

const causes = (state: BreakerState, equity = '10000', nowMs = 1_000) =>
  breakerTrips(state, money(equity), nowMs, limits).map((trip) => trip.cause)

const afterTrades = (...results: readonly string[]): BreakerState =>
  results.reduce((state, result) => afterTrade(state, money(result)), well)

describe('losses in a row', () => {
  it.each([
    [['-1', '-1'], []],
    [['-1', '-1', '-0.00000001'], ['lossesInRow']],
    [['-1', '-1', '5', '-1'], []],
    [['-1', '-1', '0', '-1'], ['lossesInRow']],
    [['-1', '-1', '-1', '-1'], ['lossesInRow']],
  ])('%j', (results, expected) => {
    expect(causes(afterTrades(...results))).toEqual(expected)
  })

  it('pauses for an hour and does not trip again by itself', () => {
    const lost = afterTrades('-1', '-1', '-1')
    expect(breakerTrips(lost, money('10000'), 7, limits)).toEqual([
      { cause: 'lossesInRow', sinceMs: 7, untilMs: 3_600_007, reason: '3 trades in a row lost' },
    ])
    expect(causes(afterTrip(lost, 'lossesInRow'))).toEqual([])
  })
})

describe('drawdown', () => {
  it.each([
    ['9000.00000001', []],
    ['9000', ['drawdown']],
    ['8999.99', ['drawdown']],
    ['10000', []],
  ])('from 10,000 to %s', (equity, expected) => {
    expect(causes(well, equity)).toEqual(expected)
  })

  it('is measured from the highest equity, and anew once a person has accepted it', () => {
    const high = afterEquity(afterEquity(well, money('12000')), money('11000'))
    expect(drawdown(high, money('10900'))).toBe(money('1100'))
    expect(causes(high, '10800')).toEqual(['drawdown'])
    expect(breakerTrips(high, money('10800'), 0, limits)[0]?.reason).toBe(
      'Equity is $1200.00 below its highest, $12000.00',
    )
    expect(causes(afterResume(high, 'drawdown', money('10800')), '10800')).toEqual([])
    expect(causes(afterResume(high, 'killSwitch', money('10800')), '10800')).toEqual(['drawdown'])
  })

  it('says nothing before there was any equity', () => {
    expect(causes(afterFreshness(NEW_BREAKER, true, 0), '0')).toEqual([])
  })
})

describe('venue errors', () => {
  const errorsAt = (...times: readonly number[]) =>
    times.reduce((state, atMs) => afterVenueError(state, atMs, limits), well)

  it.each([
    ['four in a minute', [0, 1, 2, 3], 1_000, []],
    ['five in a minute', [0, 1, 2, 3, 59_999], 59_999, ['venueErrors']],
    ['five in just over a minute', [0, 1, 2, 3, 60_000], 60_000, []],
    ['six', [0, 1, 2, 3, 4, 5], 6, ['venueErrors']],
    ['five long ago', [0, 1, 2, 3, 4], 60_004, []],
  ])('%s', (_, times, nowMs, expected) => {
    expect(causes(errorsAt(...times), '10000', nowMs)).toEqual(expected)
  })

  it('keeps no more than it counts, and forgets them once they have tripped', () => {
    const many = errorsAt(...Array.from({ length: 100 }, (_, index) => index))
    expect(many.venueErrorsMs).toHaveLength(5)
    expect(many.lastVenueErrorMs).toBe(99)
    expect(causes(afterTrip(many, 'venueErrors'), '10000', 100)).toEqual([])
  })
})

describe('stale prices', () => {
  it('trip while they last', () => {
    expect(causes(afterFreshness(well, false, 5))).toEqual(['staleData'])
    const back = afterFreshness(afterFreshness(well, false, 5), true, 9)
    expect(causes(back)).toEqual([])
    expect(back.freshSinceMs).toBe(9)
    expect(afterFreshness(back, true, 50)).toBe(back)
  })
})

import { describe, expect, it } from 'vitest'
import { parseMoney } from '../money/decimal.ts'
import type { BreakerFigures, TradingRecord } from './circuit-breaker.ts'
import {
  afterEquity,
  afterFreshness,
  afterResume,
  afterTrade,
  afterTrip,
  afterVenueError,
  breakerTrips,
  drawdown,
  NEW_TRADING_RECORD,
  NEW_VENUE_RECORD,
} from './circuit-breaker.ts'
import { PROFILES } from './limits.ts'

const limits = PROFILES.standard
const money = parseMoney
const well = afterEquity(NEW_TRADING_RECORD, money('10000'))
const fresh = afterFreshness(NEW_VENUE_RECORD, true, 0)
const figures = (change: Partial<BreakerFigures>): BreakerFigures => ({
  trading: well,
  venue: fresh,
  equity: money('10000'),
  budget: null,
  ...change,
})

const trips = (change: Partial<BreakerFigures>, nowMs = 1_000) =>
  breakerTrips(figures(change), nowMs, limits)
const causesOf = (change: Partial<BreakerFigures>, nowMs = 1_000) =>
  trips(change, nowMs).map((trip) => trip.cause)
const causes = (trading: TradingRecord, equity = '10000') =>
  causesOf({ trading, equity: money(equity) })

const afterTrades = (...results: readonly string[]): TradingRecord =>
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
    expect(trips({ trading: lost }, 7)).toEqual([
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
    expect(trips({ trading: high, equity: money('10800') })[0]?.reason).toBe(
      'Equity is $1200.00 below its highest, $12000.00',
    )
    expect(causes(afterResume(high, 'drawdown', money('10800')), '10800')).toEqual([])
    expect(causes(afterResume(high, 'killSwitch', money('10800')), '10800')).toEqual(['drawdown'])
  })

  it('says nothing before there was any equity', () => {
    expect(causes(NEW_TRADING_RECORD, '0')).toEqual([])
    expect(causesOf({ equity: null })).toEqual([])
  })
})

describe('the loss of the day', () => {
  const budget = (used: string) => ({ used: money(used), cap: money('9.99') })

  it.each([
    ['9.98999999', []],
    ['9.99', ['dayLoss']],
    ['9.99000001', ['dayLoss']],
  ])('%s of 9.99', (used, expected) => {
    expect(causesOf({ budget: budget(used) })).toEqual(expected)
  })

  it('has no cap to reach in an account that holds nothing', () => {
    expect(causesOf({ budget: { used: money('0'), cap: money('0') } })).toEqual([])
  })

  it('is named', () => {
    expect(trips({ budget: budget('10.5') })[0]).toMatchObject({
      untilMs: null,
      reason: 'The day has lost $10.50 of the $9.99 it may',
    })
  })
})

describe('venue errors', () => {
  const errorsAt = (...times: readonly number[]) =>
    times.reduce((state, atMs) => afterVenueError(state, atMs, limits), fresh)

  it.each([
    ['four in a minute', [0, 1, 2, 3], 1_000, []],
    ['five in a minute', [0, 1, 2, 3, 59_999], 59_999, ['venueErrors']],
    ['five in just over a minute', [0, 1, 2, 3, 60_000], 60_000, []],
    ['six', [0, 1, 2, 3, 4, 5], 6, ['venueErrors']],
    ['five long ago', [0, 1, 2, 3, 4], 60_004, []],
  ])('%s', (_, times, nowMs, expected) => {
    expect(causesOf({ venue: errorsAt(...times) }, nowMs)).toEqual(expected)
  })

  it('keeps no more than it counts', () => {
    const many = errorsAt(...Array.from({ length: 100 }, (_, index) => index))
    expect(many.venueErrorsMs).toHaveLength(5)
    expect(many.lastVenueErrorMs).toBe(99)
  })
})

describe('stale prices', () => {
  it('trip while they last', () => {
    const stale = afterFreshness(fresh, false, 5)
    expect(causesOf({ venue: stale })).toEqual(['staleData'])
    expect(afterFreshness(stale, false, 7)).toBe(stale)
    const back = afterFreshness(stale, true, 9)
    expect(causesOf({ venue: back })).toEqual([])
    expect(back.freshSinceMs).toBe(9)
    expect(afterFreshness(back, true, 50)).toBe(back)
  })

  it('do not trip before the first price, when nothing could be judged anyway', () => {
    expect(causesOf({ venue: NEW_VENUE_RECORD })).toEqual([])
    expect(afterFreshness(NEW_VENUE_RECORD, false, 5)).toBe(NEW_VENUE_RECORD)
  })
})

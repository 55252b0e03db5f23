import { describe, expect, it } from 'vitest'
import { isTimeZone } from './trading-calendar.ts'
import { tradingDayKey } from './trading-day.ts'

const at = (iso: string): number => Date.parse(iso)

describe('the trading day', () => {
  it.each([
    ['UTC', '2026-11-22T23:59:59.999Z', '2026-11-22'],
    ['UTC', '2026-11-23T00:00:00Z', '2026-11-23'],
    ['UTC', '2028-02-29T12:00:00Z', '2028-02-29'],
    ['UTC', '2028-03-01T00:00:00Z', '2028-03-01'],
    ['UTC', '1969-12-31T23:59:59Z', '1969-12-31'],
    ['America/New_York', '2026-11-23T04:59:59Z', '2026-11-22'],
    ['America/New_York', '2026-11-23T05:00:00Z', '2026-11-23'],
    // Summer time: midnight is an hour earlier in UTC.
    ['America/New_York', '2026-07-01T03:59:59Z', '2026-06-30'],
    ['America/New_York', '2026-07-01T04:00:00Z', '2026-07-01'],
    // The day of 23 hours and the day of 25 hours.
    ['Europe/London', '2026-03-28T23:59:59Z', '2026-03-28'],
    ['Europe/London', '2026-03-29T22:59:59Z', '2026-03-29'],
    ['Europe/London', '2026-03-29T23:00:00Z', '2026-03-30'],
    ['Europe/London', '2026-10-24T23:00:00Z', '2026-10-25'],
    ['Europe/London', '2026-10-25T23:59:59Z', '2026-10-25'],
    ['Asia/Kathmandu', '2026-11-22T18:14:59Z', '2026-11-22'],
    ['Asia/Kathmandu', '2026-11-22T18:15:00Z', '2026-11-23'],
    // Samoa left out 30 December 2011.
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    // Newfoundland set its clocks back at one minute past midnight: the new day was seen for a
    // minute, then the old one again.
    ['America/St_Johns', '2010-11-07T02:30:30Z', '2010-11-07'],
    ['America/St_Johns', '2010-11-07T02:31:00Z', '2010-11-06'],
    ['America/St_Johns', '2010-11-07T03:30:00Z', '2010-11-07'],
  ])('in %s holds %s in %s', (zone, iso, key) => {
    expect(tradingDayKey(at(iso), zone)).toBe(key)
  })

  it('answers the same whatever was asked before', () => {
    const zones = ['UTC', 'America/St_Johns', 'Asia/Kathmandu']
    const moments = Array.from({ length: 400 }, (_, n) => at('2010-11-06T00:00:00Z') + n * 311_000)
    const forwards = zones.flatMap((zone) => moments.map((ms) => tradingDayKey(ms, zone)))
    const fresh = zones.flatMap((zone) => {
      const clock = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
      return moments.map((ms) => clock.format(ms))
    })
    expect(forwards).toEqual(fresh)
  })

  it('knows a zone from a word', () => {
    expect(isTimeZone('Europe/London')).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
    expect(() => tradingDayKey(0, 'Mars/Olympus')).toThrow(RangeError)
  })
})

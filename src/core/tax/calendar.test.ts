import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilFromDay,
  dayFromCivil,
  formatDay,
  formatInstant,
  parseDay,
  parseInstant,
} from './calendar.ts'
import { longTermFrom, termOf } from './holding-period.ts'
import { formatTaxYear, taxYearOf } from './tax-settings.ts'
import { findTimeZone, timeZone } from './time-zone.ts'

const day = (text: string): number => {
  const parsed = parseDay(text)
  if (parsed === null) throw new Error(`no day: ${text}`)
  return parsed
}

describe('the calendar', () => {
  it('agrees with the platform on every day of the years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 200_000 }), (count) => {
        const date = new Date(count * 86_400_000)
        const civil = civilFromDay(count)
        expect(civil).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
        })
        expect(dayFromCivil(civil)).toBe(count)
      }),
    )
  })

  it('reads instants with and without seconds, zones and fractions', () => {
    const at = Date.parse('2020-01-21T18:33:14.342Z')
    expect(parseInstant('2020-01-21T18:33:14.342Z')).toBe(at)
    expect(parseInstant('2020-01-21 13:33:14.342 -0500')).toBe(at)
    expect(parseInstant('2020-01-21T18:33Z')).toBe(Date.parse('2020-01-21T18:33:00Z'))
    expect(parseInstant('2020-01-21')).toBe(Date.parse('2020-01-21T00:00:00Z'))
    expect(parseInstant('2021-02-29T00:00:00Z')).toBeNull()
    expect(parseInstant('2021-02-28T24:00:00Z')).toBeNull()
    expect(parseInstant('yesterday')).toBeNull()
    expect(formatInstant(at)).toBe('2020-01-21T18:33:14.342Z')
    expect(formatInstant(Date.parse('2020-01-21T18:33:14Z'))).toBe('2020-01-21T18:33:14Z')
  })
})

describe('time zones', () => {
  it('puts an instant on the local day, also where clocks change', () => {
    const london = timeZone('Europe/London')
    expect(formatDay(london.dayOf(Date.parse('2023-07-31T23:30:00Z')))).toBe('2023-08-01')
    expect(formatDay(london.dayOf(Date.parse('2023-12-31T23:30:00Z')))).toBe('2023-12-31')
    expect(london.formatLocal(Date.parse('2024-03-31T00:59:59Z'))).toBe('2024-03-31 00:59:59+00:00')
    expect(london.formatLocal(Date.parse('2024-03-31T01:00:00Z'))).toBe('2024-03-31 02:00:00+01:00')
    const newYork = timeZone('America/New_York')
    expect(formatDay(newYork.dayOf(Date.parse('2025-01-01T04:59:59Z')))).toBe('2024-12-31')
    expect(newYork.formatLocal(Date.parse('2024-11-03T05:30:00Z'))).toBe(
      '2024-11-03 01:30:00-04:00',
    )
    expect(newYork.formatLocal(Date.parse('2024-11-03T06:30:00Z'))).toBe(
      '2024-11-03 01:30:00-05:00',
    )
    expect(timeZone('Asia/Kathmandu').formatLocal(0)).toBe('1970-01-01 05:30:00+05:30')
    expect(findTimeZone('Mars/Olympus')).toBeNull()
  })

  it.each([
    ['Europe/London', '2024-03-31T01:00:00Z', '00:59:59+00:00', '02:00:00+01:00'],
    ['America/New_York', '2024-11-03T06:00:00Z', '01:59:59-04:00', '01:00:00-05:00'],
    ['Australia/Lord_Howe', '2024-10-05T15:30:00Z', '01:59:59+10:30', '02:30:00+11:00'],
  ])('changes the clocks of %s in the second of the change', (name, change, before, after) => {
    const zone = timeZone(name)
    const changeMs = Date.parse(change)
    expect(zone.formatLocal(changeMs - 1_000)).toContain(before)
    expect(zone.formatLocal(changeMs)).toContain(after)
    expect(zone.formatLocal(changeMs - 1)).toContain(before.slice(0, 8))
  })
})

describe('the holding period', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['2023-02-27', '2024-02-28', 'ordinary'],
    ['2023-02-28', '2024-03-01', 'the count begins on 1 March'],
    ['2024-02-28', '2025-03-01', 'the count begins on 29 February'],
    ['2024-02-29', '2025-03-01', 'the count begins on 1 March'],
    ['2023-12-31', '2025-01-01', 'the count begins on 1 January'],
    ['2024-01-31', '2025-02-01', 'the count begins on 1 February'],
  ]
  it.each(cases)('bought on %s is long-term from %s (%s)', (bought, from) => {
    expect(formatDay(longTermFrom(day(bought), 'usDayAfter'))).toBe(from)
    expect(termOf(day(bought), day(from) - 1, 'usDayAfter')).toBe('short')
    expect(termOf(day(bought), day(from), 'usDayAfter')).toBe('long')
  })

  it('differs in Germany', () => {
    expect(formatDay(longTermFrom(day('2023-02-28'), 'germanYear'))).toBe('2024-02-29')
    expect(formatDay(longTermFrom(day('2024-02-29'), 'germanYear'))).toBe('2025-03-01')
    expect(termOf(day('2023-05-05'), day('2024-05-05'), 'germanYear')).toBe('short')
    expect(termOf(day('2023-05-05'), day('2024-05-06'), 'germanYear')).toBe('long')
  })

  it('knows no terms where the country has none', () => {
    expect(termOf(0, 10_000, 'none')).toBeNull()
  })
})

describe('the tax year', () => {
  it('begins on 6 April in the United Kingdom', () => {
    expect(formatTaxYear(taxYearOf(day('2024-04-05'), 'uk'), 'uk')).toBe('2023/24')
    expect(formatTaxYear(taxYearOf(day('2024-04-06'), 'uk'), 'uk')).toBe('2024/25')
    expect(formatTaxYear(taxYearOf(day('2024-04-05'), 'us'), 'us')).toBe('2024')
    expect(formatTaxYear(1999, 'uk')).toBe('1999/00')
  })
})

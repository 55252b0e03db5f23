import { assertNever } from '../model/assert-never.ts'
import type { Day } from './calendar.ts'
import { addYear, civilFromDay, dayFromCivil } from './calendar.ts'

export type Term = 'short' | 'long'

/**
 * `usDayAfter`: IRS Publication 550, the count starts the day after the acquisition and the day of
 * the sale belongs to it. `germanYear`: section 23 EStG, free once the year that began on the day
 * of the acquisition is over. `none`: the country knows no terms.
 */
export type TermRule = 'usDayAfter' | 'germanYear' | 'none'

/** The first day on which a sale is long-term. Both days are days in the taxpayer's own zone. */
export function longTermFrom(acquired: Day, rule: Exclude<TermRule, 'none'>): Day {
  switch (rule) {
    case 'usDayAfter':
      return addYear(acquired + 1)
    case 'germanYear': {
      const { year, month, day } = civilFromDay(acquired)
      // A missing 29 February ends the year on the last day of the month (section 188 (3) BGB).
      const lastDay = month === 2 && day === 29 ? 28 : day
      return dayFromCivil({ year: year + 1, month, day: lastDay }) + 1
    }
    default:
      return assertNever(rule)
  }
}

export function termOf(acquired: Day, sold: Day, rule: TermRule): Term | null {
  if (rule === 'none') return null
  return sold >= longTermFrom(acquired, rule) ? 'long' : 'short'
}

import { civilFromDay, DAY_MS, dayFromCivil, formatDay } from '../tax/calendar.ts'

/** Before this, a plain number is seconds; from here on milliseconds. */
const FIRST_MILLISECONDS = 100_000_000_000
/** The year 3000: a larger number counts microseconds or less, which nothing here does. */
const LAST_MILLISECONDS = 32_503_680_000_000
const PLAIN_NUMBER = /^-?\d{9,}(?:\.0*)?$/
const BASIC_DATE = /^(\d{4})(\d{2})(\d{2})$/

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(?:Z|UTC|([+-])(\d{2}):?(\d{2}))?$/

/**
 * A moment as candle files write it: ISO date with or without a time (UTC where no zone is given),
 * or epoch seconds or milliseconds. NaN for anything else, such as the 30th of February.
 */
export function readCandleTime(text: string): number {
  if (PLAIN_NUMBER.test(text)) {
    const digits = Number(text)
    const timeMs = digits < FIRST_MILLISECONDS ? digits * 1000 : digits
    return timeMs < LAST_MILLISECONDS ? timeMs : Number.NaN
  }
  // Eight digits are a date without its hyphens: as epoch seconds they would lie in 1970 to 1973.
  const match = ISO.exec(text.replace(BASIC_DATE, '$1-$2-$3'))
  if (!match) return Number.NaN
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match
  const [, , , , , , , , sign, zoneHours = '0', zoneMinutes = '0'] = match
  const days = daysSinceEpoch(Number(year), Number(month), Number(day))
  const isReal = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  if (!isReal) return Number.NaN
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3))
  return days * DAY_MS + seconds * 1000 + ms - (sign === '-' ? -zoneMs : zoneMs)
}

const ZONED_MIDNIGHT = /^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?\s*[+-]\d{2}:?\d{2}$/

/**
 * The date of a midnight in a zone, as 00:00 UTC; NaN for any other moment. Days of a market in New
 * York are 23 or 25 hours long twice a year, and still days.
 */
export function dateOfZonedMidnight(text: string): number {
  const date = ZONED_MIDNIGHT.exec(text)?.[1]
  return date === undefined ? Number.NaN : readCandleTime(date)
}

/** Days from 1970-01-01; NaN where the calendar has no such day. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const days = dayFromCivil({ year, month, day })
  const back = civilFromDay(days)
  return back.month === month && back.day === day ? days : Number.NaN
}

/** "2023-03-01T00:00:00Z": the moment as its sentence shows it, to the second. */
export function candleTimeText(timeMs: number): string {
  const days = Math.floor(timeMs / DAY_MS)
  const seconds = Math.floor((timeMs - days * DAY_MS) / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${formatDay(days)}T${clock.map(two).join(':')}Z`
}

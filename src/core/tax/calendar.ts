/** A calendar day as the count of days since 1970-01-01, in whatever zone it was taken. */
export type Day = number

export interface CivilDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
}

export const DAY_MS = 86_400_000

/** The proleptic Gregorian calendar, from the count of days (eras of 400 years). */
export function civilFromDay(day: Day): CivilDate {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** The inverse of civilFromDay; a day past the month's end runs into the next month. */
export function dayFromCivil(date: CivilDate): Day {
  const year = date.month <= 2 ? date.year - 1 : date.year
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const shiftedMonth = date.month > 2 ? date.month - 3 : date.month + 9
  const dayOfYear = Math.floor((153 * shiftedMonth + 2) / 5) + date.day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const two = (value: number): string => TWO_DIGITS[value] ?? String(value)

/** A power of two: the days of eleven years have places of their own. */
const HELD_DAYS = 4_096
const heldDays = new Float64Array(HELD_DAYS).fill(Number.NaN)
const heldTexts: string[] = new Array<string>(HELD_DAYS).fill('')

/** "2024-02-29". Days are held by their last bits, because a report names the same ones often. */
export function formatDay(day: Day): string {
  const place = day & (HELD_DAYS - 1)
  if (heldDays[place] === day) return heldTexts[place] as string
  const { year, month, day: dayOfMonth } = civilFromDay(day)
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`
  heldDays[place] = day
  heldTexts[place] = text
  return text
}

/** "02/29/2024", as United States forms write it. */
export function formatUsDay(day: Day): string {
  const { year, month, day: dayOfMonth } = civilFromDay(day)
  return `${two(month)}/${two(dayOfMonth)}/${year}`
}

/** "HH:MM:SS" of the milliseconds since midnight, with the milliseconds where there are any. */
export function formatClockTime(msOfDay: number): string {
  const seconds = Math.floor(msOfDay / 1_000)
  const rest = msOfDay - seconds * 1_000
  const minutes = Math.floor(seconds / 60)
  const hour = TWO_DIGITS[Math.floor(minutes / 60)]
  const text = `${hour}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`
  return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0')}`
}

const DATE_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT_TEXT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/

/** "2024-02-29" as a day; null where there is no such day. */
export function parseDay(text: string): Day | null {
  const match = DATE_TEXT.exec(text)
  if (!match) return null
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
  if (date.month < 1 || date.month > 12 || date.day < 1) return null
  const day = dayFromCivil(date)
  const back = civilFromDay(day)
  return back.month === date.month && back.day === date.day ? day : null
}

/** An ISO instant as epoch milliseconds; no zone means UTC, no time means 00:00. Null if wrong. */
export function parseInstant(text: string): number | null {
  const match = INSTANT_TEXT.exec(text)
  if (!match) return null
  const [, dateText = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const day = parseDay(dateText)
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)]
  if (day === null || hours > 23 || minutes > 59 || seconds > 59) return null
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  let offset = 0
  if (zone !== 'Z') {
    const digits = zone.slice(1).replace(':', '')
    offset = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
    if (zone.startsWith('-')) offset = -offset
  }
  return day * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms - offset
}

/** "2024-02-29T08:41:00Z", with milliseconds only where there are any. */
export function formatInstant(tsMs: number): string {
  const day = Math.floor(tsMs / DAY_MS)
  return `${formatDay(day)}T${formatClockTime(tsMs - day * DAY_MS)}Z`
}

/** The calendar year after: 29 February becomes 1 March where the year has none. */
export function addYear(day: Day): Day {
  const { year, month, day: dayOfMonth } = civilFromDay(day)
  return dayFromCivil({ year: year + 1, month, day: dayOfMonth })
}

import type { Day } from './calendar.ts'
import { DAY_MS, dayFromCivil, formatClockTime, formatDay } from './calendar.ts'

/** The taxpayer's zone: which calendar day an instant falls on there. */
export interface TimeZone {
  readonly name: string
  /** Local time minus UTC, in milliseconds. */
  offsetMs(tsMs: number): number
  dayOf(tsMs: number): Day
  /** "2024-07-01 13:00:00+01:00". */
  formatLocal(tsMs: number): string
}

function readOffset(format: Intl.DateTimeFormat, tsMs: number): number {
  const fields = new Map<string, number>()
  for (const part of format.formatToParts(tsMs)) {
    if (part.type !== 'literal') fields.set(part.type, Number(part.value))
  }
  const field = (name: string): number => fields.get(name) ?? 0
  const day = dayFromCivil({ year: field('year'), month: field('month'), day: field('day') })
  const seconds = (field('hour') * 60 + field('minute')) * 60 + field('second')
  const local = day * DAY_MS + seconds * 1_000
  return local - Math.floor(tsMs / 1_000) * 1_000
}

const suffixes = new Map<number, string>()

/** "+01:00" of a local time minus UTC in milliseconds. */
export function offsetSuffix(offset: number): string {
  const known = suffixes.get(offset)
  if (known !== undefined) return known
  const text = writeSuffix(offset)
  suffixes.set(offset, text)
  return text
}

function writeSuffix(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${hour}:${String(minutes % 60).padStart(2, '0')}`
}

/** A power of two: the days of eleven years have places of their own. */
const HELD_DAYS = 4_096

/** The first second of the UTC day with the offset that the day ends with. */
function changeMs(format: Intl.DateTimeFormat, utcDay: Day, after: number): number {
  let [first, last] = [utcDay * DAY_MS, (utcDay + 1) * DAY_MS]
  while (last - first > 1_000) {
    const middle = first + Math.floor((last - first) / 2_000) * 1_000
    if (readOffset(format, middle) === after) last = middle
    else first = middle
  }
  return last
}

/**
 * A UTC day is asked once for its offsets, at its start and its end, and where they differ for the
 * second of the change. Days are held by their last bits, because a report goes to and fro between
 * the days of purchases and of sales.
 */
function offsetReader(format: Intl.DateTimeFormat): (tsMs: number) => number {
  const days = new Float64Array(HELD_DAYS).fill(Number.NaN)
  const before = new Float64Array(HELD_DAYS)
  const after = new Float64Array(HELD_DAYS)
  const changes = new Float64Array(HELD_DAYS)
  return (tsMs) => {
    const utcDay = Math.floor(tsMs / DAY_MS)
    const place = utcDay & (HELD_DAYS - 1)
    if (days[place] !== utcDay) {
      const first = readOffset(format, utcDay * DAY_MS)
      const last = readOffset(format, (utcDay + 1) * DAY_MS)
      days[place] = utcDay
      before[place] = first
      after[place] = last
      changes[place] = first === last ? (utcDay + 1) * DAY_MS : changeMs(format, utcDay, last)
    }
    return (tsMs < (changes[place] as number) ? before[place] : after[place]) as number
  }
}

/** A zone by its IANA name ("Europe/London"). Throws RangeError on a name that is not known. */
export function timeZone(name: string): TimeZone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const isUtc = name === 'UTC' || name === 'Etc/UTC'
  const offsetMs = isUtc ? () => 0 : offsetReader(format)
  return {
    name,
    offsetMs,
    dayOf: (tsMs) => Math.floor((tsMs + offsetMs(tsMs)) / DAY_MS),
    formatLocal(tsMs) {
      const offset = offsetMs(tsMs)
      const local = tsMs + offset
      const day = Math.floor(local / DAY_MS)
      return `${formatDay(day)} ${formatClockTime(local - day * DAY_MS)}${offsetSuffix(offset)}`
    },
  }
}

/** The zone of the name, or null where this machine does not know it. */
export function findTimeZone(name: string): TimeZone | null {
  try {
    return timeZone(name)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

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

const CACHED_DAYS_MAX = 50_000

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

function offsetSuffix(offset: number): string {
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

/**
 * A UTC day that begins and ends with one offset is asked once; one on which clocks change is asked
 * by the instant. The last day is kept at hand, because histories come in order of time.
 */
function offsetReader(format: Intl.DateTimeFormat): (tsMs: number) => number {
  const atMidnight = new Map<Day, number>()
  const offsetAtStartOf = (utcDay: Day): number => {
    const known = atMidnight.get(utcDay)
    if (known !== undefined) return known
    const offset = readOffset(format, utcDay * DAY_MS)
    if (atMidnight.size < CACHED_DAYS_MAX) atMidnight.set(utcDay, offset)
    return offset
  }
  /** The offset of the whole UTC day, or null where clocks change in it. */
  const steadyOffset = (utcDay: Day): number | null => {
    const first = offsetAtStartOf(utcDay)
    return first === offsetAtStartOf(utcDay + 1) ? first : null
  }
  let heldDay = Number.NaN
  let heldOffset = 0
  return (tsMs) => {
    const utcDay = Math.floor(tsMs / DAY_MS)
    if (utcDay === heldDay) return heldOffset
    const steady = steadyOffset(utcDay)
    if (steady === null) return readOffset(format, tsMs)
    heldDay = utcDay
    heldOffset = steady
    return steady
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

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const pad = (value: number, length: number): string => String(value).padStart(length, '0')

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
}

/** Whether the runtime knows the zone, e.g. "Europe/London". */
export function isTimeZone(zone: string): boolean {
  try {
    formatterFor(zone)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** A moment on the zone's own clock. */
interface LocalMoment {
  readonly key: string
  readonly secondOfDay: number
}

/**
 * Names the trading day of a moment: the ISO date in the zone (R1). The runtime's time zone data is
 * asked once a day for UTC and twice an hour for any other zone while time runs on. The answer
 * depends on the moment alone, never on what was asked before.
 */
export class TradingCalendar {
  readonly zone: string
  private readonly formatter: Intl.DateTimeFormat
  private readonly stretchMs: number
  private fromMs = Number.NaN
  private untilMs = Number.NaN
  private key = ''

  /** Throws a RangeError on a zone that the runtime does not know. */
  constructor(zone: string) {
    this.zone = zone
    this.formatter = formatterFor(zone)
    this.stretchMs = zone === 'UTC' ? DAY_MS : HOUR_MS
  }

  /** E.g. "2026-11-22". */
  dayKey(tsMs: number): string {
    if (tsMs >= this.fromMs && tsMs < this.untilMs) return this.key
    const fromMs = Math.floor(tsMs / this.stretchMs) * this.stretchMs
    const untilMs = fromMs + this.stretchMs
    const first = localMoment(this.formatter, fromMs)
    const last = localMoment(this.formatter, untilMs - 1_000)
    // A stretch in which the local clock neither jumps nor passes midnight has one key.
    const runsEvenly = (last.secondOfDay - first.secondOfDay + 1) * 1_000 === this.stretchMs
    if (!runsEvenly || first.key !== last.key) return localMoment(this.formatter, tsMs).key
    this.fromMs = fromMs
    this.untilMs = untilMs
    this.key = first.key
    return this.key
  }
}

function localMoment(formatter: Intl.DateTimeFormat, tsMs: number): LocalMoment {
  const found: Record<string, number> = {}
  for (const { type, value } of formatter.formatToParts(tsMs)) found[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = found
  return {
    key: `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`,
    secondOfDay: (hour * 60 + minute) * 60 + second,
  }
}

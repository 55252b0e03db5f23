import type { Day } from '../calendar.ts'
import { formatDay, parseDay } from '../calendar.ts'
import { formatExact, parseExact } from '../exact-decimal.ts'
import type { PerpReport } from '../perps.ts'
import { taxYearOf } from '../tax-settings.ts'
import type { FxRates, ReportInput } from './report-input.ts'

/** How old the rate of a day may be: over weekends and holidays none is published. */
export const RATE_DAYS_MAX = 7

export interface RateProblem {
  /** Counted from 1, the header being the first. */
  readonly line: number
  readonly message: string
}

export type RateReading =
  | { readonly ok: true; readonly rates: DailyRates }
  | { readonly ok: false; readonly problems: readonly RateProblem[] }

/** Published rates by the day; a day without one has the last one published before it. */
export class DailyRates implements FxRates {
  readonly source: string
  readonly #rates: ReadonlyMap<Day, string>

  constructor(rates: ReadonlyMap<Day, string>, name: string) {
    this.#rates = rates
    const days = [...rates.keys()].sort((a, b) => a - b)
    const [first = 0, last = 0] = [days[0], days.at(-1)]
    this.source = `each amount at the rate of its local day in ${name} (${rates.size} days, ${formatDay(first)} to ${formatDay(last)}); a day without one takes the last rate before it, at most ${RATE_DAYS_MAX} days old`
  }

  /** Null where the last rate before that day is too old. */
  find(day: Day): string | null {
    for (let age = 0; age <= RATE_DAYS_MAX; age += 1) {
      const rate = this.#rates.get(day - age)
      if (rate !== undefined) return rate
    }
    return null
  }

  /** Throws where there is none: `missingRates` says before a report which days lack one. */
  rateOn(day: Day): string {
    const rate = this.find(day)
    if (rate === null) throw new RangeError(`no rate of exchange for ${formatDay(day)}`)
    return rate
  }
}

const DATE_NAMES = ['date', 'day', 'time_period']
const RATE_NAMES = ['rate', 'value', 'obs_value']

const cellsOf = (line: string, separator: string): string[] =>
  line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))

const place = (header: readonly string[], names: readonly string[]): number =>
  header.findIndex((cell) => names.includes(cell.toLowerCase()))

/** A rate as a plain decimal text; null where it is none or not above zero. */
function readRate(text: string): string | null {
  const rate = parseExact(text)
  return rate === null || rate.digits <= 0n ? null : formatExact(rate.digits, rate.scale)
}

/**
 * Reads a table of daily rates, home units for one unit of the venue's currency: a date
 * (2024-02-29) and a rate by their names in the header, in any order, with commas or semicolons.
 * Any wrong line makes the whole file wrong.
 */
export function readDailyRates(text: string, name: string): RateReading {
  const [first = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const separator = first.includes(';') ? ';' : ','
  const header = cellsOf(first, separator)
  const [dateAt, rateAt] = [place(header, DATE_NAMES), place(header, RATE_NAMES)]
  if (dateAt < 0 || rateAt < 0) {
    const message = 'the header names no date and rate; expected a first line such as date,rate'
    return { ok: false, problems: [{ line: 1, message }] }
  }
  const rates = new Map<Day, string>()
  const problems: RateProblem[] = []
  lines.forEach((content, index) => {
    if (content.trim() === '') return
    const cells = cellsOf(content, separator)
    const [dateText = '', rateText = ''] = [cells[dateAt], cells[rateAt]]
    const [day, rate] = [parseDay(dateText), readRate(rateText)]
    const note = (message: string): void => void problems.push({ line: index + 2, message })
    if (day === null) note(`date: "${dateText}", expected a day such as 2024-02-29`)
    else if (rate === null)
      note(`rate: "${rateText}", expected a decimal above zero such as 0.9215`)
    else if (rates.has(day)) note(`date: ${dateText} has a rate already`)
    else rates.set(day, rate)
  })
  if (problems.length === 0 && rates.size === 0) {
    problems.push({ line: 2, message: 'there is no rate in it' })
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, rates: new DailyRates(rates, name) }
}

/** What is wrong with days that no rate can convert; null where there are none. */
export function missingRatesSentence(days: readonly Day[]): string | null {
  const [first] = days
  if (first === undefined) return null
  const others = days.length > 1 ? ` and for ${days.length - 1} more days` : ''
  return `there is no rate for ${formatDay(first)}${others}, nor one of the ${RATE_DAYS_MAX} days before`
}

/** The days of the report whose amounts no rate can convert, ascending. */
export function missingRates(
  rates: DailyRates,
  report: PerpReport,
  { zone, year, settings }: Pick<ReportInput, 'zone' | 'year' | 'settings'>,
): Day[] {
  const missing = new Set<Day>()
  const look = (tsMs: number): void => {
    const day = zone.dayOf(tsMs)
    const isReported = year === null || taxYearOf(day, settings.country) === year
    if (isReported && rates.find(day) === null) missing.add(day)
  }
  for (const { fill } of report.legs) look(fill.tsMs)
  for (const { payment } of report.funding) look(payment.tsMs)
  return [...missing].sort((a, b) => a - b)
}

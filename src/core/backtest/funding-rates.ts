import { readCandleTime } from '../candles/candle-time.ts'
import { HOUR_MS } from '../matching/apply-funding.ts'
import { atScale, parseExact } from '../tax/exact-decimal.ts'

/** Places after the point that a recorded rate may have. */
const RATE_PLACES = 16
export const FUNDING_RATE_SCALE = 10n ** BigInt(RATE_PLACES)
/** The venue's cap for an hour: what is above it is per cent, or a year's rate. */
const RATE_MAX = FUNDING_RATE_SCALE / 25n
/** How far from the full hour a venue writes its payment down. */
const HOUR_SLACK_MS = 60_000

/** What longs pay shorts, in parts of FUNDING_RATE_SCALE, by the hour since the epoch. */
export type FundingRates = ReadonlyMap<number, bigint>

export interface FundingProblem {
  readonly line: number
  readonly message: string
}

export type FundingReading =
  | { readonly ok: true; readonly rates: FundingRates }
  | { readonly ok: false; readonly problems: readonly FundingProblem[] }

const TIME_NAMES = ['time', 'timestamp', 'date', 'datetime', 'fundingtime', 'funding_time']
const RATE_NAMES = ['rate', 'fundingrate', 'funding_rate', 'funding']

const cellsOf = (line: string, separator: string): string[] =>
  line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))

const place = (header: readonly string[], names: readonly string[]): number =>
  header.findIndex((cell) => names.includes(cell.toLowerCase()))

function readRate(text: string): bigint | string {
  const parsed = parseExact(text)
  if (parsed === null) return `"${text}" is no rate such as 0.0000125`
  if (parsed.scale > RATE_PLACES) return `${text} has more than ${RATE_PLACES} places`
  const rate = atScale(parsed, RATE_PLACES)
  const isTooMuch = rate > RATE_MAX || rate < -RATE_MAX
  return isTooMuch ? `${text} is above the venue's cap of 0.04, which is 4 % an hour` : rate
}

/** The hour that the time stands for, or what is wrong with it. */
function readHour(text: string): number | string {
  const timeMs = readCandleTime(text)
  if (Number.isNaN(timeMs)) return `"${text}" is no time such as 2023-03-10T08:00:00Z`
  const hour = Math.round(timeMs / HOUR_MS)
  const isNear = Math.abs(timeMs - hour * HOUR_MS) <= HOUR_SLACK_MS
  return isNear ? hour : `${text} is no full hour, and funding is paid at full hours`
}

/**
 * Reads a table of funding rates: a time and a rate by their names in the header, in any order,
 * with commas or semicolons. A rate is paid at its hour and at no other. Any wrong line makes the
 * whole file wrong.
 */
export function readFundingRates(text: string): FundingReading {
  const [first = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const separator = first.includes(';') ? ';' : ','
  const header = cellsOf(first, separator)
  const [timeAt, rateAt] = [place(header, TIME_NAMES), place(header, RATE_NAMES)]
  if (timeAt < 0 || rateAt < 0) {
    const message = 'the header names no time and rate; expected a first line such as time,rate'
    return { ok: false, problems: [{ line: 1, message }] }
  }
  const rates = new Map<number, bigint>()
  const problems: FundingProblem[] = []
  lines.forEach((content, index) => {
    if (content.trim() === '') return
    const line = index + 2
    const cells = cellsOf(content, separator)
    const hour = readHour(cells[timeAt] ?? '')
    const rate = readRate(cells[rateAt] ?? '')
    if (typeof hour === 'string') problems.push({ line, message: hour })
    else if (typeof rate === 'string') problems.push({ line, message: rate })
    else if (rates.has(hour)) problems.push({ line, message: 'the hour has a rate already' })
    else rates.set(hour, rate)
  })
  if (problems.length === 0 && rates.size === 0) {
    problems.push({ line: 2, message: 'there is no rate in it' })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rates }
}

export interface FundingCover {
  /** Payments that the file has between the first open and the last close. */
  readonly payments: number
  /** Payments that its own usual step lets expect there, and that it lacks. */
  readonly missing: number
}

/** How much of a period the rates cover, by the smallest step between two of them. */
export function fundingCover(rates: FundingRates, fromMs: number, toMs: number): FundingCover {
  const hours = [...rates.keys()].sort((a, b) => a - b)
  let step = Number.POSITIVE_INFINITY
  for (let index = 1; index < hours.length; index += 1) {
    step = Math.min(step, (hours[index] as number) - (hours[index - 1] as number))
  }
  const [first, last] = [Math.floor(fromMs / HOUR_MS) + 1, Math.floor(toMs / HOUR_MS)]
  const payments = hours.filter((hour) => hour >= first && hour <= last).length
  if (!Number.isFinite(step)) return { payments, missing: 0 }
  const phase = (hours[0] as number) % step
  const firstDue = first + ((((phase - first) % step) + step) % step)
  const due = firstDue > last ? 0 : Math.floor((last - firstDue) / step) + 1
  return { payments, missing: Math.max(0, due - payments) }
}

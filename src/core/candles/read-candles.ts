import type { Timeframe } from '../model/timeframe.ts'
import { TIMEFRAME_MS, TIMEFRAMES } from '../model/timeframe.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import { emptyColumns } from '../strategies/candle-view.ts'
import type { CandleHeader } from './candle-header.ts'
import { bareField, readCandleHeader } from './candle-header.ts'
import { candleTimeText, dateOfZonedMidnight, readCandleTime } from './candle-time.ts'

export interface CandleProblem {
  /** Counted from 1; the header is line 1. */
  readonly line: number
  readonly message: string
}

/** Candles that are not there between two that are. No error: markets close. */
export interface CandleGap {
  /** Opening times of the candles on both sides. */
  readonly afterMs: number
  readonly beforeMs: number
  readonly missing: number
  /** Of the candle behind the gap; 0 where there is no file. */
  readonly line: number
}

export type CandleReading =
  | {
      readonly ok: true
      readonly candles: CandleColumns
      readonly timeframe: Timeframe
      readonly gaps: readonly CandleGap[]
    }
  | { readonly ok: false; readonly problems: readonly CandleProblem[] }

/** Enough to see what is wrong; a file of another kind would fill memory with complaints. */
const PROBLEMS_MAX = 1000

interface Reading {
  readonly columns: CandleColumns
  readonly lines: Int32Array
  readonly problems: CandleProblem[]
  count: number
  /** The dates of the rows, as long as every one opens at midnight in a zone; else null. */
  dates: number[] | null
}

/**
 * Reads candles from CSV text: `,` or `;` between fields, columns by their names in any order, times
 * as ISO or epoch. Duplicates, disorder and impossible rows are listed with their lines, and then
 * nothing is read; gaps are listed beside the candles.
 */
export function readCandles(text: string): CandleReading {
  const marked = text.startsWith('\uFEFF') ? text.slice(1) : text
  // Old Macs end a line with a carriage return alone.
  const body = marked.includes('\n') ? marked : marked.replaceAll('\r', '\n')
  const headerEnd = endOfLine(body, 0)
  const header = readCandleHeader(body.slice(0, headerEnd).replace(/\r$/, ''))
  if (typeof header === 'string') return { ok: false, problems: [{ line: 1, message: header }] }
  const reading = readRows(body, headerEnd + 1, header)
  if (reading.count === 0 && reading.problems.length === 0) {
    reading.problems.push({ line: 2, message: 'there is no candle below the header' })
  }
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems }
  return finish(reading)
}

const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function countLines(text: string, from: number): number {
  let lines = 1
  for (let at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

function readRows(text: string, from: number, header: CandleHeader): Reading {
  const room = from > text.length ? 0 : countLines(text, from)
  const reading: Reading = {
    columns: emptyColumns(room),
    lines: new Int32Array(room),
    problems: [],
    count: 0,
    dates: [],
  }
  let line = 2
  for (let at = from; at < text.length; line += 1) {
    const end = endOfLine(text, at)
    const row = text.charCodeAt(end - 1) === 13 ? text.slice(at, end - 1) : text.slice(at, end)
    at = end + 1
    if (row.trim() === '') continue
    const message = readRow(reading, row, line, header)
    if (message === null) continue
    reading.problems.push({ line, message })
    if (reading.problems.length >= PROBLEMS_MAX) break
  }
  return reading
}

/** Puts a row where the next candle goes; a sentence where it cannot be one. */
function readRow(reading: Reading, row: string, line: number, header: CandleHeader): string | null {
  const fields = row.split(header.separator)
  if (fields.length !== header.fields) {
    return `${fields.length} fields instead of ${header.fields}: "${row.slice(0, 60)}"`
  }
  const time = bareField(fields[header.time] as string)
  const openTimeMs = readCandleTime(time)
  if (Number.isNaN(openTimeMs)) return `"${time.slice(0, 40)}" is no time`
  const open = numberOf(fields[header.open] as string)
  const high = numberOf(fields[header.high] as string)
  const low = numberOf(fields[header.low] as string)
  const close = numberOf(fields[header.close] as string)
  const volume = header.volume < 0 ? 0 : numberOf(fields[header.volume] as string)
  const problem = impossible(open, high, low, close, volume) ?? orderProblem(reading, openTimeMs)
  if (problem !== null) return problem
  const { columns, count, dates } = reading
  if (dates !== null) {
    const date = dateOfZonedMidnight(time)
    if (Number.isNaN(date)) reading.dates = null
    else dates.push(date)
  }
  columns.openTimeMs[count] = openTimeMs
  columns.open[count] = open
  columns.high[count] = high
  columns.low[count] = low
  columns.close[count] = close
  columns.volume[count] = volume
  reading.lines[count] = line
  reading.count += 1
  return null
}

/** A decimal number, 1.5e-7 too; NaN for an empty field, for words and for 0x10. */
function numberOf(field: string): number {
  const bare = bareField(field)
  return bare === '' || /^[+-]?0[xob]/i.test(bare) ? Number.NaN : Number(bare)
}

/** The smallest price that money here can count, and one that no market has. */
const PRICE_MIN = 1e-8
const PRICE_MAX = 1e12
const VOLUME_MAX = 1e18

function impossible(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): string | null {
  if (!Number.isFinite(open + high + low + close)) return 'a price is no number'
  if (!Number.isFinite(volume) || volume < 0) return 'the volume is no number or negative'
  if (volume > VOLUME_MAX) return 'the volume is above a billion billions'
  if (!(low > 0)) return 'a price is zero or negative'
  if (high < low) return 'the high is below the low'
  if (open > high || open < low) return 'the open is outside high and low'
  if (close > high || close < low) return 'the close is outside high and low'
  if (low < PRICE_MIN) return 'a price is below 0.00000001, the smallest that is counted here'
  return high > PRICE_MAX ? 'a price is above 1,000,000,000,000' : null
}

function orderProblem({ columns, count }: Reading, openTimeMs: number): string | null {
  if (count === 0) return null
  const before = columns.openTimeMs[count - 1] as number
  if (openTimeMs > before) return null
  const at = candleTimeText(openTimeMs)
  return openTimeMs === before
    ? `${at} is there twice`
    : `${at} comes after a later candle: sort the file by time`
}

function shortened({ columns, count }: Reading): CandleColumns {
  const cut = (column: Float64Array): Float64Array => column.slice(0, count)
  return {
    openTimeMs: cut(columns.openTimeMs),
    open: cut(columns.open),
    high: cut(columns.high),
    low: cut(columns.low),
    close: cut(columns.close),
    volume: cut(columns.volume),
  }
}

/** The candle length whose grid all opening times keep; null where there is none. */
export function timeframeOf(openTimeMs: Float64Array): Timeframe | null {
  let shortest = Number.POSITIVE_INFINITY
  for (let index = 1; index < openTimeMs.length; index += 1) {
    const step = (openTimeMs[index] as number) - (openTimeMs[index - 1] as number)
    if (step < shortest) shortest = step
  }
  return TIMEFRAMES.find((timeframe) => TIMEFRAME_MS[timeframe] === shortest) ?? null
}

function finish(reading: Reading): CandleReading {
  const candles = shortened(reading)
  if (reading.dates !== null) candles.openTimeMs.set(reading.dates)
  const timeframe = timeframeOf(candles.openTimeMs)
  if (timeframe === null) {
    const message = `the candles are not ${TIMEFRAMES.join(', ')} apart, so their length is unknown`
    return { ok: false, problems: [{ line: 2, message }] }
  }
  const lengthMs = TIMEFRAME_MS[timeframe]
  const problems: CandleProblem[] = []
  for (let index = 1; index < reading.count && problems.length < PROBLEMS_MAX; index += 1) {
    const at = candles.openTimeMs[index] as number
    if ((at - (candles.openTimeMs[index - 1] as number)) % lengthMs === 0) continue
    const message = `${candleTimeText(at)} is not on the ${timeframe} grid of the file`
    problems.push({ line: reading.lines[index] as number, message })
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, candles, timeframe, gaps: candleGaps(candles, lengthMs, reading.lines) }
}

/** Where candles of that length are missing between neighbours. */
export function candleGaps(
  { openTimeMs }: CandleColumns,
  lengthMs: number,
  lines: Int32Array | null = null,
): readonly CandleGap[] {
  const gaps: CandleGap[] = []
  for (let index = 1; index < openTimeMs.length; index += 1) {
    const afterMs = openTimeMs[index - 1] as number
    const beforeMs = openTimeMs[index] as number
    const missing = Math.round((beforeMs - afterMs) / lengthMs) - 1
    if (missing > 0) gaps.push({ afterMs, beforeMs, missing, line: lines?.[index] ?? 0 })
  }
  return gaps
}

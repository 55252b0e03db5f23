import type { Price, Quantity } from '#core/money/amount.ts'
import { asQuantity } from '#core/money/amount.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import type { CandleColumns } from './candle-columns.ts'
import { readHeader, splitRow } from './candle-columns.ts'
import { parseCandleTime } from './candle-time.ts'
import type { FeedCandle } from './feed.ts'

export interface CandleFileProblem {
  /** Counted from 1; the header is line 1. */
  readonly line: number
  readonly message: string
}

/** The file cannot be used; nothing of it was. */
export class CandleFileError extends Error {
  override readonly name = 'CandleFileError'
  readonly problems: readonly CandleFileProblem[]

  constructor(fileName: string, problems: readonly CandleFileProblem[]) {
    const shown = problems
      .slice(0, SHOWN_MAX)
      .map(({ line, message }) => `  line ${line}: ${message}`)
    const rest = problems.length - shown.length
    super(
      [
        `${fileName} cannot be replayed: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
        ...shown,
        ...(rest > 0 ? [`  and ${rest} more`] : []),
      ].join('\n'),
    )
    this.problems = problems
  }
}

export interface CandleFile {
  readonly candles: readonly FeedCandle[]
  readonly intervalMs: number
  /** Decimal places of the most precise price. */
  readonly priceDecimals: number
}

const SHOWN_MAX = 20
/** Enough to see what is wrong; a file of another kind would fill memory with complaints. */
const PROBLEMS_MAX = 1000

interface Row extends FeedCandle {
  readonly line: number
}

/**
 * Reads candles from CSV text: a header that names time, open, high, low, close (and volume, if
 * there is one) in any order, `,` or `;` between fields, times as ISO (UTC where no zone is given)
 * or epoch seconds or milliseconds. Throws CandleFileError with every problem and its line.
 */
export function parseCandleFile(text: string, fileName: string): CandleFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const header = readHeader(lines[0] ?? '')
  if (!header.ok) throw new CandleFileError(fileName, [{ line: 1, message: header.message }])
  const problems: CandleFileProblem[] = []
  const rows: Row[] = []
  let priceDecimals = 0
  for (let index = 1; index < lines.length && problems.length < PROBLEMS_MAX; index += 1) {
    const line = lines[index] as string
    if (line.trim() === '' && isLastText(lines, index)) break
    const row = readRow(line, index + 1, header.columns)
    if ('message' in row) problems.push(row)
    else {
      rows.push(row)
      priceDecimals = Math.max(priceDecimals, decimalsOf(row))
    }
  }
  if (rows.length === 0 && problems.length === 0) {
    problems.push({ line: 2, message: 'there is no candle below the header' })
  }
  const intervalMs = intervalOf(rows)
  problems.push(...checkSequence(rows, intervalMs))
  if (problems.length > 0) {
    throw new CandleFileError(
      fileName,
      problems.sort((a, b) => a.line - b.line),
    )
  }
  return { candles: rows.map(({ line: _line, ...candle }) => candle), intervalMs, priceDecimals }
}

const isLastText = (lines: readonly string[], from: number): boolean =>
  lines.slice(from, from + 10).every((line) => line.trim() === '') &&
  lines.slice(from).every((line) => line.trim() === '')

function readRow(text: string, line: number, columns: CandleColumns): Row | CandleFileProblem {
  const fields = splitRow(text, columns.separator)
  if (fields.length !== columns.count) {
    return { line, message: `${fields.length} fields instead of ${columns.count}: "${cut(text)}"` }
  }
  const openMs = parseCandleTime(fields[columns.time] ?? '')
  if (openMs === null) return { line, message: `"${cut(fields[columns.time])}" is no time` }
  try {
    const price = (column: number): Price => parsePrice(fields[column] ?? '')
    const candle = {
      line,
      openMs,
      open: price(columns.open),
      high: price(columns.high),
      low: price(columns.low),
      close: price(columns.close),
      volume: columns.volume === null ? asQuantity(0n) : volumeOf(fields[columns.volume] ?? ''),
    }
    const message = impossible(candle)
    return message ? { line, message } : candle
  } catch (cause) {
    return { line, message: cause instanceof Error ? cause.message : String(cause) }
  }
}

/** Volumes come with any number of places; what lies below 1e-8 is dropped. */
const volumeOf = (text: string): Quantity =>
  parseQuantity(text.replace(/^(-?\d+\.\d{8})\d+$/, '$1'))

function impossible({ open, high, low, close, volume }: Row): string | null {
  if (low <= 0n) return 'a price is zero or negative'
  if (high < low) return 'the high is below the low'
  if (open > high || open < low) return 'the open is outside high and low'
  if (close > high || close < low) return 'the close is outside high and low'
  return volume < 0n ? 'the volume is negative' : null
}

/** The shortest step between neighbours. */
function intervalOf(rows: readonly Row[]): number {
  let shortest = Number.POSITIVE_INFINITY
  for (let index = 1; index < rows.length; index += 1) {
    const step = (rows[index] as Row).openMs - (rows[index - 1] as Row).openMs
    if (step > 0 && step < shortest) shortest = step
  }
  return Number.isFinite(shortest) ? shortest : 60_000
}

function checkSequence(rows: readonly Row[], intervalMs: number): CandleFileProblem[] {
  const problems: CandleFileProblem[] = []
  for (let index = 1; index < rows.length && problems.length < PROBLEMS_MAX; index += 1) {
    const row = rows[index] as Row
    const step = row.openMs - (rows[index - 1] as Row).openMs
    const message = stepProblem(step, intervalMs, row.openMs)
    if (message) problems.push({ line: row.line, message })
  }
  return problems
}

function stepProblem(step: number, intervalMs: number, openMs: number): string | null {
  const at = new Date(openMs).toISOString()
  if (step === intervalMs) return null
  if (step === 0) return `${at} is there twice`
  if (step < 0) return `${at} comes after a later candle: sort the file by time`
  const missing = Math.round(step / intervalMs) - 1
  if (step % intervalMs !== 0) return `${at} is not on the ${intervalMs / 1000} s grid of the file`
  return `${missing} ${missing === 1 ? 'candle is' : 'candles are'} missing before ${at}`
}

function decimalsOf(candle: FeedCandle): number {
  let decimals = 0
  for (const price of [candle.open, candle.high, candle.low, candle.close]) {
    while (decimals < 8 && price % 10n ** BigInt(8 - decimals) !== 0n) decimals += 1
  }
  return decimals
}

const cut = (text: string | undefined): string => (text ?? '').slice(0, 60)

import { parse } from 'csv-parse/sync'
import { parseInstant } from '#core/tax/calendar.ts'
import { formatExact, parseExact } from '#core/tax/exact-decimal.ts'
import type { InputProblem } from '#core/tax/ledger-entry.ts'
import { unguardText } from '#core/tax/reports/csv-row.ts'

const PROBLEMS_MAX = 100
/** More than ten times what the venue keeps. */
export const ROWS_MAX = 2_000_000

export interface CsvTable {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Parses RFC 4180 text; throws with one sentence where it is none. */
export function readTable(text: string): CsvTable {
  const records = parse(text, {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    to: ROWS_MAX + 1,
  }) as string[][]
  const [headers = [], ...rows] = records
  return { headers: headers.map((header) => header.trim()), rows }
}

/** Reads the cells of one row by the names of their columns and notes what is wrong with them. */
export class CellReader {
  readonly row: number
  readonly #cells: readonly string[]
  readonly #columns: ReadonlyMap<string, number>
  readonly #problems: InputProblem[]

  constructor(
    row: number,
    cells: readonly string[],
    columns: ReadonlyMap<string, number>,
    problems: InputProblem[],
  ) {
    this.row = row
    this.#cells = cells
    this.#columns = columns
    this.#problems = problems
  }

  note(field: string, value: string, expected: string): void {
    if (this.#problems.length < PROBLEMS_MAX) {
      this.#problems.push({ row: this.row, field, value, expected })
    }
  }

  /** '' where the column is missing or empty. */
  text(name: string): string {
    const index = this.#columns.get(name)
    return index === undefined ? '' : unguardText((this.#cells[index] ?? '').trim())
  }

  needed(name: string, expected = 'a text that is not empty'): string {
    const text = this.text(name)
    if (text === '') this.note(name, text, expected)
    return text
  }

  /** A plain signed decimal; '0' after noting what is wrong. */
  amount(name: string, fallback?: string): string {
    const text = this.text(name)
    if (text === '' && fallback !== undefined) return fallback
    const parsed = parseExact(text)
    if (parsed !== null) return formatExact(parsed.digits, parsed.scale)
    this.note(name, text, 'a decimal number with a point, such as -1234.5')
    return '0'
  }

  positive(name: string, fallback?: string): string {
    const amount = this.amount(name, fallback)
    if (amount.startsWith('-')) this.note(name, amount, 'a number that is not negative')
    return amount
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const text = this.text(name)
    const found = values.find((value) => value === text)
    if (found === undefined) this.note(name, text, `one of ${values.join(', ')}`)
    return found ?? (values[0] as T)
  }

  instant(name: string): number {
    const text = this.text(name)
    const tsMs = parseInstant(text)
    if (tsMs === null) this.note(name, text, 'a UTC time such as 2025-01-31T12:00:00Z')
    return tsMs ?? 0
  }
}

export function columnsOfTable(headers: readonly string[]): Map<string, number> {
  return new Map(headers.map((header, index) => [header, index]))
}

export function readersOf(table: CsvTable, problems: InputProblem[]): CellReader[] {
  const columns = columnsOfTable(table.headers)
  // The header is row 1 of the file, as a spreadsheet counts.
  return table.rows.map((cells, index) => new CellReader(index + 2, cells, columns, problems))
}

/** Without a number a row is named after what it is; equal ones are counted. */
export class RowNames {
  readonly #counts = new Map<string, number>()

  next(parts: readonly (string | number)[]): string {
    const name = parts.join('-').replace(/[^A-Za-z0-9.@/-]/g, '_')
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return `csv-${name}${count === 1 ? '' : `-${count}`}`
  }
}

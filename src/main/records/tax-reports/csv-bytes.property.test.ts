import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatInstant } from '#core/tax/calendar.ts'
import { formatExact } from '#core/tax/exact-decimal.ts'
import type { Cell, CellFormat, TableShape } from '#core/tax/reports/csv-row.ts'
import { guardText, unguardText } from '#core/tax/reports/csv-row.ts'
import { timeZone } from '#core/tax/time-zone.ts'
import { CsvBytes } from './csv-bytes.ts'

const shape: TableShape = {
  columns: [
    { header: 'first', kind: 'text' },
    { header: 'second, "quoted"', kind: 'text' },
    { header: 'number', kind: 'plain' },
  ],
  quoting: 'needed',
}

const format: CellFormat = { quantityScale: 3, valueScale: 18, zone: timeZone('Europe/London') }

function linesOf(table: TableShape, rows: readonly (readonly Cell[])[]): string {
  const parts: Buffer[] = []
  const csv = new CsvBytes(table, format, (bytes) => parts.push(Buffer.from(bytes)))
  for (const row of rows) csv.row(row)
  csv.flush()
  return Buffer.concat(parts).toString('utf8')
}

/** The one row, without the header line. */
const lineOf = (row: readonly Cell[]): string =>
  linesOf(shape, [row]).slice(linesOf(shape, []).length)

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '=1+1',
    "'=1+1",
    "''",
    '@SUM(A1)',
    '+1',
    '-1.5',
    '\t=1',
    '\r=1',
    '\0',
    '"',
    '""',
    'a,b',
    'a\nb',
    'a\r\nb',
    ' edge ',
    '\u202Eright to left',
    '👩‍👩‍👧‍👦 "family"',
    '',
  ),
)
const rowArbitrary = fc.tuple(anyText, anyText, fc.integer().map(String))

/** Strict, as a third party would read it: no trimming, no tolerance. */
const read = (text: string): string[][] =>
  parse(text, { record_delimiter: '\r\n', relax_column_count: false })

describe('a CSV written here', () => {
  it.each(['needed', 'all'] as const)('is read back as it was, quoting %s', (quoting) => {
    const table = { ...shape, quoting }
    fc.assert(
      fc.property(fc.array(rowArbitrary, { maxLength: 8 }), (rows) => {
        const text = linesOf(table, rows)
        const [header, ...back] = read(text)
        expect(header).toEqual(table.columns.map((column) => column.header))
        expect(back).toHaveLength(rows.length)
        back.forEach(([first = '', second = '', number], index) => {
          const [a, b, c] = rows[index] ?? ['', '', '']
          expect([unguardText(first), unguardText(second), number]).toEqual([a, b, c])
        })
      }),
      { numRuns: 500 },
    )
  })

  it('never begins a text cell with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(rowArbitrary, (row) => {
        const [[first = '', second = ''] = []] = read(lineOf(row))
        for (const cell of [first, second]) expect(cell).not.toMatch(/^[=+\-@\t\r\0]/)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves numbers alone', () => {
    expect(lineOf(['-1.5', 'x', '-1.5'])).toBe("'-1.5,x,-1.5\r\n")
    expect(guardText("'quoted")).toBe("''quoted")
  })

  it('is what csv-stringify writes from guarded cells', () => {
    const withoutEdges = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.trim())
    const rows = fc.tuple(withoutEdges, withoutEdges, fc.integer().map(String))
    fc.assert(
      fc.property(rows, (row) => {
        const [a, b, c] = row
        const theirs = stringify([[guardText(a), guardText(b), c]], {
          record_delimiter: 'windows',
          quoted_match: /[\r\n]/,
        })
        expect(lineOf(row)).toBe(theirs)
      }),
      { numRuns: 300 },
    )
  })

  it.each(['needed', 'all'] as const)('writes amounts and instants, quoting %s', (quoting) => {
    const kinds = ['quantity', 'value', 'instant', 'localTime'] as const
    const table = { columns: kinds.map((kind) => ({ header: kind, kind })), quoting }
    const amount = fc.oneof(
      fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
      fc.bigInt(-99n, 99n),
    )
    const ms = fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount, ms, ms), { maxLength: 20 }), (rows) => {
        const expected = rows.map(([quantity, value, utc, local]) => [
          formatExact(quantity, format.quantityScale),
          formatExact(value, format.valueScale),
          formatInstant(utc),
          format.zone.formatLocal(local),
        ])
        expect(read(linesOf(table, rows)).slice(1)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('goes on where its buffer is full, whatever the cells', () => {
    const kinds = ['text', 'plain', 'value', 'instant', 'localTime'] as const
    const table: TableShape = {
      columns: kinds.map((kind) => ({ header: kind, kind })),
      quoting: 'needed',
    }
    const long = ['=', 'ü,', 'a'].map((start) => start + 'x'.repeat(700_000))
    const rows = Array.from({ length: 30_000 }, (_, index) => [
      index % 5_000 === 1 ? (long[(index - 1) / 5_000] ?? 'y') : `text ${index}`,
      '',
      10n ** 21n + BigInt(index),
      1_600_000_000_000 + index,
      1_600_000_000_000 + index,
    ])
    const back = read(linesOf(table, rows)).slice(1)
    expect(back).toEqual(
      rows.map(([text, plain, value, utc, local]) => [
        guardText(text as string),
        plain,
        formatExact(value as bigint, format.valueScale),
        formatInstant(utc as number),
        format.zone.formatLocal(local as number),
      ]),
    )
  })

  it('refuses a row that does not fit', () => {
    expect(() => lineOf(['a', 'b'])).toThrow('a row of 2 cells in a table of 3 columns')
  })
})

import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TableShape } from '#core/tax/reports/csv-row.ts'
import { encodeHeader, guardText, rowEncoder, unguardText } from '#core/tax/reports/csv-row.ts'

const shape: TableShape = {
  columns: [
    { header: 'first', kind: 'text' },
    { header: 'second, "quoted"', kind: 'text' },
    { header: 'number', kind: 'plain' },
  ],
  quoting: 'needed',
}

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
    const encode = rowEncoder(table)
    fc.assert(
      fc.property(fc.array(rowArbitrary, { maxLength: 8 }), (rows) => {
        const text = encodeHeader(table) + rows.map((row) => encode([...row])).join('')
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
        const [[first = '', second = ''] = []] = read(rowEncoder(shape)([...row]))
        for (const cell of [first, second]) expect(cell).not.toMatch(/^[=+\-@\t\r\0]/)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves numbers alone', () => {
    expect(rowEncoder(shape)(['-1.5', 'x', '-1.5'])).toBe("'-1.5,x,-1.5\r\n")
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
        expect(rowEncoder(shape)([...row])).toBe(theirs)
      }),
      { numRuns: 300 },
    )
  })

  it('refuses a row that does not fit', () => {
    expect(() => rowEncoder(shape)(['a', 'b'])).toThrow('a row of 2 cells in a table of 3 columns')
  })
})

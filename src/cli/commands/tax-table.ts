import type { CaseOutput } from '../../core/tax/cases/run-case.ts'

type Cells = readonly string[]

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(cellText).join(' ') : JSON.stringify(value)
}

/** Aligned columns; numbers to the right. */
function layOut(headers: Cells, rows: readonly Cells[]): string {
  const widths = headers.map((header, index) =>
    Math.max(header.length, ...rows.map((row) => (row[index] ?? '').length)),
  )
  const line = (cells: Cells): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return /^-?\d[\d.]*$/.test(cell) ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(headers), ...rows.map(line)].join('\n')
}

function tableOf(rows: readonly unknown[], columns: Cells): string {
  const cells = rows.map((row) => columns.map((name) => cellText(isRecord(row) ? row[name] : '')))
  const used = columns.map((_, index) => cells.some((row) => row[index] !== ''))
  const keep = (row: Cells): Cells => row.filter((_, index) => used[index])
  return layOut(keep(columns), cells.map(keep))
}

const DISPOSAL_COLUMNS = [
  'event',
  'asset',
  'wallet',
  'rule',
  'acquiredAt',
  'soldAt',
  'quantity',
  'proceeds',
  'basis',
  'superficialDenied',
  'gain',
  'term',
]
const LEG_COLUMNS = [
  'id',
  'coin',
  'leg',
  'quantity',
  'entry',
  'exit',
  'pnl',
  'fee',
  'positionAfter',
  'entryAfter',
  'forced',
]

/** A computed case for reading in a terminal. */
export function taxTable(output: CaseOutput): string {
  const { disposals, legs, totals, warnings } = output
  const head = ['name', 'method', 'country', 'currency', 'scope', 'zone']
    .filter((name) => output[name] !== undefined)
    .map((name) => `${name} ${cellText(output[name])}`)
    .join(' · ')
  const parts = [head]
  if (Array.isArray(disposals)) parts.push(tableOf(disposals, DISPOSAL_COLUMNS))
  if (Array.isArray(legs)) parts.push(tableOf(legs, LEG_COLUMNS))
  if (isRecord(totals)) {
    const flat = Object.entries(totals).filter(([, value]) => typeof value === 'string')
    parts.push(`totals: ${flat.map(([name, value]) => `${name} ${cellText(value)}`).join(', ')}`)
  }
  for (const warning of Array.isArray(warnings) ? warnings : []) {
    parts.push(`warning: ${cellText(warning)}`)
  }
  parts.push(cellText(output.note))
  return `${parts.join('\n')}\n`
}

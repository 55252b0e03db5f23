import type { TimeZone } from '../time-zone.ts'

/**
 * `text` may come from outside and is guarded against spreadsheets that run it; the others are made
 * here (numbers, dates, codes) and stay as they are, so that -1.5 remains a number. A cell that is
 * no text yet is written by its column: an exact amount at the ledger's scale of quantities or of
 * money, or an instant in UTC or on the taxpayer's clock.
 */
export type CellKind = 'text' | 'plain' | 'quantity' | 'value' | 'instant' | 'localTime'

/** A finished text, an exact amount at the scale of its column, or epoch milliseconds. */
export type Cell = string | bigint | number

/** What the cells of a table that are no texts yet are written by. */
export interface CellFormat {
  readonly quantityScale: number
  readonly valueScale: number
  readonly zone: TimeZone
}

export interface Column {
  readonly header: string
  readonly kind: CellKind
}

export interface TableShape {
  readonly columns: readonly Column[]
  /** CoinTracking quotes every cell; elsewhere only what needs it is quoted. */
  readonly quoting: 'needed' | 'all'
}

export const LINE_END = '\r\n'

/** The characters with which spreadsheets begin a formula, and the guard itself. */
export const GUARDED: ReadonlySet<string> = new Set(['=', '+', '-', '@', '\t', '\r', '\0', "'"])

/** OWASP ASVS 1.2.10: an apostrophe before a text that a spreadsheet could take for a formula. */
export function guardText(text: string): string {
  return text !== '' && GUARDED.has(text.charAt(0)) ? `'${text}` : text
}

/** The inverse, for reading our own files back. */
export function unguardText(text: string): string {
  return text.charAt(0) === "'" && GUARDED.has(text.charAt(1)) ? text.slice(1) : text
}

export const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Whether RFC 4180 wants the cell quoted; spaces at the edges are quoted so that they survive. */
function needsQuotes(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 34 || code === 44 || code === 13 || code === 10) return true
  }
  return text.charCodeAt(0) === 32 || text.charCodeAt(text.length - 1) === 32
}

/** A text cell as it stands between its commas. */
export function encodeText(cell: string, quoting: TableShape['quoting']): string {
  const text = guardText(cell)
  return quoting === 'all' || needsQuotes(text) ? quote(text) : text
}

/** The header line; headers are ours and never guarded. */
export function encodeHeader({ columns, quoting }: TableShape): string {
  const cells = columns.map(({ header }) =>
    quoting === 'all' || needsQuotes(header) ? quote(header) : header,
  )
  return cells.join(',') + LINE_END
}

/** Columns from a header line as the formats write it; what is not listed is plain. */
export function columnsOf(
  headers: readonly string[],
  texts: readonly string[],
  others: Readonly<Record<string, CellKind>> = {},
): Column[] {
  const textHeaders = new Set(texts)
  return headers.map((header) => {
    const kind = textHeaders.has(header) ? 'text' : (others[header] ?? 'plain')
    return { header, kind }
  })
}

/**
 * `text` may come from outside and is guarded against spreadsheets that run it; `plain` is made
 * here (numbers, dates, codes) and stays as it is, so that -1.5 remains a number.
 */
export type CellKind = 'text' | 'plain'

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
const GUARDED = new Set(['=', '+', '-', '@', '\t', '\r', '\0', "'"])

/** OWASP ASVS 1.2.10: an apostrophe before a text that a spreadsheet could take for a formula. */
export function guardText(text: string): string {
  return text !== '' && GUARDED.has(text.charAt(0)) ? `'${text}` : text
}

/** The inverse, for reading our own files back. */
export function unguardText(text: string): string {
  return text.charAt(0) === "'" && GUARDED.has(text.charAt(1)) ? text.slice(1) : text
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Whether RFC 4180 wants the cell quoted; spaces at the edges are quoted so that they survive. */
function needsQuotes(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 34 || code === 44 || code === 13 || code === 10) return true
  }
  return text.charCodeAt(0) === 32 || text.charCodeAt(text.length - 1) === 32
}

function encodeCell(cell: string, kind: CellKind, quoting: TableShape['quoting']): string {
  const text = kind === 'text' ? guardText(cell) : cell
  return quoting === 'all' || (kind === 'text' && needsQuotes(text)) ? quote(text) : text
}

/** One line of RFC 4180 with its CRLF. Throws where the cells do not fit the columns. */
export function encodeRow(shape: TableShape, cells: readonly string[]): string {
  const { columns, quoting } = shape
  if (cells.length !== columns.length) {
    throw new RangeError(`a row of ${cells.length} cells in a table of ${columns.length} columns`)
  }
  let line = ''
  for (let index = 0; index < cells.length; index += 1) {
    const kind = (columns[index] as Column).kind
    const cell = encodeCell(cells[index] as string, kind, quoting)
    line = index === 0 ? cell : `${line},${cell}`
  }
  return line + LINE_END
}

/** The header line; headers are ours and never guarded. */
export function encodeHeader({ columns, quoting }: TableShape): string {
  const cells = columns.map(({ header }) =>
    quoting === 'all' || needsQuotes(header) ? quote(header) : header,
  )
  return cells.join(',') + LINE_END
}

/** Columns from a header line as the formats write it; names listed are texts, others plain. */
export function columnsOf(headers: readonly string[], texts: readonly string[]): Column[] {
  const textHeaders = new Set(texts)
  return headers.map((header) => ({ header, kind: textHeaders.has(header) ? 'text' : 'plain' }))
}

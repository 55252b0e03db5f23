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

function encodeText(cell: string, quoting: TableShape['quoting']): string {
  const text = guardText(cell)
  return quoting === 'all' || needsQuotes(text) ? quote(text) : text
}

/** Uses up the cells it is given. */
export type RowEncoder = (cells: string[]) => string

/**
 * Writes rows of one table as lines of RFC 4180 with their CRLF. The encoder throws where the cells
 * do not fit the columns. A line is joined at once: grown cell by cell it would be a tree of small
 * strings, and flattening that costs more than all the rest.
 */
export function rowEncoder({ columns, quoting }: TableShape): RowEncoder {
  const count = columns.length
  const texts = columns.flatMap(({ kind }, index) =>
    kind === 'text' ? [{ index, cell: '', encoded: encodeText('', quoting) }] : [],
  )
  const plains = columns.flatMap(({ kind }, index) => (kind === 'plain' ? [index] : []))
  return (cells) => {
    if (cells.length !== count) {
      throw new RangeError(`a row of ${cells.length} cells in a table of ${count} columns`)
    }
    for (const text of texts) {
      const cell = cells[text.index] as string
      if (text.cell !== cell) {
        text.cell = cell
        text.encoded = encodeText(cell, quoting)
      }
      cells[text.index] = text.encoded
    }
    if (quoting === 'all') for (const index of plains) cells[index] = quote(cells[index] as string)
    return cells.join(',') + LINE_END
  }
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

import { DAY_MS, formatDay } from '#core/tax/calendar.ts'
import type { Cell, CellFormat, CellKind, TableShape } from '#core/tax/reports/csv-row.ts'
import { encodeHeader, encodeText, GUARDED, quote } from '#core/tax/reports/csv-row.ts'
import { offsetSuffix } from '#core/tax/time-zone.ts'

const CHUNK_BYTES = 1 << 20
/** UTF-8 bytes of one UTF-16 unit at most. */
const BYTES_A_UNIT = 3
/** More than an instant and the commas of a row of empty cells take. */
const SPARE_BYTES = 1_024

const codeOf = (character: string): number => character.charCodeAt(0)
const COMMA = codeOf(',')
const QUOTE = codeOf('"')
const RETURN = codeOf('\r')
const LINE_FEED = codeOf('\n')
const POINT = codeOf('.')
const MINUS = codeOf('-')
const ZERO = codeOf('0')
const COLON = codeOf(':')
const SPACE = codeOf(' ')
const T = codeOf('T')
const Z = codeOf('Z')

/** Why an ASCII unit of a text cannot stand in the file as it is: anywhere, or first or last. */
const ANYWHERE = 1
const AT_EDGE = 2
const reasons = new Uint8Array(128)
for (const code of [COMMA, QUOTE, RETURN, LINE_FEED]) reasons[code] = ANYWHERE
for (const character of [...GUARDED, ' ']) {
  const code = codeOf(character)
  reasons[code] = (reasons[code] as number) | AT_EDGE
}

const hasEdge = (cell: string): boolean =>
  ((reasons[cell.charCodeAt(0)] as number) & AT_EDGE) !== 0 ||
  cell.charCodeAt(cell.length - 1) === SPACE

/**
 * Writes the rows of one table as lines of RFC 4180 with their CRLF into one buffer, which it hands
 * on whenever it is full. Amounts and instants become bytes without a text of their own: the texts
 * of a million rows would cost more than everything else about them.
 */
export class CsvBytes {
  readonly #kinds: readonly CellKind[]
  readonly #quoting: TableShape['quoting']
  readonly #format: CellFormat
  readonly #onFull: (bytes: Buffer) => void
  readonly #bytes = Buffer.allocUnsafe(CHUNK_BYTES)
  #filled = 0

  constructor(shape: TableShape, format: CellFormat, onFull: (bytes: Buffer) => void) {
    this.#kinds = shape.columns.map(({ kind }) => kind)
    this.#quoting = shape.quoting
    this.#format = format
    this.#onFull = onFull
    this.#encoded(encodeHeader(shape))
  }

  /** Throws where the cells do not fit the columns. */
  row(cells: readonly Cell[]): void {
    const kinds = this.#kinds
    const count = kinds.length
    if (cells.length !== count) {
      throw new RangeError(`a row of ${cells.length} cells in a table of ${count} columns`)
    }
    const isQuoted = this.#quoting === 'all'
    this.#hasRoom(0)
    for (let index = 0; index < count; index += 1) {
      const cell = cells[index] as Cell
      const kind = kinds[index] as CellKind
      if (index > 0) this.#byte(COMMA)
      if (typeof cell === 'string') this.#text(cell, kind)
      else {
        if (isQuoted) this.#byte(QUOTE)
        if (typeof cell === 'bigint') this.#amount(cell, kind)
        else this.#time(cell, kind)
        if (isQuoted) this.#byte(QUOTE)
      }
    }
    this.#byte(RETURN)
    this.#byte(LINE_FEED)
  }

  /** Hands on what there is. */
  flush(): void {
    if (this.#filled === 0) return
    this.#onFull(this.#bytes.subarray(0, this.#filled))
    this.#filled = 0
  }

  /** Whether so many bytes, and the spare ones, fit into what is free; makes room if they can. */
  #hasRoom(bytes: number): boolean {
    if (bytes + SPARE_BYTES <= CHUNK_BYTES - this.#filled) return true
    this.flush()
    return bytes + SPARE_BYTES <= CHUNK_BYTES
  }

  #byte(code: number): void {
    this.#bytes[this.#filled] = code
    this.#filled += 1
  }

  #text(cell: string, kind: CellKind): void {
    const { length } = cell
    if (length === 0 && this.#quoting === 'needed') return
    if (this.#quoting === 'all')
      this.#encoded(kind === 'text' ? encodeText(cell, 'all') : quote(cell))
    else if (!this.#hasRoom(length) || !this.#copy(cell, kind === 'text')) {
      this.#encoded(kind === 'text' ? encodeText(cell, 'needed') : cell)
    }
  }

  /** The cell as it is, one byte a unit; false, and nothing written, where that may not do. */
  #copy(cell: string, isText: boolean): boolean {
    const bytes = this.#bytes
    const start = this.#filled
    const { length } = cell
    let seen = 0
    for (let index = 0; index < length; index += 1) {
      const code = cell.charCodeAt(index)
      if (code > 127) return false
      seen |= reasons[code] as number
      bytes[start + index] = code
    }
    if (isText && seen !== 0 && ((seen & ANYWHERE) !== 0 || hasEdge(cell))) return false
    this.#filled = start + length
    return true
  }

  /**
   * The shortest exact decimal, as formatExact writes it. The loops stand here and not in a method
   * of their own, which makes them several times as fast.
   */
  #amount(digits: bigint, kind: CellKind): void {
    const scale = kind === 'quantity' ? this.#format.quantityScale : this.#format.valueScale
    const text = digits.toString()
    const { length } = text
    if (!this.#hasRoom(length + scale)) throw new RangeError('an amount without end')
    const bytes = this.#bytes
    let filled = this.#filled
    const first = digits < 0n ? 1 : 0
    if (first === 1) {
      bytes[filled] = MINUS
      filled += 1
    }
    const point = length - scale
    if (point <= first) {
      bytes[filled] = ZERO
      filled += 1
    } else {
      const shift = filled - first
      for (let index = first; index < point; index += 1) {
        bytes[shift + index] = text.charCodeAt(index)
      }
      filled = shift + point
    }
    let end = length
    while (end > point && end > first && text.charCodeAt(end - 1) === ZERO) end -= 1
    if (end > point && end > first) {
      bytes[filled] = POINT
      filled += 1
      for (let zero = point; zero < first; zero += 1) {
        bytes[filled] = ZERO
        filled += 1
      }
      const from = point < first ? first : point
      const shift = filled - from
      for (let index = from; index < end; index += 1) bytes[shift + index] = text.charCodeAt(index)
      filled = shift + end
    }
    this.#filled = filled
  }

  #ascii(text: string): void {
    const bytes = this.#bytes
    const start = this.#filled
    const { length } = text
    for (let index = 0; index < length; index += 1) bytes[start + index] = text.charCodeAt(index)
    this.#filled = start + length
  }

  /** "2024-02-29T08:41:00Z", or on the taxpayer's clock "2024-02-29 09:41:00+01:00". */
  #time(tsMs: number, kind: CellKind): void {
    this.#hasRoom(0)
    const { zone } = this.#format
    const isLocal = kind === 'localTime'
    const offset = isLocal ? zone.offsetMs(tsMs) : 0
    const shown = tsMs + offset
    const day = Math.floor(shown / DAY_MS)
    this.#ascii(formatDay(day))
    this.#byte(isLocal ? SPACE : T)
    this.#clock(shown - day * DAY_MS)
    if (isLocal) this.#ascii(offsetSuffix(offset))
    else this.#byte(Z)
  }

  #clock(msOfDay: number): void {
    const seconds = Math.floor(msOfDay / 1_000)
    const minutes = Math.floor(seconds / 60)
    const hours = Math.floor(minutes / 60)
    this.#twoDigits(hours)
    this.#byte(COLON)
    this.#twoDigits(minutes - hours * 60)
    this.#byte(COLON)
    this.#twoDigits(seconds - minutes * 60)
    const rest = msOfDay - seconds * 1_000
    if (rest !== 0) this.#ascii(`.${String(rest).padStart(3, '0')}`)
  }

  #twoDigits(value: number): void {
    const tens = Math.floor(value / 10)
    this.#byte(ZERO + tens)
    this.#byte(ZERO + value - tens * 10)
  }

  #encoded(text: string): void {
    const most = text.length * BYTES_A_UNIT
    if (this.#hasRoom(most)) this.#filled += this.#bytes.write(text, this.#filled, 'utf8')
    else this.#onFull(Buffer.from(text, 'utf8'))
  }
}

import type { Price, Quantity } from '#core/money/amount.ts'
import { readShortDecimal } from '#core/money/decimal.ts'
import type { BookLevels } from '../../runtime/ports.ts'

type Level = BookLevels['bids'][number]

const START = '{"channel":"l2Book","data":{'
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COIN_LENGTH_MAX = 32
const LAST_TIME_MS = Date.UTC(2100, 0, 1)
const LEVELS_MAX = 100

/** Walks once over the text of a frame that looks as the venue writes it. */
export class FrameScanner {
  readonly #text: string
  at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Steps over these very characters; false, and no step, when they are not there. */
  take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.at)) return false
    this.at += literal.length
    return true
  }

  get isAtEnd(): boolean {
    return this.at === this.#text.length
  }

  /** A positive decimal up to its closing quote; null where it is anything else. */
  decimal(): bigint | null {
    const end = this.#text.indexOf('"', this.at)
    if (end < 0 || end - this.at > 20) return null
    const value = readShortDecimal(this.#text, this.at, end)
    if (value === null || value <= 0n) return null
    this.at = end + 1
    return value
  }

  /** A whole number as JSON writes it. */
  integer(): number | null {
    const text = this.#text
    const start = this.at
    let value = 0
    let end = start
    for (; end < text.length; end += 1) {
      const digit = text.charCodeAt(end) - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    const digits = end - start
    if (digits === 0 || digits > 15 || (digits > 1 && text.charCodeAt(start) === 0x30)) return null
    this.at = end
    return value
  }

  /** A short text without escapes up to its closing quote. */
  word(): string | null {
    const text = this.#text
    const start = this.at
    for (let end = start; end < text.length && end - start <= COIN_LENGTH_MAX; end += 1) {
      const code = text.charCodeAt(end)
      if (code === BACKSLASH || code < 0x20) return null
      if (code !== QUOTE) continue
      this.at = end + 1
      return end === start ? null : text.slice(start, end)
    }
    return null
  }
}

function scanSide(scanner: FrameScanner): Level[] | null {
  const levels: Level[] = []
  if (!scanner.take('[')) return null
  if (scanner.take(']')) return levels
  do {
    if (!scanner.take('{"px":"')) return null
    const price = scanner.decimal() as Price | null
    if (price === null || !scanner.take(',"sz":"')) return null
    const size = scanner.decimal() as Quantity | null
    if (size === null || !scanner.take(',"n":') || scanner.integer() === null) return null
    if (!scanner.take('}') || levels.length === LEVELS_MAX) return null
    levels.push({ price, size })
  } while (scanner.take(','))
  return scanner.take(']') ? levels : null
}

/**
 * A frame of a book, read in one walk: a third of what JSON and a schema take. It knows one way of
 * writing only. Whatever is written otherwise, or is wrong in any way, gives null, and the slow
 * reader says what it is.
 */
export function scanBook(text: string): BookLevels | null {
  const scanner = new FrameScanner(text)
  if (!scanner.take(START)) return null
  let coin: string | null = null
  let tsEventMs: number | null = null
  let bids: Level[] | null = null
  let asks: Level[] | null = null
  do {
    if (coin === null && scanner.take('"coin":"')) {
      coin = scanner.word()
      if (coin === null) return null
    } else if (tsEventMs === null && scanner.take('"time":')) {
      tsEventMs = scanner.integer()
      if (tsEventMs === null) return null
    } else if (bids === null && scanner.take('"levels":[')) {
      bids = scanSide(scanner)
      if (bids === null || !scanner.take(',')) return null
      asks = scanSide(scanner)
      if (asks === null || !scanner.take(']')) return null
    } else if (!scanner.take('"fast":true')) return null
  } while (scanner.take(','))
  if (!scanner.take('}}') || !scanner.isAtEnd) return null
  if (coin === null || tsEventMs === null || bids === null || asks === null) return null
  if (tsEventMs < 1 || tsEventMs > LAST_TIME_MS) return null
  const [bid, ask] = [bids[0], asks[0]]
  if (bid && ask && bid.price >= ask.price) return null
  return { coin, tsEventMs, bids, asks }
}

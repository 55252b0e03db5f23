import type { QuoteTick } from '#core/engine/market-inputs.ts'
import type { Price } from '#core/money/amount.ts'
import type { Book } from './parse-market.ts'

interface Row {
  bid: Price | null
  ask: Price | null
  mark: Price | null
  tsEventMs: number
  /** Monotonic time of the last word on the book and the mark, null on a new connection. */
  bookHeardMs: number | null
  markHeardMs: number | null
  /** When the book first moved after the last word on the mark; null while it has not. */
  movedSinceMarkMs: number | null
}

/** How old book and mark of a coin are, ms; null where they never came on this connection. */
export interface QuoteAge {
  readonly coin: string
  readonly bookAgeMs: number | null
  /** The venue tells a mark only when it changes: it is old once the book has moved without it. */
  readonly markAgeMs: number | null
}

/** Best bid, best ask and mark of each watched coin, joined into quotes. */
export class QuoteBoard {
  readonly #emit: (tick: QuoteTick) => void
  readonly #monotonicMs: () => number
  readonly #rows = new Map<string, Row>()

  constructor(emit: (tick: QuoteTick) => void, monotonicMs: () => number) {
    this.#emit = emit
    this.#monotonicMs = monotonicMs
  }

  watch(coin: string): void {
    if (this.#rows.has(coin)) return
    this.#rows.set(coin, {
      bid: null,
      ask: null,
      mark: null,
      tsEventMs: 0,
      bookHeardMs: null,
      markHeardMs: null,
      movedSinceMarkMs: null,
    })
  }

  coins(): readonly string[] {
    return [...this.#rows.keys()]
  }

  isWatched(coin: string): boolean {
    return this.#rows.has(coin)
  }

  /** Prices of before the break are not prices of now. */
  forgetAges(): void {
    for (const row of this.#rows.values()) {
      row.bookHeardMs = null
      row.markHeardMs = null
      row.movedSinceMarkMs = null
    }
  }

  /** A book that is older than what is known changes nothing. */
  takeBook(book: Book): void {
    const row = this.#rows.get(book.coin)
    if (!row || book.tsEventMs < row.tsEventMs) return
    const nowMs = this.#monotonicMs()
    const hasMoved = row.bid !== book.bid || row.ask !== book.ask
    if (hasMoved && row.movedSinceMarkMs === null) row.movedSinceMarkMs = nowMs
    row.bid = book.bid
    row.ask = book.ask
    row.tsEventMs = book.tsEventMs
    row.bookHeardMs = nowMs
    this.#publish(book.coin, row)
  }

  takeMark(coin: string, mark: Price): void {
    const row = this.#rows.get(coin)
    if (!row) return
    row.mark = mark
    row.markHeardMs = this.#monotonicMs()
    row.movedSinceMarkMs = null
    this.#publish(coin, row)
  }

  ages(): readonly QuoteAge[] {
    const nowMs = this.#monotonicMs()
    return [...this.#rows].map(([coin, row]) => {
      const { bookHeardMs, markHeardMs, movedSinceMarkMs } = row
      return {
        coin,
        bookAgeMs: bookHeardMs === null ? null : nowMs - bookHeardMs,
        markAgeMs: markHeardMs === null ? null : nowMs - (movedSinceMarkMs ?? nowMs),
      }
    })
  }

  /** Coins whose book has an empty side. */
  oneSided(): readonly string[] {
    return [...this.#rows]
      .filter(([, row]) => row.bookHeardMs !== null && (row.bid === null || row.ask === null))
      .map(([coin]) => coin)
  }

  #publish(coin: string, row: Row): void {
    const { bid, ask, mark, tsEventMs, bookHeardMs, markHeardMs } = row
    if (bid === null || ask === null || mark === null) return
    if (bookHeardMs === null || markHeardMs === null) return
    this.#emit({ kind: 'quoteTick', coin, bid, ask, mark, tsEventMs })
  }
}

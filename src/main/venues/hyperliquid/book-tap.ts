import { z } from 'zod'
import type { Clock, Timer } from '../../runtime/clock.ts'
import type { BookLevels } from '../../runtime/ports.ts'
import { parse } from './parse.ts'
import { coinField, priceField, sizeField, timeField } from './parse-fields.ts'
import type { RefusalLog } from './refusal-log.ts'

const LEVELS_MAX = 20
/** What is shown must fit into 64 bits; a market that needs more has no book on the screen. */
const FIGURE_MAX = 2n ** 63n - 1n

const levelSchema = z
  .object({ px: priceField, sz: sizeField })
  .refine(({ px, sz }) => px <= FIGURE_MAX && sz <= FIGURE_MAX, 'a figure beyond 64 bits')
  .transform(({ px, sz }) => ({ price: px, size: sz }))
const levelsSchema = z
  .array(z.unknown())
  .transform((levels) => levels.slice(0, LEVELS_MAX))
  .pipe(z.array(levelSchema))
const wholeBookSchema = z.object({
  coin: coinField,
  time: timeField,
  levels: z.tuple([levelsSchema, levelsSchema]),
})

/** The answer to l2Book with all its levels. */
export const bookLevelsSchema = wholeBookSchema.transform(
  ({ coin, time, levels: [bids, asks] }): BookLevels => ({ coin, tsEventMs: time, bids, asks }),
)

/** The stream of quick books shows so many levels a side. */
const QUICK_LEVELS = 5
const ASK_EVERY_MS = 3_000
/** Levels farther back may be so old; then they are left out. */
const DEEP_FRESH_MS = 10_000

export interface BookTapOptions {
  readonly refusals: RefusalLog
  readonly clock: Clock
  /** The book as the venue answers it, 20 levels a side. */
  readonly ask: (coin: string) => Promise<BookLevels>
}

/**
 * The whole book of the one market that somebody looks at. The venue's stream brings five levels
 * twice a second; those behind them are asked for. Quotes are made of the best prices alone, so
 * nothing that trades depends on this.
 */
export class BookTap {
  readonly #options: BookTapOptions
  #coin: string | null = null
  #show: (book: BookLevels) => void = () => undefined
  #deep: { readonly book: BookLevels; readonly atMs: number } | null = null
  #timer: Timer | null = null

  constructor(options: BookTapOptions) {
    this.#options = options
  }

  /** Null: nobody looks. */
  watch(coin: string | null, show: (book: BookLevels) => void): void {
    if (coin !== this.#coin) {
      this.#timer?.cancel()
      this.#timer = null
      this.#deep = null
    }
    this.#coin = coin
    this.#show = show
  }

  /** A book whose levels were read already. */
  show(book: BookLevels): void {
    if (book.coin !== this.#coin) return
    const isQuick = Math.max(book.bids.length, book.asks.length) <= QUICK_LEVELS
    if (isQuick && this.#timer === null) this.#askDeep(book.coin)
    const deep = isQuick ? this.#deepOfNow() : null
    const bids = deep ? deep.bids.filter(({ price }) => isBehind(price, book.bids, -1)) : []
    const asks = deep ? deep.asks.filter(({ price }) => isBehind(price, book.asks, 1)) : []
    this.#show({
      coin: book.coin,
      tsEventMs: book.tsEventMs,
      bids: [...book.bids, ...bids].slice(0, LEVELS_MAX),
      asks: [...book.asks, ...asks].slice(0, LEVELS_MAX),
    })
  }

  /** A frame whose best prices were read already. */
  take(coin: string, data: unknown): void {
    if (coin !== this.#coin) return
    const book = parse(bookLevelsSchema, data, 'levels of a book')
    if (book.ok) this.show(book.value)
    else this.#options.refusals.add(book)
  }

  #deepOfNow(): BookLevels | null {
    if (this.#deep === null) return null
    const ageMs = this.#options.clock.monotonicMs() - this.#deep.atMs
    return ageMs <= DEEP_FRESH_MS ? this.#deep.book : null
  }

  /** The next question comes with a quick book after the pause; one without an answer is no harm. */
  #askDeep(coin: string): void {
    const { clock, ask } = this.#options
    this.#timer = clock.setTimer(ASK_EVERY_MS, () => {
      this.#timer = null
    })
    ask(coin).then(
      (book) => {
        if (coin === this.#coin) this.#deep = { book, atMs: clock.monotonicMs() }
      },
      () => undefined,
    )
  }
}

/** Farther from the middle than every level of the quick book; `outward` is 1 for asks. */
function isBehind(price: bigint, levels: BookLevels['bids'], outward: 1 | -1): boolean {
  const last = levels.at(-1)?.price
  if (last === undefined) return false
  return outward === 1 ? price > last : price < last
}

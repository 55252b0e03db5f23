import { z } from 'zod'
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

/**
 * The whole book of the one market that somebody looks at. Quotes are made of the best prices alone,
 * so nothing that trades depends on this.
 */
export class BookTap {
  readonly #refusals: RefusalLog
  #coin: string | null = null
  #show: (book: BookLevels) => void = () => undefined

  constructor(refusals: RefusalLog) {
    this.#refusals = refusals
  }

  /** Null: nobody looks. */
  watch(coin: string | null, show: (book: BookLevels) => void): void {
    this.#coin = coin
    this.#show = show
  }

  /** A book whose levels were read already. */
  show({ coin, tsEventMs, bids, asks }: BookLevels): void {
    if (coin !== this.#coin) return
    this.#show({
      coin,
      tsEventMs,
      bids: bids.slice(0, LEVELS_MAX),
      asks: asks.slice(0, LEVELS_MAX),
    })
  }

  /** A frame whose best prices were read already. */
  take(coin: string, data: unknown): void {
    if (coin !== this.#coin) return
    const book = parse(wholeBookSchema, data, 'levels of a book')
    if (!book.ok) {
      this.#refusals.add(book)
      return
    }
    const [bids, asks] = book.value.levels
    this.#show({ coin, tsEventMs: book.value.time, bids, asks })
  }
}

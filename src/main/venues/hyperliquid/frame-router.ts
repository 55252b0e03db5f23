import type { z } from 'zod'
import type { BookLevels } from '../../runtime/ports.ts'
import type { BookTap } from './book-tap.ts'
import type { CandleFeed } from './candle-feed.ts'
import type { FillFeed } from './fill-feed.ts'
import type { FundingFeed } from './funding-feed.ts'
import type { MarketClock } from './market-clock.ts'
import type { OrderFeed } from './order-feed.ts'
import type { Parsed } from './parse.ts'
import { parse, parseJson } from './parse.ts'
import {
  envelopeSchema,
  orderUpdatesFrameSchema,
  subscriptionResponseSchema,
  userFillsFrameSchema,
  userFundingsFrameSchema,
} from './parse-frame.ts'
import type { Book } from './parse-market.ts'
import { assetContextSchema, bookSchema, candleSchema } from './parse-market.ts'
import type { QuoteBoard } from './quote-board.ts'
import type { RefusalLog } from './refusal-log.ts'
import { scanBook } from './scan-book.ts'
import type { Subscriptions } from './subscriptions.ts'
import type { VenueHealth } from './venue-health.ts'

export interface FrameRouterOptions {
  readonly accountAddress: string
  readonly subscriptions: Subscriptions
  readonly board: QuoteBoard
  readonly tap: BookTap
  readonly candles: CandleFeed
  readonly orders: OrderFeed
  readonly fills: FillFeed
  readonly funding: FundingFeed
  readonly marketClock: MarketClock
  readonly health: VenueHealth
  readonly refusals: RefusalLog
  /** An event channel said something unreadable: ask instead. */
  readonly askEvents: () => void
}

type Read = (data: unknown) => void

/**
 * Every frame of the socket goes through here. A frame that cannot be read changes nothing but the
 * venue's health; nothing is ever thrown back into the socket.
 */
export class FrameRouter {
  readonly #options: FrameRouterOptions
  readonly #channels: ReadonlyMap<string, Read>

  constructor(options: FrameRouterOptions) {
    this.#options = options
    this.#channels = new Map<string, Read>([
      ['pong', () => undefined],
      ['subscriptionResponse', (data) => this.#takeSubscription(data)],
      ['error', (data) => options.refusals.note('warn', 'The venue reports an error.', data)],
      ['l2Book', (data) => this.#takeBook(data)],
      ['activeAssetCtx', (data) => this.#takeContext(data)],
      ['candle', (data) => this.#takeCandle(data)],
      ['orderUpdates', (data) => this.#takeOrders(data)],
      ['userFills', (data) => this.#takeFills(data)],
      ['userFundings', (data) => this.#takeFundings(data)],
    ])
  }

  /** `text` is empty for a binary frame, which the venue never sends. */
  take(text: string): void {
    const levels = scanBook(text)
    if (levels) this.#takeLevels(levels)
    else this.#takeAnything(text)
  }

  #takeAnything(text: string): void {
    const json = parseJson(text, 'frame')
    const envelope = json.ok ? parse(envelopeSchema, json.value, 'frame') : json
    if (!envelope.ok) {
      this.#refuseEvents('frame:unreadable', envelope)
      return
    }
    const { channel, data } = envelope.value
    const read = this.#channels.get(channel)
    if (read) read(data)
    else this.#options.refusals.note('info', `The channel "${channel}" is not known.`, data)
  }

  #takeSubscription(data: unknown): void {
    const { subscriptions, refusals } = this.#options
    const parsed = parse(subscriptionResponseSchema, data, 'subscription')
    if (!parsed.ok) refusals.add(parsed)
    else if (parsed.value.method === 'subscribe') {
      subscriptions.confirm(parsed.value.subscription)
    }
  }

  /** What the quick reader understood. */
  #takeLevels(levels: BookLevels): void {
    const { coin, tsEventMs, bids, asks } = levels
    this.#readWell('l2Book', coin)
    const [bid, ask] = [bids[0]?.price ?? null, asks[0]?.price ?? null]
    if (this.#useBook({ coin, bid, ask, tsEventMs })) this.#options.tap.show(levels)
  }

  #takeBook(data: unknown): void {
    const book = this.#readPrice('l2Book', bookSchema, data)
    if (book && this.#useBook(book)) this.#options.tap.take(book.coin, data)
  }

  /** False where the book says nothing that counts: nobody watches it, or its time is wrong. */
  #useBook(book: Book): boolean {
    const { board, candles, marketClock, health, refusals } = this.#options
    if (!board.isWatched(book.coin)) return false
    if (!marketClock.observe(book.tsEventMs)) {
      const sentence =
        "The venue's time is more than a day from what it was, or from this computer's: set the clock."
      refusals.note('warn', sentence, book.tsEventMs)
      health.raise('time', sentence)
      return false
    }
    health.clear('time')
    board.takeBook(book)
    candles.heard(marketClock.heardMs())
    return true
  }

  #takeContext(data: unknown): void {
    const context = this.#readPrice('activeAssetCtx', assetContextSchema, data)
    if (context) this.#options.board.takeMark(context.coin, context.mark)
  }

  #takeCandle(data: unknown): void {
    const candle = this.#readPrice('candle', candleSchema, data)
    if (!candle) return
    // A candle that has opened says at least that much of the time.
    const { candles, marketClock } = this.#options
    if (marketClock.observe(candle.bar.openTimeMs)) candles.take(candle)
  }

  #takeOrders(data: unknown): void {
    const parsed = parse(orderUpdatesFrameSchema, data, 'frame of order updates')
    if (!parsed.ok) this.#refuseEvents('frame:orderUpdates', parsed)
    else for (const update of parsed.value) this.#options.orders.take(update)
  }

  #takeFills(data: unknown): void {
    const { accountAddress, fills } = this.#options
    const parsed = parse(userFillsFrameSchema, data, 'frame of fills')
    if (!parsed.ok) this.#refuseEvents('frame:userFills', parsed)
    else if (parsed.value.user === accountAddress) fills.take(parsed.value.fills)
  }

  #takeFundings(data: unknown): void {
    const { accountAddress, funding } = this.#options
    const parsed = parse(userFundingsFrameSchema, data, 'frame of funding payments')
    if (!parsed.ok) this.#refuseEvents('frame:userFundings', parsed)
    else if (parsed.value.user === accountAddress) funding.take(parsed.value.fundings)
  }

  /** A price frame that cannot be read makes its coin stale until the next that can. */
  #readPrice<T>(channel: string, schema: z.ZodType<T>, data: unknown): T | null {
    const { health, refusals } = this.#options
    const parsed: Parsed<T> = parse(schema, data, `${channel} frame`)
    const key = `frame:${channel}:${coinOf(data)}`
    if (parsed.ok) {
      this.#readWell(channel, coinOf(data))
      return parsed.value
    }
    refusals.add(parsed)
    health.raise(key, parsed.message)
    return null
  }

  #readWell(channel: string, coin: string): void {
    const { health } = this.#options
    health.clear(`frame:${channel}:${coin}`)
    health.clear(`frame:${channel}:`)
  }

  #refuseEvents(key: string, refusal: Extract<Parsed<unknown>, { ok: false }>): void {
    const { health, refusals, askEvents } = this.#options
    refusals.add(refusal)
    health.raise(key, refusal.message)
    askEvents()
  }
}

/** The coin of a frame that may be anything; empty where there is none. */
function coinOf(data: unknown): string {
  if (data === null || typeof data !== 'object') return ''
  const { coin, s } = data as { coin?: unknown; s?: unknown }
  const name = coin ?? s
  return typeof name === 'string' ? name.slice(0, 32) : ''
}

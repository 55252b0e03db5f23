import type { z } from 'zod'
import { advance } from '#core/engine/advance.ts'
import { applyEvent } from '#core/engine/apply-event.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import { observe } from '#core/engine/observe.ts'
import type { DeskState } from '#core/engine/state.ts'
import { createState } from '#core/engine/state.ts'
import { asDeskId, asTicketId } from '#core/model/ids.ts'
import { asMoney } from '#core/money/amount.ts'
import { FILE_START_MS } from '../../paper-exchange/paper-exchange.test-support.ts'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { AddressBudget } from './address-budget.ts'
import { BookTap } from './book-tap.ts'
import { CandleFeed } from './candle-feed.ts'
import { FillFeed } from './fill-feed.ts'
import { ForeignActivity } from './foreign-activity.ts'
import { FrameRouter } from './frame-router.ts'
import { FundingFeed } from './funding-feed.ts'
import type { HttpPoster, PostResult } from './http-post.ts'
import { InfoClient, VenueReadError } from './info-client.ts'
import { RequestBudget } from './limits.ts'
import { MarketClock } from './market-clock.ts'
import { OrderFeed } from './order-feed.ts'
import {
  abstractionSchema,
  clearinghouseSchema,
  fillsSchema,
  fundingAnswerSchema,
  openOrdersSchema,
  orderStatusAnswerSchema,
  rateLimitSchema,
  spotDollarsSchema,
  userRoleSchema,
} from './parse-account.ts'
import { bookSchema, candlesSchema, metaSchema } from './parse-market.ts'
import { QuoteBoard } from './quote-board.ts'
import { RefusalLog } from './refusal-log.ts'
import { Submitter } from './submit.ts'
import { Subscriptions } from './subscriptions.ts'
import { VenueHealth } from './venue-health.ts'
import type { VenueLogEntry } from './venue-log.ts'
import type { VenueMessage } from './venue-messages.test-support.ts'
import { MESSAGES_ACCOUNT } from './venue-messages.test-support.ts'

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  meta: metaSchema,
  l2Book: bookSchema,
  candleSnapshot: candlesSchema,
  clearinghouseState: clearinghouseSchema,
  spotClearinghouseState: spotDollarsSchema,
  frontendOpenOrders: openOrdersSchema,
  orderStatus: orderStatusAnswerSchema,
  userFillsByTime: fillsSchema,
  userFunding: fundingAnswerSchema,
  userRateLimit: rateLimitSchema,
  userRole: userRoleSchema,
  userAbstraction: abstractionSchema,
}

const NOW_MS = FILE_START_MS + 3_600_000
/** MessagePack of {"type":"noop"}: what is sent does not matter here. */
const NOOP_HEX = '81a474797065a46e6f6f70'

/** What became of one message. */
export interface Reading {
  readonly inputs: readonly InputBody[]
  /** Sentences that say what could not be read. */
  readonly refusals: readonly VenueLogEntry[]
  /** What an answer became, where the message was one. */
  readonly value: unknown
}

/** Everything of the adapter that reads messages, without sockets, and the engine behind it. */
export class MessageReader {
  readonly state: DeskState = createState('paper')
  readonly #router: FrameRouter
  readonly #info: InfoClient
  readonly #submitter: Submitter
  #inputs: InputBody[] = []
  #refusals: VenueLogEntry[] = []
  #answer = ''
  #nonce = NOW_MS

  constructor() {
    const clock = new ManualClock(NOW_MS)
    const log = (entry: VenueLogEntry): void => {
      this.#refusals.push(entry)
    }
    // Every refusal is written: the log's own brake has a test of its own.
    let minutes = 0
    const refusals = new RefusalLog(log, () => {
      minutes += 1
      return minutes * 60_001
    })
    const poster = {
      post: (): Promise<PostResult> =>
        Promise.resolve({ kind: 'answered', status: 200, text: this.#answer }),
    } as unknown as HttpPoster
    const budget = new RequestBudget(clock)
    budget.tryTake = () => true
    budget.charge = () => undefined
    this.#info = new InfoClient({
      poster,
      budget,
      clock,
      onShape: (_type, refusal) => refusal && refusals.add(refusal),
    })
    this.#submitter = new Submitter({
      poster,
      budget,
      addressBudget: new AddressBudget(clock),
      entryPace: null,
      venueWallMs: () => clock.wallMs(),
      log,
    })
    this.#router = this.#createRouter(clock, refusals, log)
    this.#begin()
  }

  #createRouter(
    clock: ManualClock,
    refusals: RefusalLog,
    log: (entry: VenueLogEntry) => void,
  ): FrameRouter {
    const tell = (input: InputBody): void => {
      this.#inputs.push(input)
      this.#take(input)
    }
    const isPerpetual = (coin: string): boolean => coin === 'BTC' || coin === 'ETH'
    const orders = new OrderFeed(isPerpetual, tell)
    const marketClock = new MarketClock({ clock, isRealTime: false, marketSpeed: () => 1 })
    const board = new QuoteBoard(tell, () => clock.monotonicMs())
    board.watch('BTC')
    const candles = new CandleFeed({
      clock,
      info: this.#info,
      log,
      marketNowMs: () => marketClock.nowMs(),
      subscribe: () => undefined,
      emit: tell,
    })
    const fills = new FillFeed({
      accountAddress: MESSAGES_ACCOUNT,
      sinceMs: () => 0,
      foreign: new ForeignActivity(tell),
      isPerpetual,
      clientOrderIdOf: (id) => orders.clientOrderIdOf(id),
      askClientOrderId: () => Promise.resolve(null),
      emit: tell,
    })
    return new FrameRouter({
      accountAddress: MESSAGES_ACCOUNT,
      subscriptions: new Subscriptions(() => true),
      board,
      tap: new BookTap({ refusals, clock, ask: () => Promise.reject(new Error('nobody asks')) }),
      candles,
      orders,
      fills,
      funding: new FundingFeed(() => 0, tell),
      marketClock,
      health: new VenueHealth((state, reason) =>
        tell({ kind: 'venueStateChanged', state, reason }),
      ),
      refusals,
      askEvents: () => undefined,
    })
  }

  /** A desk that has adopted its account before any of the messages. */
  #begin(): void {
    this.#take({
      kind: 'deskFounded',
      deskId: asDeskId('0123456789abcdef'),
      accountAddress: MESSAGES_ACCOUNT,
      derivationPath: "44'/60'/0'/0/0",
    })
    this.#take({
      kind: 'accountObserved',
      cause: 'start',
      cash: asMoney(1_000_000_000_000n),
      positions: [],
      openOrders: [],
    })
  }

  async read(message: VenueMessage, text: string): Promise<Reading> {
    this.#inputs = []
    this.#refusals = []
    this.#answer = text
    let value: unknown = null
    if (message.kind === 'frame') this.#router.take(text)
    else if (message.kind === 'info') value = await this.#ask(message.type)
    else value = await this.#submit(message.terms)
    return { inputs: this.#inputs, refusals: this.#refusals, value }
  }

  async #ask(type: string): Promise<unknown> {
    const schema = SCHEMAS[type]
    if (!schema) throw new Error(`no schema for ${type}`)
    try {
      return await this.#info.ask({ type }, schema)
    } catch (error) {
      if (error instanceof VenueReadError) return error
      throw error
    }
  }

  async #submit(terms: Parameters<Submitter['submit']>[0]['terms']): Promise<unknown> {
    this.#nonce += 1
    const { outcome } = await this.#submitter.submit({
      kind: 'submitAction',
      ticketId: asTicketId('t-1'),
      attempt: 1,
      terms,
      nonce: this.#nonce,
      expiresAfterMs: NOW_MS + 1,
      actionHex: NOOP_HEX,
      signature: { r: `0x${'11'.repeat(32)}`, s: `0x${'22'.repeat(32)}`, v: 27 },
    })
    return outcome
  }

  #take(body: InputBody): void {
    const stamp = { tsWallMs: NOW_MS, tsMarketMs: body.kind === 'accountObserved' ? 1 : NOW_MS }
    const input = { stamp, body }
    observe(this.state, input)
    for (const event of advance(this.state, input).events) {
      applyEvent(this.state.book, event, stamp)
    }
  }
}

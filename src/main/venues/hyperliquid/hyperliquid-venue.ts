import type { SubmitAction } from '#core/engine/effects.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import type { CandleBar } from '#core/engine/market-inputs.ts'
import type {
  AccountObserved,
  OrderLookedUp,
  SubmissionAnswered,
} from '#core/engine/venue-inputs.ts'
import type { ClientOrderId } from '#core/model/ids.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Mode } from '#core/model/signature.ts'
import type { Terms } from '#core/model/terms.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import type { FillRecord, FundingRecord } from '../../records/record-types.ts'
import type { Timer } from '../../runtime/clock.ts'
import type { BookLevels, Emit, PreparedAction, VenuePort } from '../../runtime/ports.ts'
import type { AddressUse } from './address-budget.ts'
import type { AgentAnswer, AgentApproval } from './approve-agent.ts'
import { approveAgent } from './approve-agent.ts'
import { Backoff } from './backoff.ts'
import { checkEndpoints } from './check-endpoints.ts'
import { VenueReadError } from './info-client.ts'
import { loadClosedCandles } from './load-candles.ts'
import { lookUpOrder } from './look-up.ts'
import { bookSchema, metaSchema } from './parse-market.ts'
import { answeredIds, buildAction } from './prepare.ts'
import { RecordReader } from './read-records.ts'
import { signPayload } from './sign-payload.ts'
import type { HyperliquidVenueOptions } from './venue-options.ts'
import type { VenueParts } from './venue-parts.ts'
import { createVenueParts } from './venue-parts.ts'

const META_REFRESH_MS = 3_600_000
const DEFAULT_WATCHED = 8

/** The port, and what only this venue can tell. */
export interface HyperliquidVenue extends VenuePort {
  /** Quotes of this coin from now on; before the start they are remembered. */
  watchQuotes(coin: string): void
  /** Tells the venue of an agent that the owner approved; see approve-agent.ts. Never rejects. */
  approveAgent(approval: AgentApproval): Promise<AgentAnswer>
  /** Venue's clock less the machine's, ms; null on paper and before the first frame. */
  clockOffsetMs(): number | null
  /** Actions that the account has sent and may send; null before the venue has told. */
  addressUse(): AddressUse | null
  /** Request weight spent in the last minute, of 1,200. */
  spentWeight(): number
}

/** Throws when an address does not belong to the mode. */
export function createHyperliquidVenue(options: HyperliquidVenueOptions): HyperliquidVenue {
  checkEndpoints(options.mode, options.httpUrl, options.wsUrl)
  return new Venue(options)
}

class Venue implements HyperliquidVenue {
  readonly mode: Mode
  readonly #options: HyperliquidVenueOptions
  readonly #parts: VenueParts
  readonly #backoff: Backoff
  readonly #records: RecordReader
  readonly #wantedQuotes: Set<string>
  readonly #wantedCandles: [string, Timeframe][] = []
  #emit: Emit | null = null
  #timer: Timer | null = null
  #isBooted = false
  /** The account was looked at: what is watched from now on is asked for by itself. */
  #isLooked = false
  #isWaitingToBoot = false
  #isStopped = false

  constructor(options: HyperliquidVenueOptions) {
    this.mode = options.mode
    this.#options = options
    this.#wantedQuotes = new Set(options.watchedCoins)
    this.#parts = createVenueParts(options, (input) => this.#tell(input))
    this.#backoff = new Backoff(this.#parts.random)
    this.#records = new RecordReader(this.#parts.info, this.#parts.accountAddress)
  }

  /** Resolves after the first try; when that fails, others follow and the state says so. */
  async start(emit: Emit, historySinceMs?: number): Promise<void> {
    this.#emit = emit
    if (historySinceMs !== undefined) this.#parts.history.sinceMs = historySinceMs
    this.#parts.health.setLink('connecting', 'Asking the venue for its instruments.')
    await this.#boot()
  }

  prepare(terms: Terms, nonce: number, expiresAfterMs: number): PreparedAction {
    const action = buildAction(terms, (coin) => this.#parts.instruments.find(coin))
    return signPayload(action, nonce, expiresAfterMs)
  }

  async submit(effect: SubmitAction): Promise<SubmissionAnswered> {
    const { orders, submitter } = this.#parts
    const answered = await submitter.submit(effect)
    if (answered.outcome.result !== 'answered') return answered
    if (effect.terms.kind === 'leverage') this.#parts.leverage.ask([effect.terms.coin])
    const ids = answeredIds(effect.terms)
    answered.outcome.answers.forEach((answer, index) => {
      const clientOrderId = ids[index]
      if (!clientOrderId || !('venueOrderId' in answer)) return
      orders.learn(answer.venueOrderId, clientOrderId)
    })
    return answered
  }

  approveAgent(approval: AgentApproval): Promise<AgentAnswer> {
    return approveAgent(this.#parts.poster, this.mode, approval)
  }

  lookUpOrder(clientOrderId: ClientOrderId): Promise<OrderLookedUp> {
    const { accountAddress, info } = this.#parts
    return lookUpOrder(info, accountAddress, clientOrderId)
  }

  async observeAccount(cause: AccountObserved['cause']): Promise<AccountObserved> {
    this.#mustBeBooted()
    const observed = await this.#parts.account.observe(cause)
    for (const { coin } of [...observed.positions, ...observed.openOrders]) this.watchQuotes(coin)
    if (cause !== 'asked') this.#parts.leverage.ask(this.#coinsWithout(observed.positions))
    return { ...observed, ...this.#parts.poll.confirmed }
  }

  async loadCandles(
    coin: string,
    timeframe: Timeframe,
    count: number,
  ): Promise<readonly CandleBar[]> {
    this.#mustBeBooted()
    return loadClosedCandles(this.#parts.info, coin, timeframe, count, this.marketNowMs())
  }

  readFills(fromMs: number): Promise<readonly FillRecord[]> {
    this.#mustBeBooted()
    return this.#records.fills(fromMs)
  }

  readFunding(fromMs: number): Promise<readonly FundingRecord[]> {
    this.#mustBeBooted()
    return this.#records.funding(fromMs)
  }

  watchCandles(coin: string, timeframe: Timeframe): void {
    if (this.#isBooted) this.#parts.stream.candles.watch(coin, timeframe)
    else this.#wantedCandles.push([coin, timeframe])
    this.watchQuotes(coin)
  }

  watchQuotes(coin: string): void {
    if (!this.#isBooted) this.#wantedQuotes.add(coin)
    else if (this.#parts.instruments.find(coin) && !this.#parts.board.isWatched(coin)) {
      this.#parts.stream.watchQuotes(coin)
      if (this.#isLooked) this.#parts.leverage.ask([coin])
    }
  }

  watchBook(coin: string | null, show: (book: BookLevels) => void): void {
    this.#parts.tap.watch(coin, show)
    if (coin !== null) this.watchQuotes(coin)
  }

  instruments(): readonly Instrument[] {
    return this.#parts.instruments.all()
  }

  marketNowMs(): number {
    return this.#parts.marketClock.nowMs()
  }

  wake(reason: string): void {
    if (this.#isStopped || this.#emit === null) return
    if (this.#isBooted) this.#parts.stream.reconnect(reason)
    else if (this.#isWaitingToBoot) {
      this.#timer?.cancel()
      this.#isWaitingToBoot = false
      this.#backoff.reset()
      void this.#boot()
    }
  }

  clockOffsetMs(): number | null {
    return this.#parts.marketClock.offsetMs()
  }

  addressUse(): AddressUse | null {
    return this.#parts.addressBudget.use()
  }

  spentWeight(): number {
    return this.#parts.budget.spent()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#parts.tap.watch(null, () => undefined)
    this.#parts.poster.close()
    await this.#parts.stream.stop()
  }

  /** The watched coins that the account has no position in, whose leverage nothing else tells. */
  #coinsWithout(positions: AccountObserved['positions']): readonly string[] {
    this.#isLooked = true
    const held = new Set(positions.map(({ coin }) => coin))
    return this.#parts.board.coins().filter((coin) => !held.has(coin))
  }

  #tell(input: InputBody): void {
    if (!this.#isStopped) this.#emit?.(input)
  }

  #mustBeBooted(): void {
    if (!this.#isBooted) throw new VenueReadError('network', 'The venue has not been reached yet.')
  }

  async #boot(): Promise<void> {
    const { account, health } = this.#parts
    try {
      const problem = await account.roleProblem()
      if (problem !== null) {
        health.setLink('down', problem)
        return
      }
      await this.#loadInstruments()
    } catch (error) {
      if (this.#isStopped) return
      const delayMs = this.#backoff.nextDelayMs()
      const seconds = (delayMs / 1000).toFixed(1)
      health.setLink('down', `${(error as Error).message} Trying again in ${seconds} s.`)
      this.#isWaitingToBoot = true
      this.#later(delayMs, () => {
        this.#isWaitingToBoot = false
        return this.#boot()
      })
      return
    }
    if (!this.#isStopped) this.#goLive()
  }

  async #loadInstruments(): Promise<void> {
    const { info, instruments, marketClock } = this.#parts
    const list = await info.ask({ type: 'meta' }, metaSchema)
    if (instruments.replace(list)) this.#tell({ kind: 'instrumentsLoaded', instruments: list })
    const first = list.find((instrument) => !instrument.isDelisted)
    if (!first || this.#isBooted) return
    const book = await info.ask({ type: 'l2Book', coin: first.coin }, bookSchema)
    marketClock.observe(book.tsEventMs)
  }

  #goLive(): void {
    const { health, stream } = this.#parts
    this.#isBooted = true
    health.setLink('connecting', 'Connecting to the stream of the venue.')
    const traded = this.instruments().filter((instrument) => !instrument.isDelisted)
    const byDefault = traded.slice(0, DEFAULT_WATCHED).map((instrument) => instrument.coin)
    for (const coin of this.#options.watchedCoins ?? byDefault) this.watchQuotes(coin)
    for (const coin of this.#wantedQuotes) this.watchQuotes(coin)
    stream.start()
    for (const [coin, timeframe] of this.#wantedCandles) stream.candles.watch(coin, timeframe)
    this.#later(META_REFRESH_MS, () => this.#refreshInstruments())
  }

  async #refreshInstruments(): Promise<void> {
    try {
      await this.#loadInstruments()
      this.#parts.health.clear('instruments')
    } catch (error) {
      const isTransient = error instanceof VenueReadError && error.failure !== 'shape'
      const { message } = error as Error
      this.#options.log({ level: 'warn', message: `instruments were not refreshed: ${message}` })
      if (!isTransient) this.#parts.health.raise('instruments', message)
    }
    if (!this.#isStopped) this.#later(META_REFRESH_MS, () => this.#refreshInstruments())
  }

  #later(delayMs: number, work: () => Promise<void>): void {
    this.#timer = this.#options.clock.setTimer(delayMs, () => {
      void work()
    })
  }
}

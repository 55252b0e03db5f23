import type { InputBody } from '#core/engine/inputs.ts'
import type { VenueState } from '#core/engine/market-inputs.ts'
import type {
  AccountObserved,
  FillReported,
  FundingReported,
  SubmissionAnswered,
} from '#core/engine/venue-inputs.ts'
import type { FundingPayment, MatchingEvent, VenueFill } from '#core/matching/matching-event.ts'
import { asClientOrderId, asTradeId, asVenueOrderId } from '#core/model/ids.ts'
import type { Clock } from '../../src/main/runtime/clock.ts'
import type { KnownOrder, SimExchange } from './sim-exchange.ts'
import type { SimNetwork } from './sim-network.ts'
import type { SimRequests } from './sim-requests.ts'
import { reportOf } from './sim-requests.ts'

const POLL_EVERY_MS = 15_000
const RETRY_MS = 3_000
const LEAP_MS = 2_000
const FUNDING_EVERY = 20
const OVERLAP_MS = 60_000
const STALE_MS = 5_000
const LOOK_EVERY_MS = 1_000
/** A line on which nothing comes any more is given up after so long. */
const SILENT_MS = 30_000

export interface StreamParts {
  readonly exchange: SimExchange
  readonly network: SimNetwork
  readonly requests: SimRequests
  readonly clock: Clock
  readonly isAlive: () => boolean
  readonly emit: (body: InputBody) => void
}

const toFill = (fill: VenueFill): FillReported => ({
  kind: 'fillReported',
  tradeId: asTradeId(String(fill.tid)),
  clientOrderId: fill.clientOrderId === null ? null : asClientOrderId(fill.clientOrderId),
  venueOrderId: asVenueOrderId(String(fill.oid)),
  coin: fill.coin,
  side: fill.isBuy ? 'buy' : 'sell',
  price: fill.price,
  quantity: fill.size,
  startPosition: fill.startPosition,
  closedPnl: fill.closedPnl,
  fee: fill.fee,
  isTaker: fill.isTaker,
  isLiquidation: fill.liquidation !== null,
  tsEventMs: fill.timeMs,
})

const toFunding = ({ coin, payment, timeMs }: FundingPayment): FundingReported => ({
  kind: 'fundingReported',
  coin,
  amount: payment,
  tsEventMs: timeMs,
})

/**
 * What the venue tells by itself, over a line that breaks, and the poll that checks it: the manners
 * of the real adapter, without its sockets. Messages come twice, late and out of order on purpose.
 */
export class SimStream {
  readonly #parts: StreamParts
  readonly #open = new Set<number>()
  #state: VenueState = 'connecting'
  #isConnected = false
  #connection = 0
  #quotesMs = 0
  #heardMs = 0
  #confirmedMs = 0
  #confirmed: { fillsConfirmedMs: number | null; fundingConfirmedMs: number | null } = {
    fillsConfirmedMs: null,
    fundingConfirmedMs: null,
  }
  #rounds = 0
  #isLost = false
  #offsetMs: number | null = null
  #unlisten: () => void = () => undefined

  constructor(parts: StreamParts) {
    this.#parts = parts
  }

  /** Up to when the polls have told everything. */
  get confirmed(): Pick<AccountObserved, 'fillsConfirmedMs' | 'fundingConfirmedMs'> {
    return this.#confirmed
  }

  start(): void {
    this.#unlisten = this.#parts.network.onBreak(() => this.#down('The connection broke.'))
    this.#connect()
    this.#lookAgain()
  }

  /** Venue's clock less the machine's, by the newest message. */
  get offsetMs(): number | null {
    return this.#offsetMs
  }

  /** The connection is gone, and nobody has noticed yet. */
  lose(): void {
    this.#isLost = true
  }

  /** A new connection at once. */
  reconnect(reason: string): void {
    this.#down(reason)
  }

  /** What travelled least is nearest to the truth; a leap of the machine's clock begins anew. */
  #measure(venueMs: number): void {
    const offsetMs = venueMs - this.#parts.clock.wallMs()
    const known = this.#offsetMs ?? Number.NEGATIVE_INFINITY
    const hasLeapt = Math.abs(offsetMs - known) > LEAP_MS
    this.#offsetMs = hasLeapt ? offsetMs : Math.max(known, offsetMs)
  }

  /** The answer to an action named orders that rest: from then on they are missed when they vanish. */
  learn({ outcome }: SubmissionAnswered): void {
    if (outcome.result !== 'answered') return
    for (const answer of outcome.answers) {
      if (answer.result === 'resting') this.#open.add(Number(answer.venueOrderId))
    }
  }

  stop(): void {
    this.#unlisten()
    this.#isConnected = false
    this.#connection += 1
  }

  /** Something happened at the venue. */
  heard(event: MatchingEvent): void {
    if (!this.#isConnected || this.#isLost) return
    if (event.kind === 'fill') this.#push(toFill(event.fill))
    else if (event.kind === 'funding') this.#push(toFunding(event.funding))
    else if (event.kind === 'order' && event.isAnnounced) {
      const known = this.#parts.exchange.orders.get(event.order.oid)
      if (known && !this.#parts.network.isUnheard(event.status))
        this.#push(reportOf({ ...known, status: event.status, order: event.order }))
    }
  }

  /** The prices of a tick. */
  quotes(): void {
    const { clock, exchange, network } = this.#parts
    if (!this.#isConnected || this.#isLost) return
    if (network.isFrozen('quotes') || network.strikes('pushLost')) return
    this.#measure(exchange.nowMs)
    this.#quotesMs = clock.monotonicMs()
    this.#heardMs = clock.monotonicMs()
    exchange.state.markets.forEach((_, asset) => {
      const quote = exchange.quote(asset)
      if (quote) this.#parts.emit(quote)
    })
    if (this.#state === 'stale' && this.#rounds > 0) this.#tell('live', '')
  }

  #push(body: InputBody): void {
    const { clock, network, emit } = this.#parts
    if (network.isFrozen('events') || network.strikes('pushLost')) return
    const connection = this.#connection
    const deliver = (): void => {
      if (connection !== this.#connection) return
      this.#heardMs = clock.monotonicMs()
      if (body.kind === 'orderReported' && body.status === 'open') {
        this.#open.add(Number(body.venueOrderId))
      }
      emit(body)
    }
    const delayMs = network.strikes('pushLate') ? network.lateMs() / 4 : network.latencyMs()
    clock.setTimer(delayMs, deliver)
    if (network.strikes('pushTwice')) clock.setTimer(delayMs + network.latencyMs(), deliver)
  }

  #tell(state: VenueState, reason: string): void {
    if (state === this.#state) return
    this.#state = state
    this.#parts.emit({ kind: 'venueStateChanged', state, reason })
  }

  #connect(): void {
    const { clock, network } = this.#parts
    if (network.isBroken) {
      clock.setTimer(RETRY_MS, () => this.#connect())
      return
    }
    this.#tell('connecting', 'Connecting.')
    this.#isConnected = true
    this.#isLost = false
    this.#connection += 1
    this.#rounds = 0
    this.#quotesMs = clock.monotonicMs()
    this.#heardMs = clock.monotonicMs()
    this.#poll(this.#connection)
  }

  #down(reason: string): void {
    if (!this.#isConnected) return
    this.#isConnected = false
    this.#connection += 1
    this.#tell('down', reason)
    this.#parts.clock.setTimer(RETRY_MS, () => this.#connect())
  }

  #lookAgain(): void {
    const { clock } = this.#parts
    clock.setTimer(LOOK_EVERY_MS, () => {
      const nowMs = clock.monotonicMs()
      if (this.#isConnected && nowMs - this.#heardMs > SILENT_MS) this.#down('Nothing was heard.')
      else if (this.#state === 'live' && nowMs - this.#quotesMs > STALE_MS) {
        this.#tell('stale', 'Prices are old.')
      }
      this.#lookAgain()
    })
  }

  /** Checks what may have been missed; the first round of a connection makes it live. */
  #poll(connection: number): void {
    this.#round().then(
      (hasAnswered) => {
        if (connection !== this.#connection || !this.#parts.isAlive()) return
        if (hasAnswered) {
          this.#rounds += 1
          if (this.#state === 'connecting') this.#tell('live', '')
        }
        const delayMs = hasAnswered ? POLL_EVERY_MS : RETRY_MS
        this.#parts.clock.setTimer(delayMs, () => {
          if (connection === this.#connection) this.#poll(connection)
        })
      },
      () => undefined,
    )
  }

  async #round(): Promise<boolean> {
    const { exchange, requests, emit } = this.#parts
    const sinceMs = this.#confirmedMs - OVERLAP_MS
    const withFunding = this.#rounds % FUNDING_EVERY === 0
    const answer = await requests.ask(() => ({
      nowMs: exchange.nowMs,
      fills: exchange.fills.filter((fill) => fill.timeMs >= sinceMs),
      fundings: withFunding ? [...exchange.fundings] : [],
      live: exchange.liveOrders().map((order) => order.oid),
    }))
    if (answer === null || !this.#parts.isAlive()) return false
    this.#heardMs = this.#parts.clock.monotonicMs()
    this.#measure(answer.nowMs)
    for (const fill of answer.fills) emit(toFill(fill))
    for (const funding of answer.fundings) emit(toFunding(funding))
    this.#confirmed = {
      fillsConfirmedMs: answer.nowMs,
      fundingConfirmedMs: withFunding ? answer.nowMs : this.#confirmed.fundingConfirmedMs,
    }
    const missing = this.#compare(answer.live)
    for (const oid of missing) {
      const known = await requests.ask((): KnownOrder | null => exchange.orders.get(oid) ?? null)
      if (known === null || !this.#parts.isAlive()) return false
      this.#open.delete(oid)
      emit(reportOf(known))
    }
    this.#confirmedMs = answer.nowMs
    return true
  }

  /** Tells the newly listed orders; returns those that are no longer listed. */
  #compare(live: readonly number[]): readonly number[] {
    const { exchange, emit } = this.#parts
    for (const oid of live) {
      if (this.#open.has(oid)) continue
      this.#open.add(oid)
      const known = exchange.orders.get(oid)
      if (known) emit(reportOf(known))
    }
    const listed = new Set(live)
    return [...this.#open].filter((oid) => !listed.has(oid))
  }
}

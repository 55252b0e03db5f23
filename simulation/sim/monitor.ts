import type { Hash } from 'node:crypto'
import { createHash } from 'node:crypto'
import { applyEvent } from '#core/engine/apply-event.ts'
import type { EventBody, OrderMoved } from '#core/engine/events.ts'
import type { Input, InputBody } from '#core/engine/inputs.ts'
import type { Book } from '#core/engine/state.ts'
import { createState } from '#core/engine/state.ts'
import type { MatchingEvent } from '#core/matching/matching-event.ts'
import { isLiveStatus } from '#core/matching/venue-order.ts'
import type { OrderStatus } from '#core/model/order-status.ts'
import { isFinal } from '#core/model/order-status.ts'
import { isSameBook } from '../book-text.ts'
import { Coverage } from './coverage.ts'
import type { Moment, Prices } from './entry-rules.ts'
import { entryProblems } from './entry-rules.ts'
import { BookedFills } from './fill-rules.ts'
import { textOf } from './memory-store.ts'
import { receiptProblem } from './receipt-rules.ts'
import type { SimClock } from './sim-clock.ts'
import type { SimDesk } from './sim-desk.ts'
import type { SimExchange } from './sim-exchange.ts'
import { StandingRules } from './standing-rules.ts'

/** How often the whole live book is compared with the fold of the log, in commits. */
const COMPARE_EVERY = 1_000
const VIOLATIONS_MAX = 5
const TRACE_CHUNK = 16_384

/**
 * Looks at every event of the log and of the venue as it happens, with a book of its own that it
 * folds, and says which rule was broken.
 */
export class Monitor {
  readonly violations: string[] = []
  readonly coverage = new Coverage()
  readonly prices: Prices = new Map()
  readonly book: Book = createState('paper').book
  readonly standing: StandingRules
  readonly #world: SimClock
  readonly #trace: Hash = createHash('sha256')
  /** Not hashed yet: many short texts cost more than one long one. */
  #untraced = ''
  #exchange: SimExchange | null = null
  readonly #booked = new BookedFills()
  #isKilled = false
  #lastNonce = 0
  #commits = 0
  /** The disk refused a commit: the desk halts, and that is right. */
  #mayHalt = false
  #clock: Moment['clock'] = 'steady'

  constructor(world: SimClock) {
    this.#world = world
    this.standing = new StandingRules(this)
  }

  watch(exchange: SimExchange): void {
    this.#exchange = exchange
  }

  get exchange(): SimExchange {
    if (!this.#exchange) throw new Error('there is no exchange yet')
    return this.#exchange
  }

  get nowMs(): number {
    return this.#world.wallMs()
  }

  get isKilled(): boolean {
    return this.#isKilled
  }

  get hasFailed(): boolean {
    return this.violations.length > 0
  }

  traceHash(): string {
    this.#trace.update(this.#untraced)
    this.#untraced = ''
    return this.#trace.copy().digest('hex').slice(0, 16)
  }

  #note(text: string): void {
    this.#untraced += `${this.nowMs} ${text}\n`
    if (this.#untraced.length < TRACE_CHUNK) return
    this.#trace.update(this.#untraced)
    this.#untraced = ''
  }

  accuse(message: string): void {
    if (this.violations.length >= VIOLATIONS_MAX) return
    const minutes = ((this.nowMs - this.#world.startMs) / 60_000).toFixed(2)
    this.violations.push(`${minutes} min: ${message}`)
  }

  /** What the desk is told before it hears it. */
  emitted(body: InputBody): void {
    if (body.kind !== 'quoteTick') return
    this.prices.set(body.coin, { mark: body.mark, heardMs: this.nowMs })
  }

  clockLeapt(): void {
    this.#clock = 'leapt'
  }

  commitRefused(): void {
    this.#mayHalt = true
  }

  committed(desk: SimDesk, input: Input, events: readonly EventBody[]): void {
    const { body, stamp } = input
    if (body.kind === 'killPressed') this.#isKilled = true
    if (body.kind === 'resumeRequested' && body.typedWord === 'RESUME') this.#isKilled = false
    for (const event of events) {
      this.#note(textOf(event))
      this.coverage.note(this.book, event)
      this.#before(event, stamp.tsWallMs)
      applyEvent(this.book, event, stamp)
      this.#after(event)
    }
    this.#commits += 1
    if (this.#commits % COMPARE_EVERY === 0) this.compareBooks(desk)
  }

  compareBooks(desk: SimDesk): void {
    const open = [...this.book.orders.values()].filter(({ status }) => !isFinal(status))
    if (open.length !== this.book.openOrders.size) this.accuse('an open order is not known as one')
    if (isSameBook(desk.state.book, this.book)) return
    this.accuse('the live state is not the fold of the log')
  }

  #before(event: EventBody, deskMs: number): void {
    switch (event.type) {
      case 'OrderApproved':
        if (event.nonce <= this.#lastNonce) this.accuse(`nonce ${event.nonce} is not a new one`)
        this.#lastNonce = event.nonce
        return
      case 'OrderSigned': {
        const problem = receiptProblem(this.book, event)
        if (problem) this.accuse(problem)
        return
      }
      case 'OrderSubmitted': {
        const moment = { nowMs: this.nowMs, deskMs, clock: this.#clock }
        for (const problem of entryProblems(this.book, event, this.prices, moment)) {
          this.accuse(problem)
        }
        if (event.addsRisk && this.#isKilled) this.accuse('an entry was sent after the kill switch')
        return
      }
      case 'OrderFilled': {
        const problem = this.#booked.add(event.fill, this.exchange.fills)
        if (problem) this.accuse(problem)
        return
      }
      case 'RiskStateChanged':
        this.#judgeHalt(event.cause, event.change, event.reason)
        return
      case 'DifferenceFound':
        this.accuse(`a difference where there is none: ${event.message}`)
        return
      default:
    }
  }

  #judgeHalt(cause: string, change: string, reason: string): void {
    if (change !== 'raised') return
    if (cause === 'positionDrift') this.accuse(`halted for nothing: ${reason}`)
    if (cause === 'invariantBroken' && !this.#mayHalt) this.accuse(`halted: ${reason}`)
  }

  #after(event: EventBody): void {
    if (event.type === 'OrderMoved') this.#judgeEnd(event)
    if (event.type !== 'OrderFilled') return
    const { coin } = event.fill
    const ours = this.book.positions.get(coin)?.quantity ?? 0n
    const lots = (this.book.positions.get(coin)?.lots ?? []).reduce((a, b) => a + b.quantity, 0n)
    const filled = this.#booked.sumOf(coin)
    if (ours !== filled || ours !== lots) {
      this.accuse(`the ${coin} position is ${ours}, its fills are ${filled}, its lots ${lots}`)
    }
  }

  /** An order may end here only as it has ended at the venue. */
  #judgeEnd(event: OrderMoved): void {
    const order = this.book.orders.get(event.clientOrderId)
    if (!order || !isFinal(order.status)) return
    const known = this.exchange.find(event.clientOrderId)
    if (isRightEnd(order.status, known?.status ?? null)) return
    this.accuse(
      `${order.role} ${event.clientOrderId} ended as ${order.status} (${event.reason ?? event.happening}) ` +
        `and is ${known?.status ?? 'unknown'} at the venue`,
    )
  }

  /** Something happened at the venue. */
  venueDid(event: MatchingEvent): void {
    if (event.kind === 'fill') this.#note(`fill ${event.fill.tid}`)
    if (event.kind !== 'order') return
    const { order, status } = event
    if (order.trigger !== null) this.standing.noteStops()
    this.#note(`${order.oid} ${status}`)
    const id = order.clientOrderId
    if (id === null) return
    const same = this.#exchange?.byClientId.get(id) ?? []
    if (same.length > 1) this.accuse(`doubled: ${same.length} orders at the venue for ${id}`)
    const ours = this.book.orders.get(id as never)
    if (!ours) this.accuse(`the venue has an order that the log does not know: ${id}`)
    else if (isLiveStatus(status) && ours.status !== 'Canceled' && isGivenUp(ours.status)) {
      this.accuse(`the venue took ${id}, which the desk had given up as ${ours.status}`)
    }
  }
}

const isGivenUp = (status: OrderStatus): boolean => isFinal(status) && status !== 'Filled'

function isRightEnd(ours: OrderStatus, theirs: string | null): boolean {
  const isLive = theirs === 'open' || theirs === 'triggered'
  switch (ours) {
    case 'Filled':
      return theirs === 'filled'
    case 'Canceled':
      return theirs !== null && !isLive
    case 'Rejected':
      return theirs === null || theirs.endsWith('ejected')
    default:
      return theirs === null
  }
}

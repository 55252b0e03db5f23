import type { Advance } from '../engine/decision-draft.ts'
import type { Effect, SubmitAction } from '../engine/effects.ts'
import type { CandleBar, CandleClosed, QuoteTick } from '../engine/market-inputs.ts'
import type { OrderAnswer } from '../engine/venue-inputs.ts'
import type { MarketTick } from '../matching/apply-tick.ts'
import { applyTick } from '../matching/apply-tick.ts'
import { cancelOrders } from '../matching/cancel-orders.ts'
import type { FeeTier } from '../matching/fees.ts'
import { updateLeverage } from '../matching/leverage.ts'
import type { MatchingEvent, VenueFill } from '../matching/matching-event.ts'
import type { Placement } from '../matching/place-orders.ts'
import { placeOrders } from '../matching/place-orders.ts'
import { bookOf } from '../matching/synthetic-book.ts'
import type { VenueOrderStatus } from '../matching/venue-order.ts'
import type { Market, MarketListing, VenueState } from '../matching/venue-state.ts'
import { createVenueState, deposit } from '../matching/venue-state.ts'
import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import { asClientOrderId, asTradeId, asVenueOrderId } from '../model/ids.ts'
import type { Signature } from '../model/signature.ts'
import type { Money } from '../money/amount.ts'
import type { Limits } from '../risk/limits.ts'
import type { BacktestStrategy } from './backtest-settings.ts'
import { orderRequests } from './order-requests.ts'
import { RESEARCH_ACCOUNT, ResearchDesk } from './research-desk.ts'

const NO_HASH = `0x${'0'.repeat(64)}`
const NO_SIGNATURE: Signature = { r: NO_HASH, s: NO_HASH, v: 27 }
const HEARTBEAT_MS = 1_000

export interface TickSettings {
  readonly listing: MarketListing
  /** Of the synthetic book. */
  readonly seed: number
  readonly feeTiers: readonly FeeTier[]
  readonly cash: Money
  readonly limits: Limits
  readonly leverage: number
  readonly strategy: BacktestStrategy
  /** How long the autopilot looks before each of its two presses: Approve, and the device. */
  readonly latencyMs: number
  readonly startMs: number
  /** Closed candles of the strategy from before, oldest first. */
  readonly history: readonly CandleBar[]
}

interface Due {
  readonly atMs: number
  readonly work: () => void
}

/**
 * A backtest over ticks: the engine with its whole road, core/matching as the venue, and an
 * autopilot whose presses take market time. The same ticks and candles always take the same course.
 */
export class TickRun {
  readonly venue: VenueState
  readonly fills: VenueFill[] = []
  readonly denials = new Map<string, number>()
  readonly #desk: ResearchDesk
  readonly #market: Market
  readonly #latencyMs: number
  #effects: Effect[] = []
  #due: Due[] = []
  #beatenMs = Number.NEGATIVE_INFINITY
  readonly #approving = new Set<string>()

  constructor(settings: TickSettings) {
    const { listing, seed, feeTiers, cash, startMs, leverage } = settings
    this.#latencyMs = settings.latencyMs
    this.venue = createVenueState({ seed, listings: [listing], feeTiers })
    this.#market = this.venue.markets[0] as Market
    const account = deposit(this.venue, RESEARCH_ACCOUNT, cash)
    account.leverage.set(0, { isCross: true, value: Math.min(20, listing.maxLeverage) })
    const { coin, sizeDecimals, maxLeverage } = listing
    this.#desk = new ResearchDesk({
      signalsBecome: 'tickets',
      instruments: [{ coin, assetId: 0, sizeDecimals, maxLeverage, isDelisted: false }],
      leverage: new Map([[coin, leverage]]),
      columns: new Map(),
      cash,
      limits: settings.limits,
      strategy: settings.strategy,
      startMs,
      history: settings.history,
    })
  }

  get state() {
    return this.#desk.state
  }

  /** The price of one moment: the venue first, then the desk, then what falls due. */
  tick(tick: MarketTick): void {
    this.#desk.setTime(tick.timeMs)
    const events = applyTick(this.venue, tick)
    this.#quote()
    this.#tell(events)
    this.#beat(tick.timeMs)
    this.#runDue(tick.timeMs)
  }

  /** A candle of the strategy has closed. Call it after the first tick of the next one. */
  candle(closed: CandleClosed): void {
    this.#take(closed)
    this.#approveSoon()
  }

  #take(body: Parameters<ResearchDesk['take']>[0]): void {
    this.#note(this.#desk.take(body))
  }

  #note({ events, effects }: Advance): void {
    for (const event of events) {
      if (event.type !== 'OrderDenied') continue
      const { code } = event.decision
      this.denials.set(code, (this.denials.get(code) ?? 0) + 1)
    }
    this.#effects.push(...effects)
    const due = this.#effects
    this.#effects = []
    for (const effect of due) this.#run(effect)
  }

  #quote(): void {
    const { bids, asks } = bookOf(this.#market, this.venue.seed)
    const [bid, ask] = [bids[0], asks[0]]
    if (!bid || !ask) return
    const { coin, mark } = this.#market
    const tsEventMs = this.#desk.nowMs
    const quote: QuoteTick = {
      kind: 'quoteTick',
      coin,
      bid: bid.price,
      ask: ask.price,
      mark,
      tsEventMs,
    }
    this.#take(quote)
  }

  #beat(nowMs: number): void {
    if (nowMs - this.#beatenMs < HEARTBEAT_MS) return
    this.#beatenMs = nowMs
    this.#take({ kind: 'heartbeatTicked' })
    this.#approveSoon()
  }

  #runDue(nowMs: number): void {
    while (this.#due[0] && this.#due[0].atMs <= nowMs) this.#due.shift()?.work()
  }

  #after(delayMs: number, work: () => void): void {
    this.#due.push({ atMs: this.#desk.nowMs + delayMs, work })
    this.#due.sort((a, b) => a.atMs - b.atMs)
  }

  /** Every open ticket of a strategy is approved once for each of its offers. */
  #approveSoon(): void {
    for (const { stage, origin, ticketId, digest, attempt } of this.state.book.underWay.values()) {
      if (stage !== 'pending' || origin.from !== 'strategy') continue
      const key = `${ticketId}:${digest}:${attempt}`
      if (this.#approving.has(key)) continue
      this.#approving.add(key)
      this.#after(this.#latencyMs, () => this.#take({ kind: 'approvalGranted', ticketId, digest }))
    }
  }

  #run(effect: Effect): void {
    switch (effect.kind) {
      case 'prepareAction': {
        const { ticketId, attempt } = effect
        const prepared = { connectionId: NO_HASH, actionHex: '80' }
        this.#take({ kind: 'actionPrepared', ticketId, attempt, ...prepared })
        return
      }
      case 'signAction':
        this.#after(this.#latencyMs, () => this.#sign(effect.ticketId, effect.attempt))
        return
      case 'submitAction':
        this.#submit(effect)
        return
      case 'lookUpOrder':
        this.#lookUp(effect.clientOrderId)
        return
      case 'observeAccount':
      case 'cancelSigning':
      case 'dropSession':
      case 'signResume':
        return
      default:
        assertNever(effect)
    }
  }

  #sign(ticketId: SubmitAction['ticketId'], attempt: number): void {
    this.#take({
      kind: 'signatureReturned',
      ticketId,
      attempt,
      connectionId: NO_HASH,
      signature: NO_SIGNATURE,
      recoveredAddress: RESEARCH_ACCOUNT,
    })
  }

  #answer({ ticketId, attempt }: SubmitAction, answers: readonly OrderAnswer[]): void {
    const outcome = { result: 'answered' as const, answers }
    this.#take({ kind: 'submissionAnswered', ticketId, attempt, outcome })
  }

  #submit(submit: SubmitAction): void {
    const { terms } = submit
    const nowMs = this.#desk.nowMs
    if (terms.kind === 'leverage') {
      const account = this.venue.accounts.get(RESEARCH_ACCOUNT)
      if (account) updateLeverage(this.venue, account, 0, true, terms.leverage)
      this.#answer(submit, [])
      return
    }
    if (terms.kind === 'cancel') {
      const targets = terms.cancels.map(({ clientOrderId }) => ({ asset: 0, id: clientOrderId }))
      const { errors, events } = cancelOrders(this.venue, RESEARCH_ACCOUNT, targets, nowMs)
      this.#answer(
        submit,
        errors.map(
          (message): OrderAnswer =>
            message === null ? { result: 'canceled' } : { result: 'error', message },
        ),
      )
      this.#tell(events)
      return
    }
    const { requests, grouping } = orderRequests(terms, this.#market.sizeDecimals)
    const placed = placeOrders(this.venue, RESEARCH_ACCOUNT, requests, grouping, nowMs)
    if (!placed.ok) {
      const { ticketId, attempt } = submit
      const outcome = { result: 'refused' as const, message: placed.message }
      this.#take({ kind: 'submissionAnswered', ticketId, attempt, outcome })
      return
    }
    this.#answer(submit, placed.placements.map(answerOf))
    this.#tell(placed.events)
  }

  #lookUp(clientOrderId: ClientOrderId): void {
    const account = this.venue.accounts.get(RESEARCH_ACCOUNT)
    for (const order of account?.orders.values() ?? []) {
      if (order.clientOrderId !== clientOrderId) continue
      const report = {
        kind: 'orderReported' as const,
        clientOrderId,
        venueOrderId: asVenueOrderId(String(order.oid)),
        status: 'open' as const,
        venueStatus: order.status,
        tsEventMs: this.#desk.nowMs,
      }
      this.#take({ kind: 'orderLookedUp', clientOrderId, answer: { result: 'found', report } })
      return
    }
    this.#take({ kind: 'orderLookedUp', clientOrderId, answer: { result: 'neverSeen' } })
  }

  /** What the venue did, as the desk's private stream tells it. */
  #tell(events: readonly MatchingEvent[]): void {
    for (const event of events) {
      switch (event.kind) {
        case 'fill':
          this.#tellFill(event.fill)
          break
        case 'funding': {
          const { coin, payment: amount, timeMs: tsEventMs } = event.funding
          this.#take({ kind: 'fundingReported', coin, amount, tsEventMs })
          break
        }
        case 'order':
          if (event.isAnnounced && event.order.clientOrderId !== null) {
            this.#take({
              kind: 'orderReported',
              clientOrderId: asClientOrderId(event.order.clientOrderId),
              venueOrderId: asVenueOrderId(String(event.order.oid)),
              status: statusOf(event.status),
              venueStatus: event.status,
              tsEventMs: event.timeMs,
            })
          }
          break
        case 'liquidation':
          break
        default:
          assertNever(event)
      }
    }
  }

  #tellFill(fill: VenueFill): void {
    this.fills.push(fill)
    this.#take({
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
  }
}

function answerOf(placement: Placement): OrderAnswer {
  switch (placement.kind) {
    case 'resting':
      return { result: 'resting', venueOrderId: asVenueOrderId(String(placement.oid)) }
    case 'filled':
      return { result: 'filled', venueOrderId: asVenueOrderId(String(placement.oid)) }
    case 'waitingForFill':
    case 'waitingForTrigger':
      return { result: 'waiting' }
    case 'error':
      return { result: 'error', message: placement.message }
    default:
      return assertNever(placement)
  }
}

function statusOf(
  status: VenueOrderStatus,
): 'open' | 'triggered' | 'filled' | 'canceled' | 'rejected' {
  if (status === 'open' || status === 'triggered' || status === 'filled') return status
  return /rejected$/i.test(status) ? 'rejected' : 'canceled'
}

import type { QuoteTick } from '#core/engine/market-inputs.ts'
import type { AccountObserved, OrderAnswer } from '#core/engine/venue-inputs.ts'
import { applyTick } from '#core/matching/apply-tick.ts'
import { cancelOrders } from '#core/matching/cancel-orders.ts'
import { endOrder } from '#core/matching/end-order.ts'
import { DEFAULT_FEE_TIERS } from '#core/matching/fees.ts'
import { updateLeverage } from '#core/matching/leverage.ts'
import { liquidationPrice } from '#core/matching/margin.ts'
import type { FundingPayment, MatchingEvent, VenueFill } from '#core/matching/matching-event.ts'
import { modifyOrders } from '#core/matching/modify-orders.ts'
import type { Placement } from '#core/matching/place-orders.ts'
import { placeOrders } from '#core/matching/place-orders.ts'
import { report, startRun } from '#core/matching/run.ts'
import { bestPrices } from '#core/matching/synthetic-book.ts'
import type { VenueOrder, VenueOrderStatus } from '#core/matching/venue-order.ts'
import { isLiveStatus } from '#core/matching/venue-order.ts'
import type { Market, VenueAccount, VenueState } from '#core/matching/venue-state.ts'
import { createVenueState, deposit, entryPrice, leverageOf } from '#core/matching/venue-state.ts'
import { asClientOrderId, asVenueOrderId } from '#core/model/ids.ts'
import type { Signature } from '#core/model/signature.ts'
import { asMoney, asRatio } from '#core/money/amount.ts'
import { parseMoney } from '#core/money/decimal.ts'
import { PROFILES } from '#core/risk/limits.ts'
import { actionBytesOf, connectionIdOf } from '../../src/main/signer/connection-id.ts'
import type { VenueAction } from '../../src/main/venues/hyperliquid/action.ts'
import { actionFromHex } from '../../src/main/venues/hyperliquid/sign-payload.ts'
import { BusyTriggers, firedBy } from './busy-triggers.ts'
import { drawListings, PriceWalk } from './sim-market.ts'
import type { SimRandom } from './sim-random.ts'
import type { SimAction } from './wire-orders.ts'
import { toSimAction } from './wire-orders.ts'

/** One signed request as it arrives at the venue. */
export interface SignedRequest {
  readonly actionHex: string
  readonly nonce: number
  readonly expiresAfterMs: number
  readonly signature: Signature
}

export type SimReply =
  | { readonly status: 'ok'; readonly answers: readonly OrderAnswer[] }
  | { readonly status: 'err'; readonly message: string }

/** An order with the newest status that the venue gave it. */
export interface KnownOrder {
  readonly order: VenueOrder
  readonly status: VenueOrderStatus
  readonly statusMs: number
  /** When it first existed: a reader that lags behind does not see it yet. */
  readonly bornMs: number
}

export type SimEventListener = (event: MatchingEvent) => void

/** The share of ticks at which triggers find an empty book, and at which they wait for their turn. */
const REJECTED_TRIGGERS = 0.08
const BUSY_TRIGGERS = 0.12

const START_MONEY = parseMoney('10000')

/**
 * The truth of the simulated venue: the matching model behind signatures, nonces and expiries. It
 * never forgets and never errs; what goes wrong on the way to it is the network's doing.
 */
export class SimExchange {
  readonly state: VenueState
  readonly account: VenueAccount
  readonly fills: VenueFill[] = []
  readonly fundings: FundingPayment[] = []
  readonly orders = new Map<number, KnownOrder>()
  /** Orders by client order id, refused ones too: more than one is a doubled order. */
  readonly byClientId = new Map<string, number[]>()
  readonly #walks: readonly PriceWalk[]
  readonly #random: SimRandom
  readonly #nonces = new Set<number>()
  /** What the device signed: r and s together, and the hash that they stand for. */
  readonly #signed: ReadonlyMap<string, string>
  readonly #listener: SimEventListener
  readonly #busy: BusyTriggers
  #nowMs: number
  #isStanding = false

  constructor(options: {
    readonly random: SimRandom
    readonly accountAddress: string
    readonly startMs: number
    readonly signed: ReadonlyMap<string, string>
    readonly listener: SimEventListener
  }) {
    const { random, accountAddress, startMs, signed, listener } = options
    this.#random = random
    this.#signed = signed
    this.#listener = listener
    this.#nowMs = startMs
    this.state = createVenueState({
      seed: random.whole(1, 1_000_000),
      listings: drawListings(random),
      feeTiers: DEFAULT_FEE_TIERS,
    })
    this.account = deposit(this.state, accountAddress, START_MONEY)
    this.account.openingLeverage = PROFILES.standard.leverageMax
    this.#busy = new BusyTriggers(this.state, this.account, random.fork())
    this.#walks = this.state.markets.map((_, asset) => new PriceWalk(random.fork(), asset))
    this.tick(startMs)
  }

  get nowMs(): number {
    return this.#nowMs
  }

  /** From now on every price is the last one again. */
  standStill(): void {
    this.#isStanding = true
  }

  /** Every market moves on by one price. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs
    this.#take(this.#busy.executeDue(nowMs))
    this.#walks.forEach((walk, asset) => {
      const market = this.state.markets[asset]
      if (market && this.#random.chance(0.01)) {
        market.fundingRate = asRatio(BigInt(this.#random.whole(-4_000, 4_000)))
      }
      const price = this.#isStanding && market ? market.price : walk.next()
      if (market && this.#random.chance(REJECTED_TRIGGERS)) this.#reject(firedBy(market, price))
      else if (market && this.#random.chance(BUSY_TRIGGERS)) {
        this.#take(this.#busy.hold(firedBy(market, price), nowMs))
      }
      this.#take(applyTick(this.state, { asset, timeMs: nowMs, price }))
    })
  }

  /** What fires now finds nobody to trade with: the venue rejects it after it has triggered. */
  #reject(fired: readonly VenueOrder[]): void {
    const run = startRun(this.state, this.#nowMs)
    for (const order of fired) {
      report(run, order, 'triggered')
      endOrder(run, order, 'marketOrderNoLiquidityRejected')
    }
    this.#take(run.events)
  }

  quote(asset: number): QuoteTick | null {
    const market = this.state.markets[asset]
    if (!market) return null
    const best = bestPrices(market, this.state.seed)
    if (!best) return null
    return {
      kind: 'quoteTick',
      coin: market.coin,
      ...best,
      mark: market.mark,
      tsEventMs: market.timeMs,
    }
  }

  /**
   * Does what a signed request says, once. Where the price lies in ambush, it strikes within the
   * same block: a trigger fires as soon as it rests, and one to cancel has fired in vain just before.
   */
  perform(request: SignedRequest, nowMs: number, isAmbush = false): SimReply {
    this.#nowMs = Math.max(this.#nowMs, nowMs)
    const { actionHex, nonce, expiresAfterMs, signature } = request
    const connectionId = connectionIdOf(actionBytesOf(actionHex), { nonce, expiresAfterMs })
    if (this.#signed.get(signature.r + signature.s) !== connectionId) {
      return { status: 'err', message: 'User or API Wallet 0x0bad does not exist.' }
    }
    if (this.#nonces.has(nonce)) {
      return { status: 'err', message: `Invalid nonce: duplicate nonce ${nonce}` }
    }
    this.#nonces.add(nonce)
    if (nowMs > expiresAfterMs) {
      return { status: 'err', message: `Action expired: expiresAfter ${expiresAfterMs}` }
    }
    return this.#do(toSimAction(actionFromHex(actionHex) as unknown as VenueAction), isAmbush)
  }

  #do(action: SimAction, isAmbush: boolean): SimReply {
    const { address } = this.account
    switch (action.kind) {
      case 'place': {
        const { requests, grouping } = action
        const outcome = placeOrders(this.state, address, requests, grouping, this.#nowMs)
        if (!outcome.ok) return { status: 'err', message: outcome.message }
        this.#take(outcome.events)
        if (isAmbush) this.#fire(outcome.events)
        return { status: 'ok', answers: outcome.placements.map(toAnswer) }
      }
      case 'modify': {
        const { modifications } = action
        const outcome = modifyOrders(this.state, address, modifications, true, this.#nowMs)
        this.#take(outcome.events)
        if (isAmbush) this.#fire(outcome.events)
        return { status: 'ok', answers: outcome.placements.map(toAnswer) }
      }
      case 'cancel': {
        if (isAmbush) this.#reject(this.#awakeTriggers(action.targets.map(({ id }) => id)))
        const outcome = cancelOrders(this.state, address, action.targets, this.#nowMs)
        this.#take(outcome.events)
        return {
          status: 'ok',
          answers: outcome.errors.map((message) =>
            message === null ? { result: 'canceled' } : { result: 'error', message },
          ),
        }
      }
      default: {
        const { asset, leverage } = action
        const refusal = updateLeverage(this.state, this.account, asset, true, leverage)
        return refusal === null
          ? { status: 'ok', answers: [] }
          : { status: 'err', message: refusal }
      }
    }
  }

  /** Those of these orders that wait for a price, or for their turn after it has come. */
  #awakeTriggers(ids: readonly (number | string)[]): readonly VenueOrder[] {
    return this.liveOrders().filter(
      ({ oid, clientOrderId, trigger, isWaitingForParent }) =>
        (ids.includes(oid) || (clientOrderId !== null && ids.includes(clientOrderId))) &&
        trigger !== null &&
        !isWaitingForParent,
    )
  }

  /** One of the triggers that were just placed fires, and waits for its turn. */
  #fire(events: readonly MatchingEvent[]): void {
    const oids = events.flatMap((event) => (event.kind === 'order' ? [event.order.oid] : []))
    this.#take(this.#busy.hold(this.#awakeTriggers(oids).slice(0, 1), this.#nowMs))
  }

  #take(events: readonly MatchingEvent[]): void {
    for (const event of events) {
      if (event.kind === 'fill') this.fills.push(event.fill)
      else if (event.kind === 'funding') this.fundings.push(event.funding)
      else if (event.kind === 'order') this.#remember(event.order, event.status)
      this.#listener(event)
    }
  }

  #remember(order: VenueOrder, status: VenueOrderStatus): void {
    const known = this.orders.get(order.oid)
    const bornMs = known?.bornMs ?? this.#nowMs
    this.orders.set(order.oid, { order, status, statusMs: this.#nowMs, bornMs })
    if (known || order.clientOrderId === null) return
    const same = this.byClientId.get(order.clientOrderId)
    if (same) same.push(order.oid)
    else this.byClientId.set(order.clientOrderId, [order.oid])
  }

  /** The order of a client order id; null when the venue has never seen it. */
  find(clientOrderId: string): KnownOrder | null {
    const oid = this.byClientId.get(clientOrderId)?.at(-1)
    return oid === undefined ? null : (this.orders.get(oid) ?? null)
  }

  /** Live orders, those that wait for their parent too, as the venue lists them. */
  liveOrders(): readonly VenueOrder[] {
    return [...this.account.orders.values()].filter((order) => isLiveStatus(order.status))
  }

  observe(cause: AccountObserved['cause']): AccountObserved {
    const { account, state } = this
    return {
      kind: 'accountObserved',
      cause,
      tsEventMs: this.#nowMs,
      cash: account.collateral,
      positions: [...account.positions.values()].map((position) => {
        const market = state.markets[position.asset] as Market
        return {
          coin: market.coin,
          quantity: position.size,
          entryPrice: entryPrice(position),
          leverage: leverageOf(account, market).value,
          liquidationPrice: liquidationPrice(state, account, position),
        }
      }),
      openOrders: this.liveOrders().map((order) => ({
        clientOrderId: order.clientOrderId === null ? null : asClientOrderId(order.clientOrderId),
        venueOrderId: asVenueOrderId(String(order.oid)),
        coin: state.markets[order.asset]?.coin ?? '',
        side: order.isBuy ? 'buy' : 'sell',
        price: order.trigger?.price ?? order.limitPrice,
        quantity: order.size,
        isTrigger: order.trigger !== null,
        isReduceOnly: order.isReduceOnly,
      })),
    }
  }

  /** Cash as the sum of everything that ever happened to it; another sum than the model's own. */
  cashByHistory(): bigint {
    const traded = this.fills.reduce((sum, fill) => sum + fill.closedPnl - fill.fee, 0n)
    const funded = this.fundings.reduce((sum, { payment }) => sum + payment, 0n)
    return asMoney(START_MONEY + traded + funded)
  }
}

function toAnswer(placement: Placement): OrderAnswer {
  switch (placement.kind) {
    case 'resting':
    case 'filled':
      return { result: placement.kind, venueOrderId: asVenueOrderId(String(placement.oid)) }
    case 'error':
      return { result: 'error', message: placement.message }
    default:
      return { result: 'waiting' }
  }
}

import type { VenueState } from '#core/engine/market-inputs.ts'
import type { Book } from '#core/engine/state.ts'
import type { TicketStage } from '#core/engine/ticket.ts'
import { isEnded } from '#core/engine/ticket.ts'
import type { VenueOrder } from '#core/matching/venue-order.ts'
import type { Market } from '#core/matching/venue-state.ts'
import type { SimExchange } from './sim-exchange.ts'

/** A position without a stop must be noticed within so long while the desk can see it. */
const ALARM_WITHIN_MS = 60_000
/** A question that got no answer is asked again within so long, and the answer tells. */
const ASKED_AGAIN_MS = 20_000
/** And something must be under way for it within so long, */
const REPAIR_WITHIN_MS = 120_000
/** once it has been known for so long: until then the desk could not do anything. */
const KNOWN_MS = 60_000
/** An offer lives for 120 s, its approval for as long again; what ran out comes again at once. */
const OFFERED_AGAIN_MS = 260_000
/** After a kill no entry may rest unattended for longer. */
const KILL_WITHIN_MS = 90_000

/** What there was for a coin, for whoever reads a violation. */
const ticketsOf = (book: Book, coin: string): string =>
  [...book.tickets.values()]
    .filter((ticket) => ticket.coin === coin)
    .slice(-6)
    .map(({ ticketId, terms, stage, origin, orderIds }) => {
      const statuses = orderIds.map((id) => book.orders.get(id)?.status ?? '?')
      return `${ticketId} ${terms?.kind} by ${origin.from} ${stage} [${statuses.join(' ')}]`
    })
    .join('; ')

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

const isStopOf = (order: VenueOrder, asset: number, isLong: boolean): boolean =>
  order.asset === asset &&
  order.trigger?.kind === 'sl' &&
  !order.isWaitingForParent &&
  order.isBuy !== isLong

/** It is under way, was turned down, or ran out so lately that it will be opened again. */
const isStanding = (stage: TicketStage, openedMs: number, nowMs: number): boolean =>
  !isEnded(stage) || stage === 'declined' || nowMs - openedMs <= OFFERED_AGAIN_MS

/** The desk as far as it can notice anything. */
export interface WatchedDesk {
  readonly isAlive: boolean
  readonly isAsleep: boolean
  readonly state: { readonly market: { readonly venue: { readonly state: VenueState } } }
}

/** What the rules look at, and whom they tell. */
export interface Watch {
  readonly exchange: Pick<SimExchange, 'state' | 'account' | 'liveOrders'>
  readonly book: Book
  readonly nowMs: number
  readonly isKilled: boolean
  accuse(message: string): void
}

/** Rules about what must not last; looked at every few seconds. */
export class StandingRules {
  readonly #monitor: Watch
  readonly #sinceMs = new Map<string, number>()
  /** By coin: from when to when the alert was seen. */
  readonly #told = new Map<string, { readonly fromMs: number; readonly toMs: number }>()
  #wasKilled = false

  constructor(monitor: Watch) {
    this.#monitor = monitor
  }

  look(desk: WatchedDesk | null, readFailedMs: number): void {
    // Only a desk that runs and is connected can notice anything.
    const canSee = desk?.isAlive && !desk.isAsleep && desk.state.market.venue.state === 'live'
    if (!canSee) {
      this.#sinceMs.clear()
      return
    }
    this.#lookAtStops(this.#monitor.nowMs - readFailedMs > ASKED_AGAIN_MS)
    this.#lookAtKill()
  }

  /** Between two looks a position may have been covered for a moment: then its time begins anew. */
  noteStops(): void {
    for (const market of this.#monitor.exchange.state.markets) {
      const key = `stop ${market.coin}`
      if (this.#sinceMs.has(key) && this.#isCovered(market)) this.#sinceMs.delete(key)
    }
  }

  #isCovered(market: Market): boolean {
    const { exchange } = this.#monitor
    const size = exchange.account.positions.get(market.asset)?.size ?? 0n
    const covered = exchange
      .liveOrders()
      .filter((order) => isStopOf(order, market.asset, size > 0n))
      .reduce((sum, order) => sum + order.size, 0n)
    return covered >= magnitude(size)
  }

  #lasts(key: string, isSo: boolean): number {
    if (!isSo) {
      this.#sinceMs.delete(key)
      return 0
    }
    const { nowMs } = this.#monitor
    const sinceMs = this.#sinceMs.get(key) ?? nowMs
    this.#sinceMs.set(key, sinceMs)
    return nowMs - sinceMs
  }

  #lookAtStops(isAnswered: boolean): void {
    const { exchange, book } = this.#monitor
    for (const market of exchange.state.markets) {
      const lastsMs = this.#lasts(`stop ${market.coin}`, !this.#isCovered(market))
      const toldMs = this.#toldMs(market.coin)
      // Where questions get no answer, an order that has ended looks as if it rested.
      if (!isAnswered) continue
      if (lastsMs > ALARM_WITHIN_MS && toldMs === null) {
        this.#monitor.accuse(
          `the ${market.coin} position has no stop and nobody was told: ${ticketsOf(book, market.coin)}`,
        )
      }
      const isDue = lastsMs > REPAIR_WITHIN_MS && toldMs !== null && toldMs > KNOWN_MS
      if (isDue && !hasRepair(book, market.coin, this.#monitor.nowMs)) {
        this.#monitor.accuse(
          `nothing was done for the ${market.coin} position without a stop: ${ticketsOf(book, market.coin)}`,
        )
      }
    }
  }

  /**
   * For how long the alert has held, or held until just now: fills that come in while the end of
   * their stop has not been heard of make a position look covered for a moment.
   */
  #toldMs(coin: string): number | null {
    const { book, nowMs } = this.#monitor
    const last = this.#told.get(coin)
    const isFresh = last !== undefined && nowMs - last.toMs <= ALARM_WITHIN_MS
    const fromMs = isFresh ? last.fromMs : nowMs
    if (book.alerts.has(`${coin}:noRestingStop`)) this.#told.set(coin, { fromMs, toMs: nowMs })
    else if (!isFresh) return null
    return nowMs - fromMs
  }

  #lookAtKill(): void {
    const { exchange, book, isKilled } = this.#monitor
    // The first look after a resume forgets what was measured; the others have nothing to do.
    if (!isKilled && !this.#wasKilled) return
    this.#wasKilled = isKilled
    const canceling = new Set<string>()
    for (const { stage, terms, openedMarketMs } of book.tickets.values()) {
      if (terms?.kind !== 'cancel' || !isStanding(stage, openedMarketMs, this.#monitor.nowMs))
        continue
      for (const { clientOrderId } of terms.cancels) canceling.add(clientOrderId)
    }
    for (const order of exchange.liveOrders()) {
      const id = order.clientOrderId ?? ''
      const isLoose = isKilled && !order.isReduceOnly && !canceling.has(id)
      if (this.#lasts(`kill ${order.oid}`, isLoose) > KILL_WITHIN_MS) {
        this.#monitor.accuse(
          `entry ${id} rests after the kill switch and nothing cancels it: ${ticketsOf(book, exchange.state.markets[order.asset]?.coin ?? '')}`,
        )
      }
    }
  }
}

/** A ticket that adds a stop or closes, or one such that a person has turned down. */
function hasRepair(book: Book, coin: string, nowMs: number): boolean {
  const openedMs = book.positions.get(coin)?.openedMs ?? 0
  for (const ticket of book.tickets.values()) {
    if (ticket.coin !== coin || !ticket.terms) continue
    const { kind } = ticket.terms
    if (kind !== 'protect' && kind !== 'close' && kind !== 'move') continue
    if (!isEnded(ticket.stage)) return true
    if (ticket.stage === 'declined' && ticket.openedMarketMs >= openedMs) return true
    if (nowMs - ticket.openedMarketMs <= OFFERED_AGAIN_MS) return true
  }
  return false
}

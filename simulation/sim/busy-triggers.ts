import { isTriggered } from '#core/matching/check-order.ts'
import { dropPointlessReduceOnly } from '#core/matching/end-order.ts'
import type { MatchingEvent } from '#core/matching/matching-event.ts'
import { settleTaken } from '#core/matching/place-orders.ts'
import { report, startRun } from '#core/matching/run.ts'
import { takeLiquidity } from '#core/matching/take-liquidity.ts'
import type { VenueOrder } from '#core/matching/venue-order.ts'
import type { Market, VenueAccount, VenueState } from '#core/matching/venue-state.ts'
import type { Price } from '#core/money/amount.ts'
import type { SimRandom } from './sim-random.ts'

/** So long a busy venue may leave a stop triggered and not executed. */
const WAIT_MS = { low: 2_000, high: 60_000 } as const

const NOTHING: readonly MatchingEvent[] = []

/** The triggers of a market that this mark fires. */
export function firedBy(market: Market, mark: Price): readonly VenueOrder[] {
  const fired: VenueOrder[] = []
  for (const order of market.orders.values()) {
    const { trigger, isBuy } = order
    if (trigger === null || order.status !== 'open' || order.isWaitingForParent) continue
    if (isTriggered(isBuy, trigger.kind, trigger.price, mark)) fired.push(order)
  }
  return fired
}

/**
 * Stops that have fired and wait for their turn at a busy venue: out of the book, still the
 * account's, so that a cancel finds them.
 */
export class BusyTriggers {
  readonly #state: VenueState
  readonly #account: VenueAccount
  readonly #random: SimRandom
  #waiting: { readonly order: VenueOrder; readonly dueMs: number }[] = []

  constructor(state: VenueState, account: VenueAccount, random: SimRandom) {
    this.#state = state
    this.#account = account
    this.#random = random
  }

  hold(fired: readonly VenueOrder[], nowMs: number): readonly MatchingEvent[] {
    if (fired.length === 0) return NOTHING
    const run = startRun(this.#state, nowMs)
    for (const order of fired) {
      report(run, order, 'triggered')
      this.#state.markets[order.asset]?.orders.delete(order.oid)
      this.#waiting.push({ order, dueMs: nowMs + this.#random.whole(WAIT_MS.low, WAIT_MS.high) })
    }
    return run.events
  }

  /** Those whose turn it is take what the book has; the canceled ones are gone. */
  executeDue(nowMs: number): readonly MatchingEvent[] {
    if (this.#waiting.length === 0) return NOTHING
    const run = startRun(this.#state, nowMs)
    const due = this.#waiting.filter(({ dueMs }) => dueMs <= nowMs)
    this.#waiting = this.#waiting.filter(({ dueMs }) => dueMs > nowMs)
    for (const { order } of due) {
      const market = this.#state.markets[order.asset]
      if (!market || this.#account.orders.get(order.oid) !== order) continue
      market.orders.set(order.oid, order)
      const taken = takeLiquidity(run, market, order, null)
      settleTaken(run, order)
      if (taken.size > 0n) dropPointlessReduceOnly(run, order.account, market.asset)
    }
    return run.events
  }
}

import type { MatchingEvent } from './matching-event.ts'
import type { VenueOrder, VenueOrderStatus } from './venue-order.ts'
import { isLiveStatus } from './venue-order.ts'
import type { Market, VenueAccount, VenueState } from './venue-state.ts'

/** One step of the venue: where its events are gathered, and the market time at which it happens. */
export interface Run {
  readonly state: VenueState
  readonly timeMs: number
  readonly events: MatchingEvent[]
}

export const startRun = (state: VenueState, timeMs: number): Run => ({ state, timeMs, events: [] })

export function accountOf(run: Run, address: string): VenueAccount {
  const account = run.state.accounts.get(address)
  if (!account) throw new RangeError(`the venue has no account ${address}`)
  return account
}

/** Reports a status. A final one takes the order out of the market and of the account. */
export function report(run: Run, order: VenueOrder, status: VenueOrderStatus): void {
  order.status = status
  if (!isLiveStatus(status)) {
    accountOf(run, order.account).orders.delete(order.oid)
    run.state.markets[order.asset]?.orders.delete(order.oid)
  }
  run.events.push({
    kind: 'order',
    order: { ...order },
    status,
    timeMs: run.timeMs,
    isAnnounced: !(order.isWaitingForParent && isLiveStatus(status)),
  })
}

/** Makes an order live (or waiting) in its market and account. */
export function admit(market: Market, account: VenueAccount, order: VenueOrder): void {
  market.orders.set(order.oid, order)
  account.orders.set(order.oid, order)
}

export const isStillLive = (run: Run, order: VenueOrder): boolean =>
  run.state.markets[order.asset]?.orders.get(order.oid) === order

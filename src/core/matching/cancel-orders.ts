import { endOrder } from './end-order.ts'
import type { MatchingEvent } from './matching-event.ts'
import type { Run } from './run.ts'
import { accountOf, isStillLive, startRun } from './run.ts'
import type { VenueOrder, VenueOrderStatus } from './venue-order.ts'
import type { VenueState } from './venue-state.ts'

/** One order to cancel: by the venue's id or by the client's. */
export interface CancelTarget {
  readonly asset: number
  readonly id: number | string
}

export interface CancelOutcome {
  /** Null where it was cancelled, otherwise the venue's sentence. */
  readonly errors: readonly (string | null)[]
  readonly events: readonly MatchingEvent[]
}

/** A live order of the account; the newest where a client order id was used twice. */
export function findLiveOrder(
  run: Run,
  address: string,
  id: number | string,
): VenueOrder | undefined {
  const account = accountOf(run, address)
  if (typeof id === 'number') return account.orders.get(id)
  let found: VenueOrder | undefined
  for (const order of account.orders.values()) if (order.clientOrderId === id) found = order
  return found
}

/** Cancels what is still there; the rest get the venue's sentence. */
export function cancelOrders(
  state: VenueState,
  address: string,
  targets: readonly CancelTarget[],
  timeMs: number,
): CancelOutcome {
  const run = startRun(state, timeMs)
  const errors = targets.map(({ asset, id }) => {
    const order = findLiveOrder(run, address, id)
    if (!order || order.asset !== asset) {
      return `Order was never placed, already canceled, or filled. asset=${asset}`
    }
    endOrder(run, order, 'canceled')
    return null
  })
  return { errors, events: run.events }
}

/** Cancels everything that the account has open, stops too. */
export function cancelAllOrders(
  state: VenueState,
  address: string,
  status: VenueOrderStatus,
  timeMs: number,
): readonly MatchingEvent[] {
  const run = startRun(state, timeMs)
  endAllOrders(run, address, status)
  return run.events
}

export function endAllOrders(run: Run, address: string, status: VenueOrderStatus): void {
  for (const order of [...accountOf(run, address).orders.values()]) {
    if (isStillLive(run, order)) endOrder(run, order, status)
  }
}

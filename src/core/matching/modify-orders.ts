import type { Price } from '../money/amount.ts'
import { findLiveOrder } from './cancel-orders.ts'
import { checkOrder } from './check-order.ts'
import { dropWaitingChildren } from './end-order.ts'
import type { MatchingEvent } from './matching-event.ts'
import type { Placement } from './place-orders.ts'
import { placeOne } from './place-orders.ts'
import { rejectionText } from './rejection.ts'
import type { Run } from './run.ts'
import { accountOf, report, startRun } from './run.ts'
import type { OrderRequest, VenueOrder } from './venue-order.ts'
import type { VenueState } from './venue-state.ts'

export interface Modification {
  readonly id: number | string
  readonly request: OrderRequest
}

export interface ModifyOutcome {
  readonly placements: readonly Placement[]
  readonly events: readonly MatchingEvent[]
}

/**
 * Cancels and places anew under a new oid. Without `isAlwaysPlaced` (the venue's `a` flag of 2026)
 * the old order must still be there, neither may be a trigger, and the new one becomes post-only.
 * What is wrong with the request by itself leaves the old order alone; what only the market refuses
 * (a crossing post-only, too little margin) has already cost the old one its place.
 */
export function modifyOrders(
  state: VenueState,
  address: string,
  modifications: readonly Modification[],
  isAlwaysPlaced: boolean,
  timeMs: number,
): ModifyOutcome {
  const run = startRun(state, timeMs)
  const placements = modifications.map((modification) =>
    modifyOne(run, address, modification, isAlwaysPlaced),
  )
  return { placements, events: run.events }
}

function modifyOne(
  run: Run,
  address: string,
  { id, request }: Modification,
  isAlwaysPlaced: boolean,
): Placement {
  const old = findLiveOrder(run, address, id)
  if (!isAlwaysPlaced) {
    if (!old) return { kind: 'error', message: 'Cannot modify canceled or filled order' }
    if (old.trigger || request.trigger) {
      return { kind: 'error', message: 'Cannot modify trigger order without always place' }
    }
  }
  if (request.trigger && !request.isReduceOnly) {
    return { kind: 'error', message: 'TP/SL order must be reduce only.' }
  }
  const wanted: OrderRequest = isAlwaysPlaced ? request : { ...request, timeInForce: 'Alo' }
  const triggerReference = parentPrice(run, address, old)
  const check = checkOrder(run.state.markets, wanted, {
    account: accountOf(run, address),
    isChild: isBracketChild(old),
    isPositionTpsl: old?.isPositionTpsl ?? false,
    triggerReference,
  })
  if (!check.ok) return { kind: 'error', message: rejectionText(check.rejection, request.asset) }
  return replace(run, address, old, wanted, triggerReference)
}

/** A child that waits is measured from the price at which its parent would open the position. */
function parentPrice(run: Run, address: string, child: VenueOrder | undefined): Price | null {
  if (!child?.isWaitingForParent) return null
  for (const order of accountOf(run, address).orders.values()) {
    if (order.childOids.includes(child.oid)) return order.limitPrice
  }
  return null
}

/** The new order takes over the old one's place in its bracket. */
function replace(
  run: Run,
  address: string,
  old: VenueOrder | undefined,
  request: OrderRequest,
  triggerReference: Price | null,
): Placement {
  const childOids = old?.childOids ?? []
  const siblingOids = old?.siblingOids ?? []
  const isWaitingForParent = old?.isWaitingForParent ?? false
  const isPositionTpsl = old?.isPositionTpsl ?? false
  if (old) report(run, old, 'canceled')
  const { order, placement } = placeOne(run, address, request, {
    childOids,
    siblingOids,
    isPositionTpsl,
    isChild: isBracketChild(old),
    isWaitingForParent,
    triggerReference,
  })
  if (!order) {
    if (old) dropWaitingChildren(run, old, 'canceled')
    return placement
  }
  if (old) relink(run, address, old.oid, order.oid)
  return isWaitingForParent ? { kind: 'waitingForFill' } : placement
}

const isBracketChild = (order: VenueOrder | undefined): boolean =>
  order !== undefined && (order.isWaitingForParent || order.siblingOids.length > 0)

function relink(run: Run, address: string, oldOid: number, newOid: number): void {
  const swap = (oids: readonly number[]): readonly number[] =>
    oids.includes(oldOid) ? oids.map((oid) => (oid === oldOid ? newOid : oid)) : oids
  for (const order of accountOf(run, address).orders.values()) {
    order.siblingOids = swap(order.siblingOids)
    order.childOids = swap(order.childOids)
  }
}

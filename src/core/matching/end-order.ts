import { asQuantity } from '../money/amount.ts'
import type { Run } from './run.ts'
import { accountOf, isStillLive, report } from './run.ts'
import type { VenueOrder, VenueOrderStatus } from './venue-order.ts'

/** The order is completely filled: its bracket goes live, its siblings go away. */
export function finishFilled(run: Run, order: VenueOrder): void {
  report(run, order, 'filled')
  const account = accountOf(run, order.account)
  for (const oid of order.siblingOids) {
    const sibling = account.orders.get(oid)
    if (sibling) report(run, sibling, 'siblingFilledCanceled')
  }
  for (const oid of order.childOids) {
    const child = account.orders.get(oid)
    if (!child?.isWaitingForParent) continue
    child.isWaitingForParent = false
    report(run, child, 'open')
  }
}

/**
 * Takes a live order away. Children that still wait for it vanish with it: they live only when
 * their parent has filled completely.
 */
export function endOrder(run: Run, order: VenueOrder, status: VenueOrderStatus): void {
  report(run, order, status)
  dropWaitingChildren(run, order, status === 'filled' ? 'canceled' : status)
}

export function dropWaitingChildren(run: Run, order: VenueOrder, status: VenueOrderStatus): void {
  const account = accountOf(run, order.account)
  for (const oid of order.childOids) {
    const child = account.orders.get(oid)
    if (child?.isWaitingForParent) report(run, child, status)
  }
}

/** Reduce-only orders have nothing left to reduce once the position is flat or on the other side. */
export function dropPointlessReduceOnly(run: Run, address: string, asset: number): void {
  const account = accountOf(run, address)
  const held = account.positions.get(asset)?.size ?? asQuantity(0n)
  for (const order of [...account.orders.values()]) {
    if (order.asset !== asset || !order.isReduceOnly || order.isWaitingForParent) continue
    const canReduce = order.isBuy ? held < 0n : held > 0n
    if (!canReduce && isStillLive(run, order)) endOrder(run, order, 'reduceOnlyCanceled')
  }
}

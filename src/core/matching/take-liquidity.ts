import type { Price, Quantity } from '../money/amount.ts'
import { asQuantity } from '../money/amount.ts'
import { magnitude } from './apply-position.ts'
import { endOrder } from './end-order.ts'
import { executeFill } from './execute-fill.ts'
import type { VenueFill } from './matching-event.ts'
import type { Run } from './run.ts'
import { accountOf, isStillLive } from './run.ts'
import { bookOf } from './synthetic-book.ts'
import type { VenueOrder } from './venue-order.ts'
import { isResting } from './venue-order.ts'
import type { BookLevel, Market } from './venue-state.ts'

export interface Taken {
  readonly size: Quantity
  /** Σ price × size, at scale 1e16. */
  readonly cost: bigint
}

/** The opposite side's levels that a limit price reaches, best first; none while prices have stopped. */
function reachableLevels(run: Run, market: Market, isBuy: boolean, limit: Price): BookLevel[] {
  if (market.isSilent) return []
  const book = bookOf(market, run.state.seed)
  return isBuy
    ? book.asks.filter((level) => level.price <= limit)
    : book.bids.filter((level) => level.price >= limit)
}

/** Whether an order at this limit would trade at once. */
export const wouldMatch = (run: Run, market: Market, isBuy: boolean, limit: Price): boolean =>
  reachableLevels(run, market, isBuy, limit).some((level) => level.size > 0n)

/** The account's own orders on the other side of the book that this limit reaches. */
function ownWithin(run: Run, market: Market, taker: Taker, limit: Price): VenueOrder[] {
  const own: VenueOrder[] = []
  for (const order of accountOf(run, taker.account).orders.values()) {
    if (order.asset !== market.asset || order.isBuy === taker.isBuy || !isResting(order)) continue
    if (taker.isBuy ? order.limitPrice <= limit : order.limitPrice >= limit) own.push(order)
  }
  return own
}

type Taker = Pick<VenueOrder, 'account' | 'isBuy'>

/** Whether an order at this limit would meet one of its own account. */
export const wouldMeetOwn = (run: Run, market: Market, taker: Taker, limit: Price): boolean =>
  ownWithin(run, market, taker, limit).length > 0

/** The venue lets nobody trade with himself: of two that meet, the one that rests goes away. */
function removeOwn(own: VenueOrder[], run: Run, isInTheWay: (order: VenueOrder) => boolean): void {
  for (const order of own) {
    if (isInTheWay(order) && isStillLive(run, order)) endOrder(run, order, 'selfTradeCanceled')
  }
}

/** A reduce-only order is never larger than what it reduces. False: there is nothing to reduce. */
export function shrinkToPosition(run: Run, order: VenueOrder): boolean {
  if (!order.isReduceOnly) return true
  const held = accountOf(run, order.account).positions.get(order.asset)?.size ?? 0n
  const reducible = order.isBuy === held < 0n ? magnitude(held) : 0n
  if (reducible === 0n) return false
  if (order.isPositionTpsl || order.size > reducible) order.size = asQuantity(reducible)
  return true
}

/** Fills the order level by level as far as its limit and the book allow; one fill a level. */
export function takeLiquidity(
  run: Run,
  market: Market,
  order: VenueOrder,
  liquidation: VenueFill['liquidation'],
): Taken {
  if (!shrinkToPosition(run, order)) return { size: asQuantity(0n), cost: 0n }
  const own = ownWithin(run, market, order, order.limitPrice)
  let size = 0n
  let cost = 0n
  for (const level of reachableLevels(run, market, order.isBuy, order.limitPrice)) {
    if (order.size <= 0n) break
    const taken = asQuantity(level.size < order.size ? level.size : order.size)
    if (taken <= 0n) continue
    removeOwn(own, run, ({ limitPrice }) =>
      order.isBuy ? limitPrice < level.price : limitPrice > level.price,
    )
    level.size = asQuantity(level.size - taken)
    executeFill(run, market, order, { price: level.price, size: taken, isTaker: true, liquidation })
    size += taken
    cost += level.price * taken
  }
  if (order.size > 0n) removeOwn(own, run, () => true)
  return { size: asQuantity(size), cost }
}

import type { PositionChange } from '../matching/apply-position.ts'
import type { VenuePosition } from '../matching/venue-state.ts'
import type { Side } from '../model/side.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, asPrice, asRatio } from '../money/amount.ts'
import { movePrice, notional } from '../money/rounding.ts'

/** Moved against that side; a price stays above zero, whatever is taken off it. */
export function worsePrice(side: Side, price: Price, ratio: bigint): Price {
  if (ratio === 0n) return price
  const isBuy = side === 'buy'
  const moved = movePrice(price, asRatio(isBuy ? ratio : -ratio), isBuy ? 'up' : 'down')
  return moved > 0n ? moved : asPrice(1n)
}

/** What a fill is worth: known already where it opened, or closed all of, the position. */
export function fillValue(
  before: VenuePosition | null,
  change: PositionChange,
  price: Price,
  quantity: Quantity,
): Money {
  if (before === null) return change.openedNotional
  if (change.position !== null) return notional(price, quantity, 'halfEven')
  return asMoney(before.size > 0n ? before.cost + change.closedPnl : before.cost - change.closedPnl)
}

import type { Side } from '../model/side.ts'
import type { Quantity } from '../money/amount.ts'
import { absolute } from '../money/amount.ts'

/**
 * The one question that an exit is asked: does it only make the position smaller? `position` is
 * signed. No state, limit or quota stands in the way of an order for which this is true.
 */
export function isReducing(position: Quantity, side: Side, quantity: Quantity): boolean {
  if (quantity <= 0n || position === 0n) return false
  const isAgainst = position > 0n ? side === 'sell' : side === 'buy'
  return isAgainst && quantity <= absolute(position)
}

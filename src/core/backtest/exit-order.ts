import type { ClientOrderId } from '../model/ids.ts'
import type { Side } from '../model/side.ts'
import type { Price, Quantity } from '../money/amount.ts'

/** A stop or target that rests beside a position. */
export interface ExitOrder {
  readonly role: 'stop' | 'target'
  readonly side: Side
  readonly trigger: Price
  readonly triggerNumber: number
  readonly quantity: Quantity
  readonly clientOrderId: ClientOrderId | null
  /** Of the same bracket: when one fills, the other goes. */
  readonly sibling: ClientOrderId | null
}

/** The order that a candle reaches first in the worst case: stops before targets, the nearest first. */
export function nextExit(exits: readonly ExitOrder[], low: number, high: number): ExitOrder | null {
  let found: ExitOrder | null = null
  for (const order of exits) {
    const { role, side, triggerNumber } = order
    const isFall = (side === 'sell') === (role === 'stop')
    if (isFall ? triggerNumber < low : triggerNumber > high) continue
    if (found === null || (found.role === 'target' && role === 'stop')) found = order
    else if (found.role === role && isNearer(order, found)) found = order
  }
  return found
}

/** Of two stops, or two targets, on the same side the one that the price meets first. */
function isNearer(a: ExitOrder, b: ExitOrder): boolean {
  const isFall = (a.side === 'sell') === (a.role === 'stop')
  return isFall ? a.trigger > b.trigger : a.trigger < b.trigger
}

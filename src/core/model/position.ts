import type { Money, Price, Quantity } from '../money/amount.ts'
import { absolute, asMoney, asPrice, asQuantity, SCALE } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import type { TradeId } from './ids.ts'
import type { Fill } from './order.ts'
import { signOf } from './side.ts'

/** What is left of one opening fill; closing fills use up the oldest first. */
export interface Lot {
  readonly tradeId: TradeId
  readonly openedMs: number
  readonly price: Price
  /** Signed like the position. */
  readonly quantity: Quantity
}

/** One position: positive is long. The sum of its lots is its quantity. */
export interface Position {
  readonly coin: string
  readonly quantity: Quantity
  /** Σ price × quantity of the open lots at the average entry, × 1e16, signed. */
  readonly costE16: bigint
  readonly lots: readonly Lot[]
  readonly openedMs: number
}

export const flatPosition = (coin: string): Position => ({
  coin,
  quantity: asQuantity(0n),
  costE16: 0n,
  lots: [],
  openedMs: 0,
})

/** The average entry, to the nearest 1e-8; zero when flat. */
export function entryPrice(position: Position): Price {
  if (position.quantity === 0n) return asPrice(0n)
  return asPrice(divideRounded(position.costE16, position.quantity, 'halfEven'))
}

/** Profit if everything were closed at `price`, without fees. */
export function unrealisedPnl(position: Position, price: Price): Money {
  return asMoney(divideRounded(price * position.quantity - position.costE16, SCALE, 'down'))
}

function takeFromLots(lots: readonly Lot[], closing: bigint): Lot[] {
  let left = closing
  const rest: Lot[] = []
  for (const lot of lots) {
    const size = absolute(lot.quantity)
    if (left >= size) {
      left -= size
      continue
    }
    const kept = lot.quantity > 0n ? size - left : left - size
    rest.push(left === 0n ? lot : { ...lot, quantity: asQuantity(kept) })
    left = 0n
  }
  return rest
}

/**
 * The position after a fill. The average entry moves on opening fills only; a fill through zero
 * closes what there was and opens the rest at its price (the venue's documentation, "Entry price
 * and pnl").
 */
export function applyFill(position: Position, fill: Fill): Position {
  const change = signOf(fill.side) * fill.quantity
  const opened = (quantity: bigint): Lot => ({
    tradeId: fill.tradeId,
    openedMs: fill.tsEventMs,
    price: fill.price,
    quantity: asQuantity(quantity),
  })
  const isSameSide = position.quantity === 0n || position.quantity > 0n === change > 0n
  if (isSameSide) {
    return {
      coin: position.coin,
      quantity: asQuantity(position.quantity + change),
      costE16: position.costE16 + fill.price * change,
      lots: [...position.lots, opened(change)],
      openedMs: position.quantity === 0n ? fill.tsEventMs : position.openedMs,
    }
  }
  const after = position.quantity + change
  const size = absolute(position.quantity)
  if (fill.quantity < size) {
    return {
      ...position,
      quantity: asQuantity(after),
      costE16: divideRounded(position.costE16 * after, position.quantity, 'halfEven'),
      lots: takeFromLots(position.lots, fill.quantity),
    }
  }
  if (after === 0n) return flatPosition(position.coin)
  return {
    coin: position.coin,
    quantity: asQuantity(after),
    costE16: fill.price * after,
    lots: [opened(after)],
    openedMs: fill.tsEventMs,
  }
}

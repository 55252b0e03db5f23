import type { TaxEvent } from './tax-event.ts'

/**
 * Units acquired together. While `left` units stay, so does cost × left / quantity: what leaves
 * takes the difference, so that the parts of a lot add up to its cost however it is divided.
 */
export interface Lot {
  readonly quantity: bigint
  readonly cost: bigint
  left: bigint
  leftCost: bigint
  /** The acquisition; a transfer between own wallets keeps it, and with it date and id. */
  readonly origin: TaxEvent
  /** Place in the order of acquisition among all lots. */
  readonly sequence: number
  /** Nearest double of the unit cost: settles most comparisons without a bigint product. */
  readonly unitCost: number
}

export function createLot(
  origin: TaxEvent,
  sequence: number,
  quantity: bigint,
  cost: bigint,
  needsUnitCost: boolean,
): Lot {
  const unitCost = needsUnitCost ? Number(cost) / Number(quantity) : 0
  return { quantity, cost, left: quantity, leftCost: cost, origin, sequence, unitCost }
}

/** Takes `part` units, fewer than are left, and gives their share of the cost. */
export function splitLot(lot: Lot, part: bigint): bigint {
  const left = lot.left - part
  const leftCost = (lot.cost * left) / lot.quantity
  const share = lot.leftCost - leftCost
  lot.left = left
  lot.leftCost = leftCost
  return share
}

/** Takes all that is left and gives its cost. */
export function emptyLot(lot: Lot): bigint {
  const share = lot.leftCost
  lot.left = 0n
  lot.leftCost = 0n
  return share
}

const DOUBLE_MARGIN = 1e-12

/** The sign of unit cost a − unit cost b, exactly. */
export function compareUnitCost(a: Lot, b: Lot): number {
  const difference = a.unitCost - b.unitCost
  const size = Math.abs(a.unitCost) + Math.abs(b.unitCost)
  if (Math.abs(difference) > size * DOUBLE_MARGIN) return difference
  const left = a.cost * b.quantity
  const right = b.cost * a.quantity
  return left < right ? -1 : left > right ? 1 : 0
}

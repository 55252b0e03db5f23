import type { TaxEvent } from './tax-event.ts'

/**
 * Units acquired together. `taken` units have left at `takenCost`; what leaves next costs
 * cost × taken' / quantity − takenCost, so that the parts of a lot add up to its cost however it
 * is divided.
 */
export interface Lot {
  readonly quantity: bigint
  readonly cost: bigint
  taken: bigint
  takenCost: bigint
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
  return { quantity, cost, taken: 0n, takenCost: 0n, origin, sequence, unitCost }
}

/** Takes `part` units (at most what is left) and gives their share of the cost. */
export function takeFromLot(lot: Lot, part: bigint): bigint {
  const taken = lot.taken + part
  const takenCost = taken === lot.quantity ? lot.cost : (lot.cost * taken) / lot.quantity
  const share = takenCost - lot.takenCost
  lot.taken = taken
  lot.takenCost = takenCost
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

import Decimal from 'decimal.js'
import FlatQueue from 'flatqueue'
import { formatExact } from '#core/tax/exact-decimal.ts'
import type { Ledger } from '#core/tax/tax-event.ts'

/**
 * What the methods are compared with: the shortest programs that give the same exact gain. None of
 * them checks for missing units, knows wallets, named lots, transfers or days.
 */

interface BareLot {
  readonly quantity: bigint
  readonly cost: bigint
  left: bigint
}

/** FIFO over an array with a head index, in BigInt. */
export function bareFifo({ events }: Ledger): bigint {
  const lots: BareLot[] = []
  let head = 0
  let gain = 0n
  for (const { kind, quantity, value } of events) {
    if (kind === 'acquire') {
      lots.push({ quantity, cost: value, left: quantity })
      continue
    }
    let need = quantity
    while (need > 0n) {
      const lot = lots[head] as BareLot
      const part = lot.left < need ? lot.left : need
      gain += (value * part) / quantity - (lot.cost * part) / lot.quantity
      lot.left -= part
      need -= part
      if (lot.left === 0n) head += 1
    }
  }
  return gain
}

interface DecimalFill {
  readonly isBuy: boolean
  readonly quantity: Decimal
  readonly value: Decimal
}

interface DecimalLot {
  readonly quantity: Decimal
  readonly cost: Decimal
  left: Decimal
}

export function decimalFills({ events, quantityScale, valueScale }: Ledger): DecimalFill[] {
  return events.map(({ kind, quantity, value }) => ({
    isBuy: kind === 'acquire',
    quantity: new Decimal(formatExact(quantity, quantityScale)),
    value: new Decimal(formatExact(value, valueScale)),
  }))
}

/** The same in decimal.js with 40 significant digits. */
export function decimalFifo(fills: readonly DecimalFill[]): Decimal {
  const Exact = Decimal.clone({ precision: 40 })
  const lots: DecimalLot[] = []
  let head = 0
  let gain = new Exact(0)
  for (const { isBuy, quantity, value } of fills) {
    if (isBuy) {
      lots.push({ quantity, cost: value, left: quantity })
      continue
    }
    let need = quantity
    while (need.gt(0)) {
      const lot = lots[head] as DecimalLot
      const part = Exact.min(lot.left, need)
      gain = gain
        .plus(value.times(part).div(quantity))
        .minus(lot.cost.times(part).div(lot.quantity))
      lot.left = lot.left.minus(part)
      need = need.minus(part)
      if (lot.left.isZero()) head += 1
    }
  }
  return gain
}

/** HIFO over a flatqueue by the unit cost as a double, amounts in BigInt. */
export function flatqueueHifo({ events }: Ledger): bigint {
  const lots: BareLot[] = []
  const queue = new FlatQueue<number>()
  let gain = 0n
  for (const { kind, quantity, value } of events) {
    if (kind === 'acquire') {
      queue.push(lots.length, -Number(value) / Number(quantity))
      lots.push({ quantity, cost: value, left: quantity })
      continue
    }
    let need = quantity
    while (need > 0n) {
      const lot = lots[queue.peek() as number] as BareLot
      const part = lot.left < need ? lot.left : need
      gain += (value * part) / quantity - (lot.cost * part) / lot.quantity
      lot.left -= part
      need -= part
      if (lot.left === 0n) queue.pop()
    }
  }
  return gain
}

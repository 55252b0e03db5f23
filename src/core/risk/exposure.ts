import type { Side } from '../model/side.ts'
import type { Money, Price, Quantity, Ratio } from '../money/amount.ts'
import { absolute, asMoney, SCALE } from '../money/amount.ts'
import { divideRounded, notional } from '../money/rounding.ts'
import type { RiskPosition } from './risk-inputs.ts'

const SCALE_CUBED = SCALE * SCALE * SCALE

/** Fee and slippage that a worst case reckons with. */
export interface Costs {
  readonly takerFee: Ratio
  readonly stopSlippage: Ratio
}

/** Where a stop is taken to fill, × 1e16: worse than its trigger by the slippage. */
const stopFillE16 = (side: Side, stopPrice: Price, slippage: Ratio): bigint =>
  stopPrice * (side === 'buy' ? SCALE - slippage : SCALE + slippage)

/**
 * What one unit loses from `entry` to the stop, × 1e24 so that nothing is rounded: the fall, the
 * slippage at the stop and the taker fee of both legs. `side` is that of the entry.
 */
export function lossPerUnitE24(side: Side, entry: Price, stopPrice: Price, costs: Costs): bigint {
  const entryE16 = entry * SCALE
  const exitE16 = stopFillE16(side, stopPrice, costs.stopSlippage)
  const fall = side === 'buy' ? entryE16 - exitE16 : exitE16 - entryE16
  return fall * SCALE + (entryE16 + exitE16) * costs.takerFee
}

/** The taker fees alone of both legs of one unit, × 1e24. */
export const feesPerUnitE24 = (side: Side, entry: Price, stopPrice: Price, costs: Costs): bigint =>
  (entry * SCALE + stopFillE16(side, stopPrice, costs.stopSlippage)) * costs.takerFee

/** Dollars of `quantity` at so much a unit, rounded away from nothing: never understated. */
export const costOf = (perUnitE24: bigint, quantity: Quantity): Money =>
  asMoney(divideRounded(perUnitE24 * quantity, SCALE_CUBED, 'up'))

/** The most units that cost no more than `budget`; exact, so `costOf` of it never exceeds it. */
export function unitsWithin(budget: Money, perUnitE24: bigint): bigint {
  if (budget <= 0n) return 0n
  if (perUnitE24 <= 0n) throw new RangeError('a unit that costs nothing has no largest size')
  return (budget * SCALE_CUBED) / perUnitE24
}

/**
 * What an open position loses if its stop is hit, measured from `from` (the entry for open risk,
 * the mark for the day), with slippage and the exit's fee; nothing when the stop locks in a gain.
 * Without a stop the whole notional counts.
 */
export function positionLoss(position: RiskPosition, from: Price, costs: Costs): Money {
  const quantity = absolute(position.quantity)
  if (position.stopPrice === null) return notional(position.markPrice, quantity, 'up')
  const side: Side = position.quantity > 0n ? 'buy' : 'sell'
  const exitE16 = stopFillE16(side, position.stopPrice, costs.stopSlippage)
  const fromE16 = from * SCALE
  const fall = side === 'buy' ? fromE16 - exitE16 : exitE16 - fromE16
  const perUnitE24 = fall * SCALE + exitE16 * costs.takerFee
  return perUnitE24 <= 0n ? asMoney(0n) : costOf(perUnitE24, quantity)
}

/** Dollars of margin that a notional binds. */
export const marginOf = (amount: Money, leverage: number): Money =>
  asMoney(divideRounded(amount, BigInt(leverage), 'up'))

export const positionNotional = (position: RiskPosition): Money =>
  notional(position.markPrice, absolute(position.quantity), 'up')

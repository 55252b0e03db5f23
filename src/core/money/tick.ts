import type { Price, Quantity } from './amount.ts'
import { asPrice, asQuantity } from './amount.ts'
import type { Rounding } from './rounding.ts'
import { divideRounded } from './rounding.ts'

/**
 * Hyperliquid's price rule (its documentation, "Tick and lot size"): at most five significant
 * figures and at most 6 − szDecimals decimals on a perpetual; whole dollars are always allowed.
 * The tick therefore grows with the price.
 */
const PERPETUAL_DECIMALS = 6
const SIGNIFICANT_FIGURES = 5
/** Decimals of the scale: the step never grows beyond 10^8, one dollar. */
const WHOLE_DOLLAR = 8

/** 10^0 to 10^40: raising a bigint anew for every price costs more than all the rest here. */
const POWERS: readonly bigint[] = Array.from({ length: 41 }, (_, digits) => 10n ** BigInt(digits))

const power = (digits: number): bigint => POWERS[digits] ?? 10n ** BigInt(digits)

/** The step between legal prices around `price`, scaled by 1e8. */
export function tickSize(price: Price, sizeDecimals: number): Price {
  const byDecimals = power(WHOLE_DOLLAR - Math.max(0, PERPETUAL_DECIMALS - sizeDecimals))
  // Counted, not written out: the text of a bigint costs more than all comparisons.
  let spare = 0
  while (spare < WHOLE_DOLLAR && price >= power(SIGNIFICANT_FIGURES + spare)) spare += 1
  const byFigures = power(spare)
  return asPrice(byDecimals > byFigures ? byDecimals : byFigures)
}

/** The nearest legal price in the named direction. The price must be positive. */
export function roundToTick(price: Price, sizeDecimals: number, rounding: Rounding): Price {
  if (price <= 0n) throw new RangeError('a price must be positive')
  const tick = tickSize(price, sizeDecimals)
  return asPrice(divideRounded(price, tick, rounding) * tick)
}

export const isOnTick = (price: Price, sizeDecimals: number): boolean =>
  price > 0n && price % tickSize(price, sizeDecimals) === 0n

/** The smallest order step: 10^−szDecimals units. */
export const lotSize = (sizeDecimals: number): Quantity => asQuantity(power(8 - sizeDecimals))

/** Down to the lot: never more than was asked. */
export function roundToLot(quantity: Quantity, sizeDecimals: number): Quantity {
  const lot = lotSize(sizeDecimals)
  return asQuantity((quantity / lot) * lot)
}

export const isOnLot = (quantity: Quantity, sizeDecimals: number): boolean =>
  quantity % lotSize(sizeDecimals) === 0n

import { assertNever } from '../model/assert-never.ts'
import type { Money, Price, Quantity, Ratio } from './amount.ts'
import { asMoney, asPrice, asQuantity, SCALE } from './amount.ts'

/**
 * `down` and `up` go towards minus and plus infinity, `towardZero` and `awayFromZero` as they say,
 * `halfEven` to the nearest with ties to the even digit.
 */
export type Rounding = 'down' | 'up' | 'towardZero' | 'awayFromZero' | 'halfEven'

/** `numerator / denominator` as an integer; throws on a zero denominator. */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator === 0n) throw new RangeError('division by zero')
  const quotient = numerator / denominator
  // The most frequent case by far, and one that needs no remainder.
  if (rounding === 'down' && numerator >= 0n && denominator > 0n) return quotient
  const remainder = numerator - quotient * denominator
  if (remainder === 0n) return quotient
  const isNegative = remainder < 0n !== denominator < 0n
  const outward = isNegative ? quotient - 1n : quotient + 1n
  switch (rounding) {
    case 'towardZero':
      return quotient
    case 'awayFromZero':
      return outward
    case 'down':
      return isNegative ? outward : quotient
    case 'up':
      return isNegative ? quotient : outward
    case 'halfEven': {
      const twice = 2n * (remainder < 0n ? -remainder : remainder)
      const whole = denominator < 0n ? -denominator : denominator
      if (twice < whole) return quotient
      if (twice > whole) return outward
      return quotient % 2n === 0n ? quotient : outward
    }
    default:
      return assertNever(rounding)
  }
}

/** Dollars of `quantity` at `price`. Risk figures round `up` (never understate), proceeds `down`. */
export function notional(price: Price, quantity: Quantity, rounding: Rounding): Money {
  return asMoney(divideRounded(price * quantity, SCALE, rounding))
}

/** The part `ratio` of an amount of money. */
export function shareOf(amount: Money, ratio: Ratio, rounding: Rounding): Money {
  return asMoney(divideRounded(amount * ratio, SCALE, rounding))
}

/** `price × (1 + ratio)`; a negative ratio lowers the price. */
export function movePrice(price: Price, ratio: Ratio, rounding: Rounding): Price {
  return asPrice(divideRounded(price * (SCALE + ratio), SCALE, rounding))
}

/** How many units `amount` buys when each costs `perUnit` dollars; throws on a zero cost. */
export function quantityFor(amount: Money, perUnit: Price, rounding: Rounding): Quantity {
  return asQuantity(divideRounded(amount * SCALE, perUnit, rounding))
}

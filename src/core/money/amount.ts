/**
 * Amounts are bigints scaled by 1e8, one brand a meaning, so that a price is never added to a
 * quantity. Nothing here goes through a float.
 */
declare const brand: unique symbol

type Scaled<Name extends string> = bigint & { readonly [brand]: Name }

/** US dollars for one unit of the instrument, × 1e8. */
export type Price = Scaled<'Price'>
/** Units of the instrument, × 1e8. Signed where it is a position, positive where it is an order. */
export type Quantity = Scaled<'Quantity'>
/** US dollars, × 1e8. */
export type Money = Scaled<'Money'>
/** A share of something, × 1e8: 0.01 is one per cent. */
export type Ratio = Scaled<'Ratio'>

export type Amount = Price | Quantity | Money | Ratio

export const SCALE_DIGITS = 8
export const SCALE = 100_000_000n

export const asPrice = (scaled: bigint): Price => scaled as Price
export const asQuantity = (scaled: bigint): Quantity => scaled as Quantity
export const asMoney = (scaled: bigint): Money => scaled as Money
export const asRatio = (scaled: bigint): Ratio => scaled as Ratio

export const ZERO_MONEY = asMoney(0n)
export const ZERO_QUANTITY = asQuantity(0n)
export const ZERO_PRICE = asPrice(0n)

/** One basis point is a ten-thousandth. */
export const basisPoints = (count: number): Ratio => asRatio(BigInt(Math.round(count * 10_000)))

export const addMoney = (a: Money, b: Money): Money => asMoney(a + b)
export const subtractMoney = (a: Money, b: Money): Money => asMoney(a - b)
export const negateMoney = (a: Money): Money => asMoney(-a)
export const minMoney = (a: Money, b: Money): Money => (a < b ? a : b)
export const maxMoney = (a: Money, b: Money): Money => (a > b ? a : b)
export const addQuantity = (a: Quantity, b: Quantity): Quantity => asQuantity(a + b)
export const subtractQuantity = (a: Quantity, b: Quantity): Quantity => asQuantity(a - b)
export const absolute = <T extends Amount>(a: T): T => (a < 0n ? (-(a as bigint) as T) : a)

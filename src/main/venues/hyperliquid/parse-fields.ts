import { z } from 'zod'
import type { Money, Price, Quantity } from '#core/money/amount.ts'
import { parseMoney, parsePrice, parseQuantity } from '#core/money/decimal.ts'

/**
 * The venue's fields, one reader for each kind. Numbers arrive as decimal texts; anything else
 * (exponents, NaN, a negative zero, too many digits) is refused, never repaired.
 */
const PLAIN_DECIMAL = /^-?\d{1,20}(\.\d{1,20})?$/
const LONGEST_TEXT = 64

const isNegativeZero = (text: string): boolean => text.startsWith('-') && !/[1-9]/.test(text)

function decimalField<T extends bigint>(
  convert: (text: string) => T,
  isAllowed: (value: T) => boolean,
  expected: string,
) {
  return z
    .string()
    .max(LONGEST_TEXT)
    .transform((text, context): T => {
      if (PLAIN_DECIMAL.test(text) && !isNegativeZero(text)) {
        try {
          const value = convert(text)
          if (isAllowed(value)) return value
        } catch (error) {
          context.addIssue({ code: 'custom', message: (error as Error).message })
          return z.NEVER
        }
      }
      context.addIssue({ code: 'custom', message: `expected ${expected}` })
      return z.NEVER
    })
}

const EXACT_PLACES = 8

/** Drops what is past the eighth place: for the venue's own averages, never for what we sent. */
function cutToPlaces(text: string): string {
  const dot = text.indexOf('.')
  const cut = dot < 0 ? text : text.slice(0, dot + 1 + EXACT_PLACES)
  return isNegativeZero(cut) ? cut.slice(1) : cut
}

export const priceField = decimalField(parsePrice, (price) => price > 0n, 'a positive price')
/** A trigger price is "0.0" where there is none. */
export const priceOrZeroField = decimalField(parsePrice, (price) => price >= 0n, 'a price')
export const averagePriceField = decimalField(
  (text): Price => parsePrice(cutToPlaces(text)),
  (price) => price >= 0n,
  'an average price',
)
export const sizeField = decimalField(parseQuantity, (size) => size > 0n, 'a positive size')
export const sizeOrZeroField = decimalField(parseQuantity, (size) => size >= 0n, 'a size')
export const signedSizeField = decimalField(parseQuantity, () => true, 'a signed size')
export const moneyField = decimalField(parseMoney, () => true, 'an amount of dollars')
/** Amounts of other tokens than dollars, which may have more than eight places. */
export const tokenSizeField = decimalField(
  (text): Quantity => parseQuantity(cutToPlaces(text)),
  () => true,
  'an amount of a token',
)
/** Dollars that the venue computes with more than eight places. */
export const computedMoneyField = decimalField(
  (text): Money => parseMoney(cutToPlaces(text)),
  () => true,
  'an amount of dollars',
)
/** Numbers of a candle are for research only, so they are doubles. */
const UNSIGNED_DECIMAL = /^\d{1,20}(\.\d{1,20})?$/
export const candleVolumeField = z
  .string()
  .max(LONGEST_TEXT)
  .regex(UNSIGNED_DECIMAL, 'expected a plain decimal number')
  .transform(Number)
export const candlePriceField = candleVolumeField.refine((price) => price > 0, 'expected a price')

const LAST_TIME_MS = Date.UTC(2100, 0, 1)
/** Epoch milliseconds between 1970 and 2100. */
export const timeField = z.int().min(1).max(LAST_TIME_MS)
/** The venue's own numbers for orders and fills, kept as text. */
export const idField = z
  .int()
  .min(0)
  .refine((id) => !Object.is(id, -0), 'a negative zero is no number of an order')
  .transform(String)

export const coinField = z.string().min(1).max(32)
export const addressField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase())
export const clientOrderIdField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{32}$/)
  .transform((text) => text.toLowerCase())
export const sideField = z
  .enum(['A', 'B'])
  .transform((letter) => (letter === 'B' ? ('buy' as const) : ('sell' as const)))
export const leverageField = z.int().min(1).max(1000)

import type { Money, Price } from '../money/amount.ts'
import { asMoney } from '../money/amount.ts'
import { formatDecimal, formatFixed } from '../money/decimal.ts'
import { divideRounded } from '../money/rounding.ts'

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** "$1,234.50": for sentences, cut toward zero below the cent but never shown as $0.00 when it is more. */
export function dollars(amount: Money): string {
  const magnitude = amount < 0n ? (-amount as Money) : amount
  const sign = amount < 0n ? '−' : ''
  if (magnitude > 0n && magnitude < 1_000_000n) return `${sign}less than $0.01`
  const [whole = '0', cents = '00'] = formatFixed(magnitude, 2).split('.')
  return `${sign}$${group(whole)}.${cents}`
}

const CENT = 1_000_000n

/** "$1,234.50": to the nearest cent, for reports that are held against one another. */
export function centsText(amount: Money): string {
  const cents = asMoney(divideRounded(amount, CENT, 'halfEven') * CENT)
  const [whole = '0', fraction = '00'] = formatFixed(cents < 0n ? asMoney(-cents) : cents, 2).split(
    '.',
  )
  return `${cents < 0n ? '−' : ''}$${group(whole)}.${fraction}`
}

/** A price as the venue writes it, with the thousands set apart. */
export function priceText(price: Price): string {
  const [whole = '0', fraction] = formatDecimal(price).split('.')
  return fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`
}

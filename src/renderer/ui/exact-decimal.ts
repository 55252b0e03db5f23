import { asPrice } from '#core/money/amount.ts'
import { DecimalError, formatFixed, parseMoney } from '#core/money/decimal.ts'
import { tickSize } from '#core/money/tick.ts'
import { ungrouped } from '#core/money/ungrouped.ts'

/** A decimal text as an integer scaled by 1e8; null where it is none. */
export function scaledOf(text: string | null): bigint | null {
  if (text === null) return null
  try {
    return parseMoney(text)
  } catch (cause) {
    if (cause instanceof DecimalError) return null
    throw cause
  }
}

export type Sign = 'plus' | 'minus' | 'zero'

/** The sign of the exact amount, also where its shown digits are all zero. */
export function signOfText(text: string | null): Sign {
  const scaled = scaledOf(text)
  if (scaled === null || scaled === 0n) return 'zero'
  return scaled > 0n ? 'plus' : 'minus'
}

const group = (whole: string): string => whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Cut toward zero to `places`, thousands grouped, no sign. */
export function shownDigits(text: string, places: number): string {
  const scaled = scaledOf(text)
  if (scaled === null) return text
  const fixed = formatFixed(scaled < 0n ? -scaled : scaled, places)
  const [whole = '0', fraction] = fixed.split('.')
  return fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`
}

/** Decimals of the step between legal prices around this one: 0 for BTC at 27,431, 1 at 1,843.2. */
export function pricePlaces(text: string, sizeDecimals: number): number {
  const scaled = scaledOf(text)
  if (scaled === null || scaled <= 0n) return 2
  const step = tickSize(asPrice(scaled), sizeDecimals).toString()
  return Math.max(0, 9 - step.length)
}

/** Two exact decimals; a text that is none is never less and never more. */
export function isBelow(a: string | null, b: string | null): boolean {
  const left = scaledOf(a)
  const right = scaledOf(b)
  return left !== null && right !== null && left < right
}

/** Said where `typedDecimal` finds none. */
export const NO_POSITIVE_NUMBER = 'A positive number with a decimal point, such as 27431.5'

/** What a person typed, as plain decimal text; null where it is no positive number. */
export function typedDecimal(text: string): string | null {
  const plain = ungrouped(text.trim())
  if (!/^\d{1,20}(\.\d{0,8})?$|^\.\d{1,8}$/.test(plain)) return null
  const cleaned = plain.replace(/\.$/, '').replace(/^\./, '0.')
  return /[1-9]/.test(cleaned) ? cleaned : null
}

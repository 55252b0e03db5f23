import type { Amount, Money, Price, Quantity, Ratio } from './amount.ts'
import { SCALE, SCALE_DIGITS } from './amount.ts'

/** A text that is no plain decimal with at most eight places. */
export class DecimalError extends Error {
  override readonly name = 'DecimalError'
  readonly text: string
  constructor(text: string, expected: string) {
    super(`"${text.slice(0, 40)}" is not ${expected}`)
    this.text = text
  }
}

const PLAIN_DECIMAL = /^(-?)(\d{1,20})(?:\.(\d{1,30}))?$/

/**
 * A plain decimal ("-12.5", "0.00000001") as an integer scaled by 1e8. No exponent, no sign but a
 * minus, no spaces; digits past the eighth place must be zeros. Throws DecimalError.
 */
function parseScaled(text: string): bigint {
  return readShortDecimal(text, 0, text.length) ?? parseLongDecimal(text)
}

/** 10^0 to 10^8. */
const POWERS = Array.from({ length: SCALE_DIGITS + 1 }, (_, digits) => 10 ** digits)
const BIG_POWERS = POWERS.map(BigInt)
/** So many digits are exact in a double. */
const EXACT_DIGITS = 15
const [MINUS, DOT, ZERO] = [0x2d, 0x2e, 0x30]

/**
 * The plain decimal between two places of a text, scaled by 1e8, when it is as short as nearly all
 * are: at most 15 digits, eight of them behind the point. Null for everything else, good or bad.
 */
export function readShortDecimal(text: string, from: number, to: number): bigint | null {
  const isNegative = text.charCodeAt(from) === MINUS
  const start = isNegative ? from + 1 : from
  let mantissa = 0
  let point = -1
  for (let at = start; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code === DOT && point < 0 && at > start) {
      point = at
      continue
    }
    const digit = code - ZERO
    if (digit < 0 || digit > 9) return null
    mantissa = mantissa * 10 + digit
  }
  const places = point < 0 ? 0 : to - point - 1
  const digits = to - start - (point < 0 ? 0 : 1)
  if (digits < 1 || digits > EXACT_DIGITS || places > SCALE_DIGITS) return null
  if (point >= 0 && places === 0) return null
  const scaled = mantissa * (POWERS[SCALE_DIGITS - places] ?? 1)
  const exact =
    scaled <= Number.MAX_SAFE_INTEGER
      ? BigInt(scaled)
      : BigInt(mantissa) * (BIG_POWERS[SCALE_DIGITS - places] ?? 1n)
  return isNegative ? -exact : exact
}

function parseLongDecimal(text: string): bigint {
  const match = PLAIN_DECIMAL.exec(text)
  if (!match) throw new DecimalError(text, 'a plain decimal number such as 1234.5')
  const [, sign, whole = '0', fraction = ''] = match
  if (fraction.length > SCALE_DIGITS && /[^0]/.test(fraction.slice(SCALE_DIGITS))) {
    throw new DecimalError(text, `a number with at most ${SCALE_DIGITS} decimal places`)
  }
  const digits = fraction.slice(0, SCALE_DIGITS).padEnd(SCALE_DIGITS, '0')
  const scaled = BigInt(whole) * SCALE + BigInt(digits)
  return sign === '-' ? -scaled : scaled
}

export const parsePrice = (text: string): Price => parseScaled(text) as Price
export const parseQuantity = (text: string): Quantity => parseScaled(text) as Quantity
export const parseMoney = (text: string): Money => parseScaled(text) as Money
export const parseRatio = (text: string): Ratio => parseScaled(text) as Ratio

/** The shortest exact decimal: no exponent, no trailing zeros, "-0" never. */
export function formatDecimal(amount: Amount | bigint): string {
  const isNegative = amount < 0n
  const magnitude = isNegative ? -amount : amount
  const whole = magnitude / SCALE
  const fraction = (magnitude % SCALE).toString().padStart(SCALE_DIGITS, '0').replace(/0+$/, '')
  const text = fraction === '' ? whole.toString() : `${whole}.${fraction}`
  return isNegative ? `-${text}` : text
}

/** Exactly `places` decimals, cut toward zero: for showing, never for calculating. */
export function formatFixed(amount: Amount | bigint, places: number): string {
  const isNegative = amount < 0n
  const magnitude = isNegative ? -amount : amount
  const whole = magnitude / SCALE
  const fraction = (magnitude % SCALE).toString().padStart(SCALE_DIGITS, '0').slice(0, places)
  const text = places === 0 ? whole.toString() : `${whole}.${fraction}`
  return isNegative && /[1-9]/.test(text) ? `-${text}` : text
}

/** For charts and research only: the nearest double. */
export const toNumber = (amount: Amount | bigint): number => Number(amount) / Number(SCALE)

/** The research boundary: a double to the nearest 1e-8. Throws on NaN and infinity. */
export function fromNumber<T extends Amount>(value: number): T {
  if (!Number.isFinite(value)) throw new DecimalError(String(value), 'a finite number')
  return BigInt(Math.round(value * Number(SCALE))) as T
}

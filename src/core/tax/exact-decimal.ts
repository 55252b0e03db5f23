/**
 * Numbers for tax: integers with as many decimal places as the history needs. Nothing here goes
 * through a float and nothing is rounded before it is printed.
 */
export interface ExactDecimal {
  readonly digits: bigint
  /** How many of the digits stand after the point. */
  readonly scale: number
}

const PLAIN = /^([+-]?)(\d{1,80})(?:\.(\d{0,80}))?(?:[eE]([+-]?\d{1,3}))?$/
const EXPONENT_MAX = 80

const powers: bigint[] = [1n]

/** 10 to the power `digits`, remembered. */
export function powerOfTen(digits: number): bigint {
  for (let next = powers.length; next <= digits; next += 1) {
    powers.push((powers[next - 1] as bigint) * 10n)
  }
  return powers[digits] as bigint
}

/** A decimal text of any scale, exactly; null where it is no decimal number. */
export function parseExact(text: string): ExactDecimal | null {
  const match = PLAIN.exec(text)
  if (!match) return null
  const [, sign, whole = '0', fraction = '', exponentText] = match
  const exponent = exponentText === undefined ? 0 : Number(exponentText)
  if (exponent > EXPONENT_MAX || exponent < -EXPONENT_MAX) return null
  const magnitude = BigInt(whole + fraction)
  const digits = sign === '-' ? -magnitude : magnitude
  const scale = fraction.length - exponent
  if (scale >= 0) return { digits, scale }
  return { digits: digits * powerOfTen(-scale), scale: 0 }
}

/** The same number at a larger scale. Throws where digits would be lost. */
export function atScale(value: ExactDecimal, scale: number): bigint {
  if (value.scale === scale) return value.digits
  if (value.scale < scale) return value.digits * powerOfTen(scale - value.scale)
  const divisor = powerOfTen(value.scale - scale)
  if (value.digits % divisor !== 0n) throw new RangeError('a scale that would lose digits')
  return value.digits / divisor
}

/** How many places the number really needs: "1.500" needs one. */
export function placesNeeded(value: ExactDecimal): number {
  let { digits, scale } = value
  if (digits === 0n) return 0
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n
    scale -= 1
  }
  return scale
}

/** The shortest exact decimal of `digits / 10^scale`: no exponent, no trailing zeros, no "-0". */
export function formatExact(digits: bigint, scale: number): string {
  if (digits === 0n) return '0'
  if (digits < 0n) return `-${formatExact(-digits, scale)}`
  const text = digits.toString()
  if (scale === 0) return text
  const padded = text.length > scale ? text : text.padStart(scale + 1, '0')
  const point = padded.length - scale
  let end = padded.length
  while (end > point && padded.charCodeAt(end - 1) === 48) end -= 1
  return end === point
    ? padded.slice(0, point)
    : `${padded.slice(0, point)}.${padded.slice(point, end)}`
}

/** The nearest integer of a quotient, halves away from zero, as tax forms round. */
export function divideNearest(numerator: bigint, denominator: bigint): bigint {
  if (denominator < 0n) return divideNearest(-numerator, -denominator)
  const twice = 2n * numerator
  return numerator < 0n
    ? (twice - denominator) / (2n * denominator)
    : (twice + denominator) / (2n * denominator)
}

/** `digits / 10^scale` at another scale, nearest, halves away from zero. */
export function roundToScale(digits: bigint, scale: number, places: number): bigint {
  if (places >= scale) return digits * powerOfTen(places - scale)
  return divideNearest(digits, powerOfTen(scale - places))
}

/** Exactly `places` decimals, nearest, halves away from zero. */
export function formatFixedPlaces(digits: bigint, scale: number, places: number): string {
  const rounded = roundToScale(digits, scale, places)
  const magnitude = rounded < 0n ? -rounded : rounded
  const padded = magnitude.toString().padStart(places + 1, '0')
  const point = padded.length - places
  const text = places === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`
  return rounded < 0n ? `-${text}` : text
}

/** `numerator / denominator` (both at any one scale) as a decimal of at most `places` places. */
export function formatQuotient(numerator: bigint, denominator: bigint, places: number): string {
  if (denominator === 0n) return '0'
  return formatExact(divideNearest(numerator * powerOfTen(places), denominator), places)
}

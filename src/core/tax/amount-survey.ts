import { powerOfTen } from './exact-decimal.ts'
import type { InputProblem, LedgerEntry } from './ledger-entry.ts'

export const PROBLEMS_MAX = 100
const DIGITS_MAX = 160

/**
 * Places after the point that an unsigned plain decimal needs, trailing zeros not counted; −1 where
 * the text is none. One pass and no garbage, because every amount of a history comes by here.
 */
function placesOf(text: unknown): number {
  if (typeof text !== 'string' || text.length === 0 || text.length > DIGITS_MAX) return -1
  let point = -1
  let places = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 46 && point < 0 && index > 0 && index < text.length - 1) point = index
    else if (code < 48 || code > 57) return -1
    else if (point >= 0 && code !== 48) places = index - point
  }
  return places
}

/** So many digits are exact in a double, and a double becomes a bigint far sooner than a text. */
const DOUBLE_DIGITS = 15

const MAX = Number.MAX_SAFE_INTEGER
const DOUBLE_POWERS = Array.from({ length: DOUBLE_DIGITS }, (_, power) => 10 ** power)

/** The same for texts of any length. */
function readLong(text: string, scale: number): bigint {
  const point = text.indexOf('.')
  if (point < 0) return scale === 0 ? BigInt(text) : BigInt(text) * powerOfTen(scale)
  const fraction = text.slice(point + 1, point + 1 + scale)
  const digits = BigInt(text.slice(0, point) + fraction)
  return fraction.length === scale ? digits : digits * powerOfTen(scale - fraction.length)
}

/** A checked, unsigned text at a scale that has room for it. */
export function readAtScale(text: string, scale: number): bigint {
  const { length } = text
  if (length > DOUBLE_DIGITS) return readLong(text, scale)
  let digits = 0
  let places = -1
  for (let index = 0; index < length && places < scale; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 46) places = 0
    else {
      digits = digits * 10 + (code - 48)
      if (places >= 0) places += 1
    }
  }
  const missing = places < 0 ? scale : scale - places
  const scaled = missing < DOUBLE_POWERS.length ? digits * (DOUBLE_POWERS[missing] as number) : MAX
  if (scaled < MAX) return BigInt(scaled)
  return BigInt(digits) * powerOfTen(missing)
}

export interface Scales {
  quantity: number
  price: number
  money: number
}

const AMOUNT = 'a decimal number that is not negative, such as 1234.5'

/** Checks every amount of the rows and widens the scales to hold it. */
export class AmountSurvey {
  readonly scales: Scales = { quantity: 0, price: 0, money: 0 }
  readonly problems: InputProblem[] = []
  readonly #currency: string
  #row = 0

  constructor(currency: string) {
    this.#currency = currency
  }

  add(entry: LedgerEntry, row: number): void {
    this.#row = row
    this.#check('quantity', entry.quantity, 'quantity')
    this.#check('price', entry.price, 'price')
    this.#check('fee', entry.fee, entry.feeAsset === this.#currency ? 'money' : 'quantity')
    if (entry.feeValue !== undefined) this.#check('feeValue', entry.feeValue, 'money')
    if (entry.totalCost !== undefined) this.#check('totalCost', entry.totalCost, 'money')
    if (entry.totalProceeds !== undefined) {
      this.#check('totalProceeds', entry.totalProceeds, 'money')
    }
    for (const { quantity } of entry.lots ?? []) {
      if (quantity !== null) this.#check('lots', quantity, 'quantity')
    }
  }

  note(problem: InputProblem): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(problem)
  }

  #check(field: string, text: unknown, kind: keyof Scales): void {
    const places = placesOf(text)
    if (places > this.scales[kind]) this.scales[kind] = places
    if (places >= 0) return
    const value = typeof text === 'string' ? text : (JSON.stringify(text) ?? 'nothing')
    this.note({ row: this.#row, field, value, expected: AMOUNT })
  }
}

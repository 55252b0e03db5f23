import { parseInstant } from '../calendar.ts'
import { formatExact, parseExact } from '../exact-decimal.ts'
import type { InputProblem } from '../ledger-entry.ts'

export type JsonObject = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')

const PROBLEMS_MAX = 100
const PLAIN = /^-?\d+(?:\.\d+)?$/

/** Reads fields of one JSON object and notes what is wrong with them instead of throwing. */
export class FieldReader {
  readonly row: number
  readonly #object: JsonObject
  readonly #problems: InputProblem[]

  constructor(object: JsonObject, row: number, problems: InputProblem[]) {
    this.#object = object
    this.row = row
    this.#problems = problems
  }

  note(field: string, value: unknown, expected: string): void {
    if (this.#problems.length >= PROBLEMS_MAX) return
    this.#problems.push({ row: this.row, field, value: shown(value), expected })
  }

  /** The first of the names that is there; null counts as absent. */
  find(names: readonly string[]): { readonly name: string; readonly value: unknown } | null {
    for (const name of names) {
      const value = this.#object[name]
      if (value !== undefined && value !== null) return { name, value }
    }
    return null
  }

  text(name: string, fallback?: string): string {
    const value = this.#object[name]
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number') return String(value)
    if ((value === undefined || value === null) && fallback !== undefined) return fallback
    this.note(name, value, 'a text that is not empty')
    return ''
  }

  optionalText(name: string): string | undefined {
    const value = this.#object[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value === 'string') return value
    if (typeof value === 'number') return String(value)
    this.note(name, value, 'a text')
    return undefined
  }

  /** A plain decimal text, whether it came as text or as a JSON number. */
  amount(names: string | readonly string[], fallback?: string): string {
    const list = typeof names === 'string' ? [names] : names
    const found = this.find(list)
    const name = found?.name ?? (list[0] as string)
    if (found === null) {
      if (fallback !== undefined) return fallback
      this.note(name, this.#object[name], 'a decimal number such as "1234.5"')
      return '0'
    }
    const { value } = found
    const text =
      typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : null
    const parsed = text === null ? null : parseExact(text)
    if (text === null || parsed === null) {
      this.note(name, value, 'a decimal number such as "1234.5"')
      return '0'
    }
    return PLAIN.test(text) ? text : formatExact(parsed.digits, parsed.scale)
  }

  optionalAmount(names: string | readonly string[]): string | undefined {
    const list = typeof names === 'string' ? [names] : names
    return this.find(list) === null ? undefined : this.amount(list)
  }

  oneOf<T extends string>(name: string, values: readonly T[], fallback?: T): T {
    const value = this.#object[name]
    if ((value === undefined || value === null) && fallback !== undefined) return fallback
    if (typeof value === 'string' && (values as readonly string[]).includes(value))
      return value as T
    this.note(name, value, `one of ${values.join(', ')}`)
    return values[0] as T
  }

  /** Epoch milliseconds of an ISO text, or of a number that is them already. */
  instant(names: readonly string[]): { readonly tsMs: number; readonly text: string } {
    const found = this.find(names)
    const value = found?.value
    if (typeof value === 'number' && Number.isSafeInteger(value)) return { tsMs: value, text: '' }
    const tsMs = typeof value === 'string' ? parseInstant(value.trim()) : null
    if (tsMs === null) {
      const expected = 'a UTC time such as 2025-01-31T12:00:00Z'
      this.note(found?.name ?? (names[0] as string), value, expected)
      return { tsMs: 0, text: '' }
    }
    return { tsMs, text: (value as string).trim() }
  }
}

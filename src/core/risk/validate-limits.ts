import { assertNever } from '../model/assert-never.ts'
import type { Money, Ratio } from '../money/amount.ts'
import { DecimalError, formatDecimal, parseMoney } from '../money/decimal.ts'
import type { AmountField, CountField, LimitField, LimitName } from './limit-fields.ts'
import { LIMIT_FIELDS, LIMIT_NAMES } from './limit-fields.ts'
import type { Limits } from './limits.ts'
import { isTimeZone } from './trading-calendar.ts'

/** Limits as a file has them: amounts as decimal texts, counts and milliseconds as numbers. */
export type LimitsFile = Readonly<Record<LimitName, string | number | null>>

export interface LimitProblem {
  readonly field: string
  readonly value: string
  readonly allowed: string
}

export type ValidatedLimits =
  | { readonly isValid: true; readonly limits: Limits }
  | { readonly isValid: false; readonly problems: readonly LimitProblem[] }

type LimitValue = Limits[LimitName]
type FieldResult = { readonly value: LimitValue } | { readonly allowed: string }

function allowedAmount(field: AmountField): string {
  const range = `${formatDecimal(field.min)} to ${formatDecimal(field.max)}, as a decimal text`
  return field.canBeNone ? `${range}, or null for none` : range
}

function readAmount(field: AmountField, given: unknown): FieldResult {
  const allowed = allowedAmount(field)
  if (given === null && field.canBeNone) return { value: null }
  if (typeof given !== 'string') return { allowed }
  try {
    const value: bigint = parseMoney(given)
    return value >= field.min && value <= field.max
      ? { value: value as Money & Ratio }
      : { allowed }
  } catch (error) {
    if (error instanceof DecimalError) return { allowed }
    throw error
  }
}

function readCount(field: CountField, given: unknown): FieldResult {
  const unit = field.kind === 'count' ? 'a whole number' : 'whole milliseconds'
  const allowed = `${field.min} to ${field.max}, ${unit}`
  const isWhole = typeof given === 'number' && Number.isSafeInteger(given)
  return isWhole && given >= field.min && given <= field.max ? { value: given } : { allowed }
}

function readField(field: LimitField, given: unknown): FieldResult {
  switch (field.kind) {
    case 'zone':
      return typeof given === 'string' && isTimeZone(given)
        ? { value: given }
        : { allowed: 'an IANA time zone such as "UTC" or "Europe/London"' }
    case 'count':
    case 'durationMs':
      return readCount(field, given)
    case 'ratio':
    case 'money':
      return readAmount(field, given)
    default:
      return assertNever(field)
  }
}

function inText(given: unknown): string {
  if (given === undefined) return 'missing'
  if (typeof given === 'object' && given !== null) return 'an object'
  return String(given).slice(0, 60)
}

/** `Object.hasOwn` keeps inherited names such as "constructor" from counting as fields. */
const isLimitName = (name: string): name is LimitName => Object.hasOwn(LIMIT_FIELDS, name)

/**
 * Limits from a file or the profile editor. Every field must be there, none may be unknown; all
 * problems are listed, each with the field, what stood there and what is allowed.
 */
export function validateLimits(given: unknown): ValidatedLimits {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const allowed = 'an object with one entry a limit'
    return { isValid: false, problems: [{ field: 'limits', value: inText(given), allowed }] }
  }
  const entries = new Map<string, unknown>(Object.entries(given))
  const problems: LimitProblem[] = []
  const values: Partial<Record<LimitName, LimitValue>> = {}
  for (const name of LIMIT_NAMES) {
    const result = readField(LIMIT_FIELDS[name], entries.get(name))
    if ('value' in result) values[name] = result.value
    else problems.push({ field: name, value: inText(entries.get(name)), allowed: result.allowed })
  }
  for (const [name, value] of entries) {
    if (!isLimitName(name)) {
      problems.push({ field: name, value: inText(value), allowed: 'no such limit' })
    }
  }
  return problems.length === 0
    ? { isValid: true, limits: values as unknown as Limits }
    : { isValid: false, problems }
}

/** One sentence a problem: field, value, allowed range. */
export const describeLimitProblem = ({ field, value, allowed }: LimitProblem): string =>
  `${field} is ${value}; allowed: ${allowed}`

/** What `validateLimits` reads back to the same limits. */
export function limitsToFile(limits: Limits): LimitsFile {
  const file: Partial<Record<LimitName, string | number | null>> = {}
  for (const name of LIMIT_NAMES) {
    const value = limits[name]
    file[name] = typeof value === 'bigint' ? formatDecimal(value) : value
  }
  return file as LimitsFile
}

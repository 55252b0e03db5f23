import { assertNever } from '../model/assert-never.ts'
import { SCALE } from '../money/amount.ts'
import { DecimalError, formatDecimal, parseMoney } from '../money/decimal.ts'
import { ungrouped } from '../money/ungrouped.ts'
import type { LimitField, LimitName } from './limit-fields.ts'
import { LIMIT_FIELDS, LIMIT_NAMES } from './limit-fields.ts'
import type { Limits } from './limits.ts'
import type { LimitProblem, ValidatedLimits } from './validate-limits.ts'
import { validateLimits } from './validate-limits.ts'

/** What a person types, one text a limit, in the unit that `limitUnit` names; empty is "none". */
export type LimitInputs = Readonly<Record<LimitName, string>>

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

const LENGTHS: Readonly<Partial<Record<LimitName, number>>> = {
  quoteAgeMsMax: SECOND_MS,
  offerLifeMs: SECOND_MS,
  actionLifeMs: SECOND_MS,
  positionAgeMsMax: HOUR_MS,
}
const lengthOf = (name: LimitName): number => LENGTHS[name] ?? MINUTE_MS
const LENGTH_UNITS: Readonly<Record<number, string>> = {
  [SECOND_MS]: 's',
  [MINUTE_MS]: 'min',
  [HOUR_MS]: 'h',
}

/** Shares that are weights and not parts of something are not said in per cent. */
const isPercent = (name: LimitName): boolean => name !== 'confluenceMin'

/** The unit of the editor: %, $, s, min, h, or nothing. */
export function limitUnit(name: LimitName): string {
  const field = LIMIT_FIELDS[name]
  switch (field.kind) {
    case 'ratio':
      return isPercent(name) ? '%' : ''
    case 'money':
      return '$'
    case 'durationMs':
      return LENGTH_UNITS[lengthOf(name)] ?? ''
    case 'count':
    case 'zone':
      return ''
    default:
      return assertNever(field)
  }
}

/** A whole number of milliseconds in the editor's unit, exactly. */
const lengthText = (ms: number, lengthMs: number): string =>
  formatDecimal((BigInt(ms) * 100_000_000n) / BigInt(lengthMs))

function inputText(name: LimitName, value: Limits[LimitName] | bigint): string {
  if (value === null) return ''
  if (typeof value === 'bigint') {
    const field = LIMIT_FIELDS[name]
    return formatDecimal(field.kind === 'ratio' && isPercent(name) ? value * 100n : value)
  }
  if (typeof value === 'string') return value
  return LIMIT_FIELDS[name].kind === 'durationMs' ? lengthText(value, lengthOf(name)) : `${value}`
}

/** The limits as the editor shows them. */
export const limitsToInputs = (limits: Limits): LimitInputs =>
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, inputText(name, limits[name])])) as Record<
    LimitName,
    string
  >

/** One value with its unit: "1 %", "$9.99", "60 min", "none". */
export function limitText(name: LimitName, value: Limits[LimitName]): string {
  const text = inputText(name, value)
  if (text === '') return 'none'
  const unit = limitUnit(name)
  if (unit === '$') return `$${text}`
  return unit === '' ? text : `${text} ${unit}`
}

function scaledOf(text: string): bigint | null {
  try {
    return parseMoney(text)
  } catch (error) {
    if (error instanceof DecimalError) return null
    throw error
  }
}

/** So many units, where that is a whole number but for what eight decimals cannot say of it. */
function wholeOf(scaled: bigint, unit: bigint): number | null {
  const amount = scaled * unit
  const whole = (amount + SCALE / 2n) / SCALE
  const rest = amount - whole * SCALE
  return (rest < 0n ? -rest : rest) < unit ? Number(whole) : null
}

/** As a file would have it; what cannot be read stays as it was typed, and is refused there. */
function fileValue(name: LimitName, field: LimitField, typed: string): unknown {
  const text = ungrouped(typed.trim())
  if (field.kind === 'zone') return typed.trim()
  if (field.kind === 'money') return text === '' && field.canBeNone ? null : text
  const scaled = scaledOf(text)
  if (scaled === null) return typed
  if (field.kind === 'ratio') {
    if (!isPercent(name)) return text
    return scaled % 100n === 0n ? formatDecimal(scaled / 100n) : typed
  }
  return wholeOf(scaled, BigInt(field.kind === 'durationMs' ? lengthOf(name) : 1)) ?? typed
}

function allowedInEditor(name: LimitName): string {
  const field = LIMIT_FIELDS[name]
  if (field.kind === 'zone') return 'an IANA time zone such as UTC or Europe/London'
  const range = `${limitText(name, field.min as never)} to ${limitText(name, field.max as never)}`
  return field.kind === 'money' && field.canBeNone ? `${range}, or empty for none` : range
}

const isLimitName = (name: string): name is LimitName => Object.hasOwn(LIMIT_FIELDS, name)

const inEditorWords = ({ field, value, allowed }: LimitProblem, given: string): LimitProblem =>
  isLimitName(field)
    ? { field, value: given === '' ? 'empty' : given, allowed: allowedInEditor(field) }
    : { field, value, allowed }

/** Reads what was typed; the problems name field, value and allowed range in the editor's units. */
export function readLimitInputs(inputs: Readonly<Record<string, string>>): ValidatedLimits {
  const file: Record<string, unknown> = {}
  for (const [name, typed] of Object.entries(inputs)) {
    file[name] = isLimitName(name) ? fileValue(name, LIMIT_FIELDS[name], typed) : typed
  }
  const validated = validateLimits(file)
  if (validated.isValid) return validated
  const problems = validated.problems.map((one) => inEditorWords(one, inputs[one.field] ?? ''))
  return { isValid: false, problems }
}

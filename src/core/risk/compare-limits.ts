import type { LimitName } from './limit-fields.ts'
import { LIMIT_FIELDS, LIMIT_NAMES } from './limit-fields.ts'
import type { Limits } from './limits.ts'

export interface LimitChange {
  readonly name: LimitName
  readonly from: Limits[LimitName]
  readonly to: Limits[LimitName]
  /** `neutral` shapes trades without allowing more of them. */
  readonly direction: 'tightened' | 'loosened' | 'neutral'
}

/** No dollar amount is the loosest of all. */
function isStricter(name: LimitName, a: Limits[LimitName], b: Limits[LimitName]): boolean {
  const { stricter } = LIMIT_FIELDS[name]
  if (stricter === 'neither' || a === b) return false
  if (a === null || b === null) return b === null
  return stricter === 'lower' ? a < b : a > b
}

/**
 * Of the fields that have no stricter side: another zone may begin a new day, and with it a new
 * budget, at once; a wider band lets through a price that a narrower one refuses.
 */
const allowsMore = (name: LimitName, from: Limits, to: Limits): boolean =>
  name === 'dayTimeZone' || (name === 'priceBand' && to.priceBand > from.priceBand)

/** What an edit changes, for the diff before saving: loosening needs more than a press. */
export function compareLimits(from: Limits, to: Limits): readonly LimitChange[] {
  return LIMIT_NAMES.filter((name) => from[name] !== to[name]).map((name) => {
    const isNeutral = LIMIT_FIELDS[name].stricter === 'neither' && !allowsMore(name, from, to)
    const isTighter = isStricter(name, to[name], from[name])
    const direction = isNeutral ? 'neutral' : isTighter ? 'tightened' : 'loosened'
    return { name, from: from[name], to: to[name], direction }
  })
}

/** Where two sets of limits speak, the stricter field wins; `second` names those it decided. */
export function strictestLimits(
  first: Limits,
  second: Limits,
): { readonly limits: Limits; readonly fromSecond: readonly LimitName[] } {
  const fromSecond = LIMIT_NAMES.filter((name) => isStricter(name, second[name], first[name]))
  const taken = Object.fromEntries(fromSecond.map((name) => [name, second[name]]))
  return { limits: { ...first, ...taken } as Limits, fromSecond }
}

import { formatDecimal } from '../money/decimal.ts'
import { compareLimits } from '../risk/compare-limits.ts'
import type { LimitName } from '../risk/limit-fields.ts'
import type { Limits, ProfileName } from '../risk/limits.ts'
import { PROFILES } from '../risk/limits.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { LimitsEdited } from './person-inputs.ts'
import type { DeskState } from './state.ts'
import { recallEntries } from './stop-entries.ts'

/** What has to be typed before a limit may allow more. */
export const LOOSEN_WORD = 'LOOSEN'

/** The shipped profile that these limits are, or Custom. */
export function profileOf(limits: Limits): ProfileName {
  if (compareLimits(PROFILES.strict, limits).length === 0) return 'strict'
  return compareLimits(PROFILES.standard, limits).length === 0 ? 'standard' : 'custom'
}

const asInFile = (value: Limits[LimitName]): string | number | null =>
  typeof value === 'bigint' ? formatDecimal(value) : value

/**
 * Other limits: tightening takes effect at once, loosening with the typed word alone. What is with
 * the device comes back, so that nothing is sent under limits that no longer hold.
 */
export function editLimits(state: DeskState, draft: DecisionDraft, edited: LimitsEdited): void {
  const compared = compareLimits(state.book.limits, edited.limits)
  if (compared.length === 0) return
  const isLoosened = compared.some(({ direction }) => direction === 'loosened')
  if (isLoosened && edited.typedWord !== LOOSEN_WORD) return
  draft.events.push({
    type: 'LimitsChanged',
    profile: profileOf(edited.limits),
    limits: edited.limits,
    changes: compared.map(({ name, from, to, direction }) => ({
      name,
      from: asInFile(from),
      to: asInFile(to),
      direction,
    })),
    confirmedBy: isLoosened ? 'typedWord' : 'press',
  })
  recallEntries(state, draft, 'The limits were changed. Approve again under the new ones.')
}

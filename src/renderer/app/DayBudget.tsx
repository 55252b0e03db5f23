import { useSlice } from '../state/desk-store.ts'
import { Dollars } from '../ui/Amount.tsx'
import { scaledOf, shownDigits } from '../ui/exact-decimal.ts'

/** Whole per cent of the day's loss cap that is left; null where it is not known. */
export function budgetShare(left: string | null, cap: string | null): number | null {
  const leftScaled = scaledOf(left)
  const capScaled = scaledOf(cap)
  if (leftScaled === null || capScaled === null || capScaled <= 0n) return null
  const share = Number((leftScaled * 100n) / capScaled)
  return Math.max(0, Math.min(100, share))
}

/** What may still be lost today before entries stop. */
export function DayBudget() {
  const account = useSlice('account')
  const left = account?.dayBudgetLeft ?? null
  const share = budgetShare(left, account?.dayLossCap ?? null)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      className="cell budget"
      role="group"
      aria-label="Day budget"
      title={
        account === null
          ? 'Not known before the venue has told the account.'
          : `Of $${shownDigits(account.dayLossCap, 2)} that may be lost on ${account.dayKey}`
      }
      data-tone={share !== null && share <= 25 ? 'low' : undefined}
    >
      <span className="cell-name">Day budget</span>
      <span className="cell-value">
        <Dollars value={left} name="dayBudgetLeft" />
      </span>
      <span className="budget-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${(share ?? 0) / 100})` }} />
      </span>
    </div>
  )
}

import type { TaxResult } from './compute-tax.ts'
import { computeTax } from './compute-tax.ts'
import type { Ledger } from './tax-event.ts'
import type { SpotMethod, TaxSettings } from './tax-settings.ts'
import type { Sums } from './totals.ts'
import { NO_SUMS } from './totals.ts'

export interface MethodOutcome {
  readonly method: SpotMethod
  /** Of the year asked, or of the whole history. */
  readonly sums: Sums
}

/**
 * What other methods would come to with everything else unchanged: for the eye, not for filing,
 * because some choices must be made before the sale. Methods whose units do not suffice are left
 * out.
 */
export function compareMethods(
  ledger: Ledger,
  settings: TaxSettings,
  methods: readonly SpotMethod[],
  year: number | null,
): MethodOutcome[] {
  return methods.flatMap((method) => {
    const options = { isRetroactiveAcknowledged: true }
    const result: TaxResult = computeTax(ledger, { ...settings, method }, options, () => undefined)
    if (result.kind !== 'done') return []
    const { totals } = result.outcome
    return [{ method, sums: year === null ? totals.all : (totals.byYear.get(year) ?? NO_SUMS) }]
  })
}

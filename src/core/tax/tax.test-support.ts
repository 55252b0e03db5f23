import { buildLedger } from './build-ledger.ts'
import type { TaxResult } from './compute-tax.ts'
import { computeTax } from './compute-tax.ts'
import type { Disposal } from './disposal.ts'
import { formatExact } from './exact-decimal.ts'
import type { EntryType, LedgerEntry } from './ledger-entry.ts'
import { describeProblem } from './ledger-entry.ts'
import type { Ledger, TaxEvent } from './tax-event.ts'
import type { TaxSettings } from './tax-settings.ts'
import { presetSettings } from './tax-settings.ts'

let lastId = 0

/** A row with what a test leaves out: one unit of X for 1, on 2021-01-01 at noon, without a fee. */
export function entry(
  type: EntryType,
  over: Partial<LedgerEntry> & { readonly on?: string },
): LedgerEntry {
  lastId += 1
  const { on = '2021-01-01', ...rest } = over
  return {
    id: `e${lastId}`,
    tsMs: Date.parse(on.length === 10 ? `${on}T12:00:00Z` : on),
    type,
    asset: 'X',
    quantity: '1',
    price: '1',
    fee: '0',
    feeAsset: 'USD',
    ...rest,
  }
}

export function ledgerOf(entries: readonly LedgerEntry[], currency = 'USD'): Ledger {
  const built = buildLedger(entries, currency)
  if (!built.ok) throw new Error(built.problems.map(describeProblem).join('; '))
  return built.ledger
}

export interface Computed {
  readonly ledger: Ledger
  readonly result: TaxResult
  readonly disposals: readonly Disposal[]
  /** The stock's cost after each event, for average methods. */
  readonly costs: readonly string[]
  money(value: bigint): string
  units(value: bigint): string
}

export function compute(
  entries: readonly LedgerEntry[],
  over: Partial<TaxSettings> & { readonly isRetroactiveAcknowledged?: boolean } = {},
): Computed {
  const { isRetroactiveAcknowledged = true, ...settingsOver } = over
  const country = over.country ?? 'us'
  const settings = {
    ...presetSettings(country),
    zone: country === 'uk' ? 'Europe/London' : 'UTC',
    ...settingsOver,
  }
  const ledger = ledgerOf(entries, settings.currency)
  const disposals: Disposal[] = []
  const costs: string[] = []
  const money = (value: bigint): string => formatExact(value, ledger.valueScale)
  const units = (value: bigint): string => formatExact(value, ledger.quantityScale)
  const onCost = (_: TaxEvent, cost: bigint): void => {
    costs.push(money(cost))
  }
  const result = computeTax(ledger, settings, { isRetroactiveAcknowledged, onCost }, (row) =>
    disposals.push(row),
  )
  return { ledger, result, disposals, costs, money, units }
}

/** "quantity basis gain term" of each disposal. */
export function brief({ disposals, money, units }: Computed): string[] {
  return disposals.map(
    ({ quantity, basis, gain, term }) =>
      `${units(quantity)} ${money(basis)} ${money(gain)} ${term ?? '-'}`,
  )
}

import { REPORT_KINDS, REPORT_TITLES } from '#core/tax/reports/report-kind.ts'
import { presetSettings } from '#core/tax/tax-settings.ts'
import type { TaxChoice, TaxCountry, TaxReportKind } from './records.ts'

/** How many rows are asked for at a time. */
export const TAX_ROWS_MAX = 200

/** What can be written, in the order of a list. */
export const TAX_REPORTS: readonly { readonly kind: TaxReportKind; readonly title: string }[] =
  REPORT_KINDS.map((kind) => ({ kind, title: REPORT_TITLES[kind] }))

/** A country's preset; each part of it can be changed afterwards. */
export function presetChoice(country: TaxCountry): Omit<TaxChoice, 'year' | 'wallets'> {
  const { method, scope, zone, perpetuals, superficialLoss } = presetSettings(country)
  return {
    country,
    method,
    scope,
    zone,
    pnl: perpetuals.pnl,
    funding: perpetuals.funding,
    fees: perpetuals.fees,
    superficialLoss,
    shortBox: 'I',
    longBox: 'L',
    rounding: 'cents',
    rate: '1',
    isRetroactiveAcknowledged: false,
  }
}

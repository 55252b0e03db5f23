/** The files that can be made, by the name the command line and the screen use. */
export const REPORT_KINDS = [
  'lots',
  'perps',
  'form8949',
  'turbotax',
  'koinly',
  'cointracking',
  'cointracker',
  'hmrc',
  'ledger',
  'open-lots',
] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

export const REPORT_TITLES: Record<ReportKind, string> = {
  lots: 'Disposals, lot by lot',
  perps: 'Perpetuals: closes, fees and funding',
  form8949: 'Form 8949 helper with Schedule D totals',
  turbotax: 'TurboTax',
  koinly: 'Koinly (universal)',
  cointracking: 'CoinTracking',
  cointracker: 'CoinTracker',
  hmrc: 'HMRC computation with SA108 boxes',
  ledger: 'Plain ledger with ids',
  'open-lots': 'Open lots',
}

import type { TaxOutcome } from '../compute-tax.ts'
import { formatExact } from '../exact-decimal.ts'
import type { PerpSums } from '../perp-totals.ts'
import { perpSums } from '../perp-totals.ts'
import type { PerpReport, PnlDifference } from '../perps.ts'
import type { Ledger } from '../tax-event.ts'
import { formatTaxYear, taxYearOf } from '../tax-settings.ts'
import { formatPrice } from './perp-rows.ts'
import type { ReportInput } from './report-input.ts'
import type { ReportKind } from './report-kind.ts'
import { REPORT_TITLES } from './report-kind.ts'

export type Sidecar = { readonly [key: string]: unknown }

const NOT_ADVICE =
  'This file is a record and a computation, not tax advice. Unsettled treatments are settings and are named above; have someone who knows your return check them.'

const METHOD_WORDS: Record<string, string> = {
  fifo: 'first in, first out',
  lifo: 'last in, first out',
  hifo: 'highest unit cost with fee first',
  lofo: 'lowest unit cost with fee first',
  acb: 'average cost (adjusted cost base)',
  'uk-s104': 'same day, 30 days, then section 104 pool',
}

const TERM_WORDS: Record<string, string> = {
  us: 'long-term from the day after the first anniversary, counted from the day after acquisition',
  de: 'one year from the day of acquisition',
  generic:
    'long-term from the day after the first anniversary, counted from the day after acquisition',
  uk: 'no terms',
  ca: 'no terms',
}

/** What to doubt in the perpetuals: gaps of the history and fees that cannot be summed. */
export function perpWarnings(report: PerpReport, input: ReportInput): string[] {
  const warnings: string[] = []
  for (const gap of report.gaps) {
    const what = gap.isStart ? 'begins in the middle of a position' : 'lacks fills'
    warnings.push(
      `The history of ${gap.coin} ${what} before fill ${gap.fill.id}: until the position is flat the venue's own figures are used.`,
    )
  }
  const unlike = unlikeVenue(report, input)
  const [first] = unlike
  if (first !== undefined) {
    const apart = unlike.reduce((sum, { ours, venue }) => sum + ours - venue, 0n)
    warnings.push(
      `${unlike.length === 1 ? 'One close differs' : `${unlike.length} closes differ`} from the venue's own figure by more than its rounding, ${formatExact(apart, report.valueScale)} ${input.perpCurrency} in all; ours counts. The first is fill ${first.fill.id}: look for a fill that is missing or imported twice before it.`,
    )
  }
  const foreign = [...report.totals.feesByToken.keys()].filter(
    (token) => token !== input.perpCurrency,
  )
  if (foreign.length > 0) {
    warnings.push(
      `Fees in ${foreign.join(', ')} are listed but not summed: their worth is not known.`,
    )
  }
  return warnings
}

/** Closes of the reported year that no rounding explains. */
function unlikeVenue({ differences }: PerpReport, input: ReportInput): readonly PnlDifference[] {
  const { year, zone, settings } = input
  return differences.filter(
    ({ fill, isRounding }) =>
      !isRounding && (year === null || taxYearOf(zone.dayOf(fill.tsMs), settings.country) === year),
  )
}

/** Differences that are spelled out; the count says how many there are. */
const DIFFERENCES_MAX = 100

function perpSumsView(sums: PerpSums, scale: number): Sidecar {
  const money = (value: bigint): string => formatExact(value, scale)
  return {
    closes: sums.closes,
    realisedPnl: money(sums.realisedPnl),
    fees: money(sums.fees),
    feesByToken: Object.fromEntries(
      [...sums.feesByToken].map(([token, fee]) => [token, money(fee)]),
    ),
    fundingPayments: sums.fundingPayments,
    funding: money(sums.funding),
    net: money(sums.net),
    venuePnl: money(sums.venuePnl),
    roundedByVenue: sums.roundings,
  }
}

/** The year that is reported, and beside it the whole history where that is more. */
function perpSummary(report: PerpReport, input: ReportInput): Sidecar {
  const { year, zone, settings, perpCurrency } = input
  const money = (value: bigint): string => formatExact(value, report.valueScale)
  const isReported = (tsMs: number): boolean =>
    year === null || taxYearOf(zone.dayOf(tsMs), settings.country) === year
  const differences = unlikeVenue(report, input)
  const all = perpSumsView(perpSums(report, perpCurrency), report.valueScale)
  return {
    ...perpSumsView(perpSums(report, perpCurrency, isReported), report.valueScale),
    ...(year === null ? {} : { wholeHistory: all }),
    openPositions: report.ends
      .filter(({ position }) => position !== 0n)
      .map(({ coin, position, entry }) => ({
        coin,
        quantity: formatExact(position, report.quantityScale),
        entry: formatPrice(entry, report),
      })),
    differenceCount: differences.length,
    differencesFromVenue: differences.slice(0, DIFFERENCES_MAX).map(({ fill, ours, venue }) => ({
      fill: fill.id,
      ours: money(ours),
      venue: money(venue),
    })),
  }
}

function spotSummary(outcome: TaxOutcome, ledger: Ledger, input: ReportInput): Sidecar {
  const money = (value: bigint): string => formatExact(value, ledger.valueScale)
  const { country } = input.settings
  const years = [...outcome.totals.byYear].sort(([a], [b]) => a - b)
  return {
    byYear: Object.fromEntries(
      years.map(([year, sums]) => [
        formatTaxYear(year, country),
        {
          disposals: sums.count,
          proceeds: money(sums.proceeds),
          basis: money(sums.basis),
          gain: money(sums.gain),
          shortTermGain: money(sums.shortTermGain),
          longTermGain: money(sums.longTermGain),
          ...(country === 'ca' ? { deniedLosses: money(sums.denied) } : {}),
        },
      ]),
    ),
    income: money(outcome.incomeTotal),
  }
}

export interface SidecarParts {
  readonly kind: ReportKind
  readonly input: ReportInput
  readonly outcome: TaxOutcome | null
  readonly rows: number
  /** Of the report itself (Schedule D, SA108). */
  readonly summary: Sidecar
  readonly program: { readonly name: string; readonly version: string }
  readonly warnings: readonly string[]
}

/** What must stand beside every file: how it was made, what was assumed, what to doubt. */
export function buildSidecar(parts: SidecarParts): Sidecar {
  const { kind, input, outcome, program } = parts
  const { settings, ledger, perps } = input
  return {
    report: REPORT_TITLES[kind],
    program,
    rows: parts.rows,
    taxYear: input.year === null ? 'all years' : formatTaxYear(input.year, settings.country),
    country: settings.country,
    method: settings.method,
    methodMeans: METHOD_WORDS[settings.method],
    scope: settings.scope,
    holdingPeriod: TERM_WORDS[settings.country],
    zone: settings.zone,
    currency: settings.currency,
    superficialLoss: settings.superficialLoss,
    standingOrders: settings.standingOrders,
    perpetuals: {
      currency: input.perpCurrency,
      conversion: input.fx.source,
      ...settings.perpetuals,
    },
    form8949: input.form,
    spot: outcome && ledger ? spotSummary(outcome, ledger, input) : null,
    perps: perps === null ? null : perpSummary(perps, input),
    ...parts.summary,
    warnings: [
      ...parts.warnings,
      ...(outcome?.warnings ?? []),
      ...(perps === null ? [] : perpWarnings(perps, input)),
    ],
    notTaxAdvice: NOT_ADVICE,
  }
}

import type {
  OpenLotView,
  OpenPositionView,
  PerpSumsView,
  TaxChoice,
  TaxPreviewView,
  TaxSumsView,
} from '#contract/records.ts'
import { compareMethods } from '#core/tax/compare-methods.ts'
import type { TaxOutcome } from '#core/tax/compute-tax.ts'
import { formatExact } from '#core/tax/exact-decimal.ts'
import { perpSums } from '#core/tax/perp-totals.ts'
import { formatPrice } from '#core/tax/reports/perp-rows.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import { perpWarnings } from '#core/tax/reports/sidecar.ts'
import type { SpotMethod, TaxSettings } from '#core/tax/tax-settings.ts'
import { formatTaxYear, presetSettings, SPOT_METHODS, taxYearOf } from '#core/tax/tax-settings.ts'
import { NO_SUMS } from '#core/tax/totals.ts'
import { PERP_CURRENCY } from './tax-input.ts'

const LOTS_SHOWN = 500

/** A choice for which there are no figures, and why. */
export function problemPreview(
  choice: TaxChoice,
  problems: readonly string[],
  needsAcknowledgement: boolean,
): TaxPreviewView {
  return {
    years: [],
    currency: presetSettings(choice.country).currency,
    perpCurrency: PERP_CURRENCY,
    conversion: null,
    problems,
    needsAcknowledgement,
    spot: null,
    perps: null,
    rowCount: 0,
    warnings: [],
    gaps: [],
    openLots: [],
    openLotCount: 0,
    openPositions: [],
    methods: [],
  }
}

function yearsOf(input: ReportInput, outcome: TaxOutcome | null): TaxPreviewView['years'] {
  const { perps, zone, settings } = input
  const years = new Set<number>(outcome?.totals.byYear.keys() ?? [])
  const add = (tsMs: number): void => {
    years.add(taxYearOf(zone.dayOf(tsMs), settings.country))
  }
  for (const { day } of outcome?.income ?? []) years.add(taxYearOf(day, settings.country))
  for (const { fill } of perps?.legs ?? []) add(fill.tsMs)
  for (const { payment } of perps?.funding ?? []) add(payment.tsMs)
  return [...years]
    .sort((a, b) => b - a)
    .map((year) => ({ year, label: formatTaxYear(year, settings.country) }))
}

function spotView(input: ReportInput, outcome: TaxOutcome | null): TaxSumsView | null {
  const { ledger, year, settings } = input
  if (ledger === null || outcome === null) return null
  const money = (value: bigint): string => formatExact(value, ledger.valueScale)
  const { totals } = outcome
  const sums = year === null ? totals.all : (totals.byYear.get(year) ?? NO_SUMS)
  const income = outcome.income
    .filter(({ day }) => year === null || taxYearOf(day, settings.country) === year)
    .reduce((sum, { amount }) => sum + amount, 0n)
  return {
    disposals: sums.count,
    proceeds: money(sums.proceeds),
    basis: money(sums.basis),
    gain: money(sums.gain),
    shortTermGain: money(sums.shortTermGain),
    longTermGain: money(sums.longTermGain),
    denied: money(sums.denied),
    income: money(income),
  }
}

function perpsView(input: ReportInput): PerpSumsView | null {
  const { perps, year, zone, settings, perpCurrency } = input
  if (perps === null) return null
  const isReported = (tsMs: number): boolean =>
    year === null || taxYearOf(zone.dayOf(tsMs), settings.country) === year
  const sums = perpSums(perps, perpCurrency, isReported)
  const money = (value: bigint): string => formatExact(value, perps.valueScale)
  return {
    closes: sums.closes,
    forcedCloses: sums.forcedCloses,
    realisedPnl: money(sums.realisedPnl),
    venuePnl: money(sums.venuePnl),
    differences: sums.differences,
    roundings: sums.roundings,
    venueFigures: sums.venueFigures,
    fees: money(sums.fees),
    fundingPayments: sums.fundingPayments,
    funding: money(sums.funding),
    net: money(sums.net),
  }
}

function openLots(input: ReportInput, outcome: TaxOutcome | null): OpenLotView[] {
  const { ledger } = input
  if (ledger === null) return []
  return (outcome?.holdings ?? [])
    .filter(({ quantity }) => quantity > 0n)
    .map(({ asset, wallet, quantity, cost, origin }) => ({
      lotId: origin?.id ?? `pool ${asset} ${wallet}`,
      asset,
      wallet,
      acquiredMs: origin?.tsMs ?? null,
      quantity: formatExact(quantity, ledger.quantityScale),
      cost: formatExact(cost, ledger.valueScale),
    }))
}

function openPositions({ perps }: ReportInput): OpenPositionView[] {
  if (perps === null) return []
  return perps.ends
    .filter(({ position }) => position !== 0n)
    .map(({ coin, position, entry }) => ({
      coin,
      quantity: formatExact(position, perps.quantityScale),
      entry: entry === null ? null : formatPrice(entry, perps),
    }))
}

/** Methods that a country's rules let one think about; others would only confuse. */
function comparable({ country }: TaxSettings): readonly SpotMethod[] {
  if (country === 'uk') return ['uk-s104']
  if (country === 'ca') return ['acb']
  return country === 'generic' ? SPOT_METHODS : ['fifo', 'lifo', 'hifo', 'lofo']
}

function methodsView(input: ReportInput): TaxPreviewView['methods'] {
  const { ledger, settings, year } = input
  if (ledger === null) return []
  const money = (value: bigint): string => formatExact(value, ledger.valueScale)
  return compareMethods(ledger, settings, comparable(settings), year).map(({ method, sums }) => ({
    method,
    gain: money(sums.gain),
    shortTermGain: money(sums.shortTermGain),
    longTermGain: money(sums.longTermGain),
  }))
}

const GAP = /begins in the middle|lacks fills|venue tells no/

/** The figures of the year and whatever should make one doubt them. */
export function previewOf(
  input: ReportInput,
  outcome: TaxOutcome | null,
  rowCount: number,
  notes: readonly string[],
): TaxPreviewView {
  const { perps, settings, perpCurrency } = input
  const all = [
    ...notes,
    ...(outcome?.warnings ?? []),
    ...(perps === null ? [] : perpWarnings(perps, input)),
  ]
  const lots = openLots(input, outcome)
  return {
    years: yearsOf(input, outcome),
    currency: settings.currency,
    perpCurrency,
    conversion: input.fx.source,
    problems: [],
    needsAcknowledgement: false,
    spot: spotView(input, outcome),
    perps: perpsView(input),
    rowCount,
    warnings: all.filter((sentence) => !GAP.test(sentence)),
    gaps: all.filter((sentence) => GAP.test(sentence)),
    openLots: lots.slice(0, LOTS_SHOWN),
    openLotCount: lots.length,
    openPositions: openPositions(input),
    methods: methodsView(input),
  }
}

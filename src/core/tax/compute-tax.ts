import { assertNever } from '../model/assert-never.ts'
import { matchAverageCost } from './average-cost.ts'
import type { Day } from './calendar.ts'
import { formatInstant } from './calendar.ts'
import type { DisposalSink, Holding, MatchOutcome, Shortage } from './disposal.ts'
import { formatExact } from './exact-decimal.ts'
import { lotDisposals } from './lot-disposals.ts'
import { matchLots } from './match-lots.ts'
import { planMethods } from './standing-order.ts'
import type { Ledger, TaxEvent } from './tax-event.ts'
import type { TaxSettings } from './tax-settings.ts'
import { termRuleOf } from './tax-settings.ts'
import type { TimeZone } from './time-zone.ts'
import { findTimeZone } from './time-zone.ts'
import { TotalsBook } from './totals.ts'
import { matchUkPool } from './uk-pool.ts'

export interface IncomeRow {
  readonly event: TaxEvent
  readonly day: Day
  /** What the units were worth when they came, which is also their cost. */
  readonly amount: bigint
}

export interface TaxOutcome {
  readonly totals: TotalsBook
  readonly income: readonly IncomeRow[]
  readonly incomeTotal: bigint
  readonly holdings: readonly Holding[]
  readonly warnings: readonly string[]
}

export type TaxResult =
  | { readonly kind: 'done'; readonly outcome: TaxOutcome }
  | { readonly kind: 'oversold'; readonly shortages: readonly Shortage[] }
  | { readonly kind: 'needsAcknowledgement'; readonly reason: string }
  | { readonly kind: 'unknownZone'; readonly zone: string }

export interface TaxOptions {
  /** The owner has seen the warning against choosing lots after the fact. */
  readonly isRetroactiveAcknowledged: boolean
  /** The cost of the stock after each event, for average methods. */
  readonly onCost?: (event: TaxEvent, cost: bigint) => void
}

function firstDisposalMs(ledger: Ledger): number | null {
  return ledger.events.find(({ kind }) => kind === 'dispose')?.tsMs ?? null
}

function match(
  ledger: Ledger,
  settings: TaxSettings,
  zone: TimeZone,
  methods: Parameters<typeof matchLots>[1]['methods'],
  options: TaxOptions,
  sink: DisposalSink,
): MatchOutcome {
  const { method, scope, country, superficialLoss } = settings
  switch (method) {
    case 'fifo':
    case 'lifo':
    case 'hifo':
    case 'lofo': {
      const termRule = termRuleOf(country, method)
      return matchLots(ledger, { methods, scope }, lotDisposals(zone, termRule, sink))
    }
    case 'acb': {
      const onCost = options.onCost === undefined ? {} : { onCost: options.onCost }
      return matchAverageCost(ledger, { scope, zone, superficialLoss, ...onCost }, sink)
    }
    case 'uk-s104':
      return matchUkPool(ledger, zone, sink)
    default:
      return assertNever(method)
  }
}

/**
 * The disposals of a ledger under the settings, one by one into the sink, and what they come to.
 * Units that are missing end it with a list; what the sink got until then must be thrown away.
 */
export function computeTax(
  ledger: Ledger,
  settings: TaxSettings,
  options: TaxOptions,
  sink: DisposalSink,
): TaxResult {
  const zone = findTimeZone(settings.zone)
  if (zone === null) return { kind: 'unknownZone', zone: settings.zone }
  const plan = planMethods(settings, firstDisposalMs(ledger), options.isRetroactiveAcknowledged)
  if (plan.kind === 'needsAcknowledgement') return plan
  const totals = new TotalsBook(settings.country)
  const { holdings, shortages } = match(
    ledger,
    settings,
    zone,
    plan.methods,
    options,
    (disposal) => {
      totals.add(disposal)
      sink(disposal)
    },
  )
  if (shortages.length > 0) return { kind: 'oversold', shortages }
  const income: IncomeRow[] = []
  let incomeTotal = 0n
  for (const event of ledger.events) {
    if (event.type !== 'income' || event.kind !== 'acquire') continue
    incomeTotal += event.value
    income.push({ event, day: zone.dayOf(event.tsMs), amount: event.value })
  }
  return {
    kind: 'done',
    outcome: { totals, income, incomeTotal, holdings, warnings: plan.warnings },
  }
}

/** "row 7 (s1), 2025-01-01T00:00:00Z: 0.5 BTC more than were acquired before in wallet W". */
export function describeShortage(shortage: Shortage, ledger: Ledger): string {
  const { event, missing, wallet, lotId } = shortage
  const where = wallet === '' ? '' : ` in wallet ${wallet}`
  const lot = lotId === null ? '' : ` in lot ${lotId}`
  return `row ${event.row}, id ${JSON.stringify(event.id)}, ${formatInstant(event.tsMs)}: ${formatExact(missing, ledger.quantityScale)} ${event.asset} more than were acquired before${where}${lot}`
}

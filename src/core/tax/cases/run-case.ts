import { assertNever } from '../../model/assert-never.ts'
import { buildLedger } from '../build-ledger.ts'
import { formatDay, formatInstant } from '../calendar.ts'
import type { TaxOutcome } from '../compute-tax.ts'
import { computeTax, describeShortage } from '../compute-tax.ts'
import type { Disposal } from '../disposal.ts'
import { eventsOf, originsOf } from '../disposal.ts'
import { formatExact } from '../exact-decimal.ts'
import { settleExchange } from '../exchange-fee.ts'
import { longTermFrom, termOf } from '../holding-period.ts'
import { describeProblem } from '../ledger-entry.ts'
import { realisePerps } from '../perps.ts'
import type { Ledger, TaxEvent } from '../tax-event.ts'
import { formatTaxYear, termRuleOf } from '../tax-settings.ts'
import type { Sums } from '../totals.ts'
import { perpOutput } from './perp-output.ts'
import { runForm } from './run-form.ts'
import type { ExchangeCase, HoldingCase, LotCase, PerpCase, TaxCase } from './tax-case.ts'

/** JSON as it is printed. */
export type CaseOutput = { readonly [key: string]: unknown }

export type RunResult =
  | { readonly ok: true; readonly output: CaseOutput }
  | { readonly ok: false; readonly messages: readonly string[] }

export const NOT_TAX_ADVICE =
  'Not tax advice. Unsettled treatments are settings; check them with someone who knows your return.'

function headOf(taxCase: TaxCase): CaseOutput {
  const { country, method, scope, zone, currency } = taxCase.settings
  const isLots = taxCase.kind === 'lots'
  return {
    name: taxCase.name,
    ...(isLots ? {} : { kind: taxCase.kind }),
    method: taxCase.kind === 'perp' ? 'average-entry' : isLots ? method : 'n/a',
    country: country === 'generic' ? 'generic' : country.toUpperCase(),
    currency,
    ...(isLots ? { scope } : {}),
    zone,
  }
}

const idList = (events: readonly TaxEvent[]): string[] => events.map(({ id }) => id)

/** Writes amounts of one ledger. */
class LotOutput {
  readonly disposals: CaseOutput[] = []
  readonly acbAfterEach: string[] = []
  readonly #taxCase: LotCase
  readonly #ledger: Ledger

  constructor(taxCase: LotCase, ledger: Ledger) {
    this.#taxCase = taxCase
    this.#ledger = ledger
  }

  money(value: bigint): string {
    return formatExact(value, this.#ledger.valueScale)
  }

  units(quantity: bigint): string {
    return formatExact(quantity, this.#ledger.quantityScale)
  }

  /** The file's own text of an instant, or its day. */
  date(tsMs: number, day: number, event: TaxEvent | null): string {
    if (this.#taxCase.datesAs === 'days') return formatDay(day)
    const own = event && this.#taxCase.timeTexts.get(event.id.replace(/#fee$/, ''))
    return own || formatInstant(tsMs)
  }

  add(disposal: Disposal): void {
    const { event, origin, acquiredMs, acquiredDay, soldMs, soldDay, rule } = disposal
    const isPooled = rule === 's104' || rule === 'average' || acquiredMs === null
    const { method, country } = this.#taxCase.settings
    const isCanadian = method === 'acb' && country === 'ca'
    this.disposals.push({
      event: event.label,
      disposalIds: idList(eventsOf(disposal)),
      lotIds: idList(originsOf(disposal)),
      asset: disposal.asset,
      ...(this.#taxCase.settings.scope === 'per-wallet' ? { wallet: event.wallet } : {}),
      rule,
      acquiredAt: isPooled ? null : this.date(acquiredMs, acquiredDay ?? 0, origin),
      soldAt: this.date(soldMs, soldDay, event),
      quantity: this.units(disposal.quantity),
      proceeds: this.money(disposal.proceeds),
      basis: this.money(disposal.basis),
      ...(isCanadian
        ? {
            rawGain: this.money(disposal.proceeds - disposal.basis),
            superficialDenied: this.money(disposal.denied),
          }
        : {}),
      gain: this.money(disposal.gain),
      term: disposal.term,
    })
  }

  sums(sums: Sums): CaseOutput {
    return {
      proceeds: this.money(sums.proceeds),
      basis: this.money(sums.basis),
      gain: this.money(sums.gain),
      shortTermGain: this.money(sums.shortTermGain),
      longTermGain: this.money(sums.longTermGain),
    }
  }

  totals(outcome: TaxOutcome): CaseOutput {
    const { country } = this.#taxCase.settings
    const { all, sellsOnly, byYear } = outcome.totals
    const years = [...byYear].sort(([a], [b]) => a - b)
    return {
      ...this.sums(all),
      ...(country === 'ca' ? { superficialDenied: this.money(all.denied) } : {}),
      income: this.money(outcome.incomeTotal),
      sellsOnly: this.sums(sellsOnly),
      byYear: Object.fromEntries(
        years.map(([year, sums]) => [formatTaxYear(year, country), this.sums(sums)]),
      ),
    }
  }

  income(outcome: TaxOutcome): CaseOutput[] {
    return outcome.income.map(({ event, day, amount }) => ({
      event: event.label,
      receivedAt: this.date(event.tsMs, day, event),
      quantity: this.units(event.quantity),
      amount: this.money(amount),
    }))
  }

  /** Units and cost still held: by asset for pools, lot by lot otherwise. */
  holdings(outcome: TaxOutcome): CaseOutput {
    const pool: Record<string, { quantity: string; cost: string }> = {}
    const sums = new Map<string, { quantity: bigint; cost: bigint }>()
    const lots: CaseOutput[] = []
    for (const { asset, wallet, quantity, cost, origin } of outcome.holdings) {
      const sum = sums.get(asset) ?? { quantity: 0n, cost: 0n }
      sums.set(asset, { quantity: sum.quantity + quantity, cost: sum.cost + cost })
      if (origin === null) continue
      lots.push({
        lotId: origin.id,
        asset,
        ...(wallet === '' ? {} : { wallet }),
        acquiredAt: this.date(origin.tsMs, Math.floor(origin.tsMs / 86_400_000), origin),
        quantity: this.units(quantity),
        cost: this.money(cost),
      })
    }
    for (const [asset, { quantity, cost }] of sums) {
      pool[asset] = { quantity: this.units(quantity), cost: this.money(cost) }
    }
    const { method } = this.#taxCase.settings
    const isPool = method === 'acb' || method === 'uk-s104'
    return isPool ? { pool } : { pool, openLots: lots }
  }
}

function runLots(taxCase: LotCase): RunResult {
  const built = buildLedger(taxCase.entries, taxCase.settings.currency)
  if (!built.ok) return { ok: false, messages: built.problems.map(describeProblem) }
  const { ledger } = built
  const output = new LotOutput(taxCase, ledger)
  const isAcb = taxCase.settings.method === 'acb'
  const options = {
    isRetroactiveAcknowledged: true,
    ...(isAcb
      ? { onCost: (_: TaxEvent, cost: bigint) => output.acbAfterEach.push(output.money(cost)) }
      : {}),
  }
  const result = computeTax(ledger, taxCase.settings, options, (row) => output.add(row))
  switch (result.kind) {
    case 'oversold': {
      const messages = result.shortages.map((shortage) => describeShortage(shortage, ledger))
      return { ok: false, messages }
    }
    case 'needsAcknowledgement':
      return { ok: false, messages: [result.reason] }
    case 'unknownZone':
      return { ok: false, messages: [`"${result.zone}" is no known time zone`] }
    case 'done': {
      const { outcome } = result
      return {
        ok: true,
        output: {
          ...headOf(taxCase),
          disposals: output.disposals,
          income: output.income(outcome),
          totals: output.totals(outcome),
          ...output.holdings(outcome),
          ...(isAcb ? { acbAfterEach: output.acbAfterEach } : {}),
          warnings: [...taxCase.notes, ...outcome.warnings],
          note: NOT_TAX_ADVICE,
        },
      }
    }
    default:
      return assertNever(result)
  }
}

function runPerps(taxCase: PerpCase): RunResult {
  const result = realisePerps(taxCase.history)
  if (!result.ok) return { ok: false, messages: result.problems.map(describeProblem) }
  const body = perpOutput(result.report)
  const { perpetuals } = taxCase.settings
  return {
    ok: true,
    output: { ...headOf(taxCase), ...body, treatment: perpetuals, note: NOT_TAX_ADVICE },
  }
}

function runExchanges(taxCase: ExchangeCase): RunResult {
  const { quantityScale, valueScale } = taxCase
  const outcomes = taxCase.exchanges.map(settleExchange)
  const money = (value: bigint): string => formatExact(value, valueScale)
  const rows = outcomes.flatMap(({ disposals }) => disposals)
  const sum = (pick: (row: (typeof rows)[number]) => bigint): string =>
    money(rows.reduce((total, row) => total + pick(row), 0n))
  const total = (pick: (outcome: (typeof outcomes)[number]) => bigint): string =>
    money(outcomes.reduce((sumSoFar, outcome) => sumSoFar + pick(outcome), 0n))
  return {
    ok: true,
    output: {
      ...headOf(taxCase),
      disposals: rows.map((row) => ({
        asset: row.asset,
        quantity: formatExact(row.quantity, quantityScale),
        proceeds: money(row.proceeds),
        basis: money(row.basis),
        gain: money(row.gain),
      })),
      receivedBasis: total((outcome) => outcome.receivedBasis),
      receivedBasisBeforeWithholding: total((outcome) => outcome.receivedBasisBeforeWithholding),
      totals: {
        proceeds: sum((row) => row.proceeds),
        basis: sum((row) => row.basis),
        gain: sum((row) => row.gain),
      },
      note: NOT_TAX_ADVICE,
    },
  }
}

function runHolding(taxCase: HoldingCase): RunResult {
  const { country } = taxCase.settings
  const wished = termRuleOf(country, 'fifo')
  const rule = wished === 'none' ? 'usDayAfter' : wished
  const disposals = taxCase.pairs.map(({ id, acquired, sold }) => ({
    id,
    acquiredAt: formatDay(acquired),
    soldAt: formatDay(sold),
    longFrom: formatDay(longTermFrom(acquired, rule)),
    daysHeld: sold - acquired,
    term: termOf(acquired, sold, rule),
  }))
  const [only] = disposals
  const single = disposals.length === 1 && only ? { term: only.term, longFrom: only.longFrom } : {}
  return {
    ok: true,
    output: { ...headOf(taxCase), disposals, ...single, note: NOT_TAX_ADVICE },
  }
}

/** Computes a case and gives what the command prints; or the sentences that say why it cannot. */
export function runCase(taxCase: TaxCase): RunResult {
  switch (taxCase.kind) {
    case 'lots':
      return runLots(taxCase)
    case 'perp':
      return runPerps(taxCase)
    case 'exchange-fee':
      return runExchanges(taxCase)
    case 'holding-period':
      return runHolding(taxCase)
    case 'form8949-arithmetic':
      return { ok: true, output: { ...headOf(taxCase), ...runForm(taxCase), note: NOT_TAX_ADVICE } }
    default:
      return assertNever(taxCase)
  }
}

import type { TaxRowKind, TaxRowView } from '#contract/records.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { formatDay } from '#core/tax/calendar.ts'
import type { Disposal } from '#core/tax/disposal.ts'
import { eventsOf, originsOf } from '#core/tax/disposal.ts'
import { formatExact } from '#core/tax/exact-decimal.ts'
import type { PerpLeg } from '#core/tax/perp-event.ts'
import type { FundingRow } from '#core/tax/perps.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import { taxYearOf } from '#core/tax/tax-settings.ts'

/** One line of the year, before it is written out. */
export type TaxRow =
  | { readonly kind: 'disposal'; readonly tsMs: number; readonly disposal: Disposal }
  | { readonly kind: 'close' | 'fee'; readonly tsMs: number; readonly legIndex: number }
  | { readonly kind: 'funding'; readonly tsMs: number; readonly funding: FundingRow }

/** The disposals, closes, fees and payments of the year that is reported, in order of time. */
export function rowsOfYear(input: ReportInput, disposals: readonly Disposal[]): TaxRow[] {
  const { perps, year, zone, settings } = input
  const isInYear = (tsMs: number): boolean =>
    year === null || taxYearOf(zone.dayOf(tsMs), settings.country) === year
  const rows: TaxRow[] = disposals.map((disposal) => ({
    kind: 'disposal',
    tsMs: disposal.soldMs,
    disposal,
  }))
  perps?.legs.forEach((leg, legIndex) => {
    const { tsMs } = leg.fill
    if (!isInYear(tsMs)) return
    if (leg.leg === 'close') rows.push({ kind: 'close', tsMs, legIndex })
    if (leg.fee !== 0n) rows.push({ kind: 'fee', tsMs, legIndex })
  })
  for (const funding of perps?.funding ?? []) {
    const { tsMs } = funding.payment
    if (isInYear(tsMs)) rows.push({ kind: 'funding', tsMs, funding })
  }
  return rows.sort((a, b) => a.tsMs - b.tsMs)
}

function closeKind(leg: PerpLeg): TaxRowKind {
  if (leg.leg !== 'close' || leg.forced === null) return 'close'
  return leg.forced === 'auto-deleveraging' ? 'adl' : leg.forced
}

const EMPTY = { quantity: '', acquired: '', proceeds: '', basis: '', term: '' }

function disposalCells(disposal: Disposal, input: ReportInput) {
  const { ledger, settings } = input
  const money = (value: bigint): string => formatExact(value, ledger?.valueScale ?? 0)
  const { acquiredDay, event } = disposal
  const own = [...eventsOf(disposal), ...originsOf(disposal)]
  return {
    kind: 'disposal',
    asset: disposal.asset,
    word: event.label,
    quantity: formatExact(disposal.quantity, ledger?.quantityScale ?? 0),
    acquired: acquiredDay === null ? 'pool' : formatDay(acquiredDay),
    proceeds: money(disposal.proceeds),
    basis: money(disposal.basis),
    amount: money(disposal.gain),
    currency: settings.currency,
    term: disposal.term ?? '',
    id: event.id,
    isTraceable: own.some(({ trace }) => trace?.ticketId !== undefined),
  } as const
}

function legCells(row: Extract<TaxRow, { readonly legIndex: number }>, input: ReportInput) {
  const { perps, perpCurrency } = input
  const leg = perps?.legs[row.legIndex]
  if (perps === null || leg === undefined) throw new RangeError('a leg that is not there')
  const { fill } = leg
  const money = (value: bigint): string => formatExact(value, perps.valueScale)
  const common = {
    ...EMPTY,
    asset: fill.coin,
    currency: perpCurrency,
    id: fill.id,
    isTraceable: fill.ticketId !== undefined,
  }
  if (row.kind === 'fee' || leg.leg === 'open') {
    const amount = money(-leg.fee)
    const word = leg.fee < 0n ? 'rebate' : 'paid'
    return { ...common, kind: 'fee', word, amount, currency: fill.feeToken } as const
  }
  const isLong = leg.side === 'long'
  const entry = leg.entryValue === null ? '' : money(leg.entryValue)
  const exit = money(leg.exitValue)
  return {
    ...common,
    kind: closeKind(leg),
    word: leg.side,
    quantity: formatExact(leg.quantity, perps.quantityScale),
    acquired: leg.openedMs === null ? '' : formatDay(input.zone.dayOf(leg.openedMs)),
    proceeds: isLong ? exit : entry,
    basis: isLong ? entry : exit,
    amount: money(leg.pnl),
    term: leg.isVenueFigure ? "venue's figure" : '',
  } as const
}

function cellsOf(row: TaxRow, input: ReportInput) {
  switch (row.kind) {
    case 'disposal':
      return disposalCells(row.disposal, input)
    case 'close':
    case 'fee':
      return legCells(row, input)
    case 'funding': {
      const { payment, amount } = row.funding
      return {
        ...EMPTY,
        kind: 'funding',
        asset: payment.coin,
        word: amount < 0n ? 'paid' : 'received',
        quantity: payment.positionSize ?? '',
        amount: formatExact(amount, input.perps?.valueScale ?? 0),
        currency: input.perpCurrency,
        id: payment.id,
        isTraceable: false,
      } as const
    }
    default:
      return assertNever(row)
  }
}

export const rowView = (row: TaxRow, index: number, input: ReportInput): TaxRowView => ({
  index,
  tsMs: row.tsMs,
  local: input.zone.formatLocal(row.tsMs),
  ...cellsOf(row, input),
})

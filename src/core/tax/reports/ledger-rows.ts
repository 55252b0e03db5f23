import { formatInstant } from '../calendar.ts'
import { formatExact } from '../exact-decimal.ts'
import type { PerpLeg } from '../perp-event.ts'
import type { FundingRow, PerpReport } from '../perps.ts'
import type { Ledger, TaxEvent } from '../tax-event.ts'
import { taxYearOf } from '../tax-settings.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'
import { isFundingRow, mergeByTime, timeOf } from './perp-rows.ts'
import type { ReportInput, RowSink } from './report-input.ts'

const HEADERS =
  'time_utc,time_local,kind,word,asset,wallet,to_wallet,side,quantity,price,value,currency,fee,fee_asset,id,fill_id,order_id,receipt_id,decision_id,tx_hash,venue,type,ticket_id,start_position,venue_pnl,liquidated_user'

export const LEDGER_SHAPE: TableShape = {
  columns: columnsOf(HEADERS.split(','), [
    'word',
    'asset',
    'wallet',
    'to_wallet',
    'currency',
    'fee_asset',
    'id',
    'fill_id',
    'order_id',
    'receipt_id',
    'decision_id',
    'tx_hash',
    'venue',
    'ticket_id',
    'liquidated_user',
  ]),
  quoting: 'needed',
}

function spotRow(event: TaxEvent, ledger: Ledger, input: ReportInput): string[] {
  const { trace } = event
  return [
    formatInstant(event.tsMs),
    input.zone.formatLocal(event.tsMs),
    event.kind,
    event.label,
    event.asset,
    event.wallet,
    event.toWallet ?? '',
    '',
    formatExact(event.quantity, ledger.quantityScale),
    '',
    event.kind === 'transfer' ? '' : formatExact(event.value, ledger.valueScale),
    ledger.currency,
    formatExact(event.fee, ledger.valueScale),
    ledger.currency,
    event.id,
    trace?.fillId ?? '',
    trace?.orderId ?? '',
    trace?.receiptId ?? '',
    trace?.decisionId ?? '',
    trace?.transactionHash ?? '',
    trace?.venue ?? input.venue,
    event.type,
    trace?.ticketId ?? '',
    '',
    '',
    '',
  ]
}

function legRow(leg: PerpLeg, report: PerpReport, input: ReportInput): string[] {
  const { fill } = leg
  return [
    formatInstant(fill.tsMs),
    input.zone.formatLocal(fill.tsMs),
    `perp-${leg.leg}`,
    fill.direction,
    fill.coin,
    '',
    '',
    fill.side,
    formatExact(leg.quantity, report.quantityScale),
    fill.price,
    leg.leg === 'close' ? formatExact(leg.pnl, report.valueScale) : '0',
    input.perpCurrency,
    formatExact(leg.fee, report.valueScale),
    fill.feeToken,
    fill.id,
    fill.id,
    fill.orderId ?? '',
    fill.receiptId ?? '',
    fill.decisionId ?? '',
    fill.transactionHash ?? '',
    input.venue,
    '',
    fill.ticketId ?? '',
    fill.startPosition ?? '',
    fill.closedPnl ?? '',
    fill.liquidatedUser ?? '',
  ]
}

function fundingCells(
  { payment, amount }: FundingRow,
  report: PerpReport,
  input: ReportInput,
): string[] {
  return [
    formatInstant(payment.tsMs),
    input.zone.formatLocal(payment.tsMs),
    'funding',
    'funding',
    payment.coin,
    '',
    '',
    '',
    payment.positionSize ?? '',
    '',
    formatExact(amount, report.valueScale),
    input.perpCurrency,
    '0',
    '',
    payment.id,
    '',
    '',
    '',
    '',
    payment.transactionHash ?? '',
    input.venue,
    '',
    '',
    '',
    '',
    '',
  ]
}

/**
 * Everything that happened, with the ids that lead to fill, order, ticket, receipt and decision. The
 * desk reads the file back (see docs/tax.md), so it holds all that a history is made of.
 */
export function writeLedgerRows(input: ReportInput, sink: RowSink): void {
  const { ledger, perps, zone, year, settings } = input
  const isInYear = (tsMs: number): boolean =>
    year === null || taxYearOf(zone.dayOf(tsMs), settings.country) === year
  for (const event of ledger?.events ?? []) {
    if (ledger && isInYear(event.tsMs)) sink(spotRow(event, ledger, input))
  }
  if (perps === null) return
  for (const row of mergeByTime(perps)) {
    if (!isInYear(timeOf(row))) continue
    sink(isFundingRow(row) ? fundingCells(row, perps, input) : legRow(row, perps, input))
  }
}

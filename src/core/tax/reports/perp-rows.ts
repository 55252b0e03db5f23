import { assertNever } from '../../model/assert-never.ts'
import { formatInstant } from '../calendar.ts'
import { formatExact, formatQuotient, parseExact, powerOfTen } from '../exact-decimal.ts'
import type { CloseLeg, PerpLeg, Quotient } from '../perp-event.ts'
import type { FundingRow, PerpReport } from '../perps.ts'
import { formatTaxYear, taxYearOf } from '../tax-settings.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'
import type { ReportInput, RowSink } from './report-input.ts'

const HEADERS =
  'event,time_utc,time_local,tax_year,venue,coin,side,quantity,entry,exit,realised_pnl,fee,fee_asset,funding,fill_id,currency,fx_rate,value_home'

export const PERPS_SHAPE: TableShape = {
  columns: columnsOf(HEADERS.split(','), ['venue', 'coin', 'fee_asset', 'fill_id', 'currency']),
  quoting: 'needed',
}

const PRICE_PLACES = 18

/** A price held as a quotient, as a decimal. */
export function formatPrice(quotient: Quotient | null, report: PerpReport): string {
  if (quotient === null) return ''
  const unit = powerOfTen(report.valueScale - report.quantityScale)
  return formatQuotient(quotient.cost, quotient.quantity * unit, PRICE_PLACES)
}

/** Legs and funding in order of time; legs first where a time is equal. */
export function* mergeByTime(report: PerpReport): Generator<PerpLeg | FundingRow> {
  const { legs, funding } = report
  let [leg, paid] = [0, 0]
  while (leg < legs.length || paid < funding.length) {
    const nextLeg = legs[leg]
    const nextPaid = funding[paid]
    if (nextLeg && (!nextPaid || nextLeg.fill.tsMs <= nextPaid.payment.tsMs)) {
      leg += 1
      yield nextLeg
    } else if (nextPaid) {
      paid += 1
      yield nextPaid
    }
  }
}

export const isFundingRow = (row: PerpLeg | FundingRow): row is FundingRow => 'payment' in row

export const timeOf = (row: PerpLeg | FundingRow): number =>
  isFundingRow(row) ? row.payment.tsMs : row.fill.tsMs

function eventWord(leg: CloseLeg): string {
  switch (leg.forced) {
    case null:
    case 'settlement':
      return 'close'
    case 'liquidation':
      return 'liquidation'
    case 'auto-deleveraging':
      return 'adl'
    default:
      return assertNever(leg.forced)
  }
}

interface PerpCells {
  readonly event: string
  readonly tsMs: number
  readonly coin: string
  readonly side?: string
  readonly quantity?: string
  readonly entry?: string
  readonly exit?: string
  readonly pnl?: bigint
  readonly fee?: bigint
  readonly feeAsset?: string
  readonly funding?: bigint
  readonly id: string
  /** Null where the amount is in another token whose worth is not known. */
  readonly value: bigint | null
}

class PerpRowMaker {
  readonly #report: PerpReport
  readonly #input: ReportInput
  readonly #sink: RowSink

  constructor(report: PerpReport, input: ReportInput, sink: RowSink) {
    this.#report = report
    this.#input = input
    this.#sink = sink
  }

  add(row: PerpLeg | FundingRow): void {
    if (isFundingRow(row)) {
      const { payment, amount } = row
      const { tsMs, coin, id } = payment
      const rate = payment.rate === undefined ? {} : { exit: '' }
      this.#write({ event: 'funding', tsMs, coin, id, funding: amount, value: amount, ...rate })
      return
    }
    if (row.leg === 'close') this.#writeClose(row)
    if (row.fee !== 0n) this.#writeFee(row)
  }

  #writeClose(leg: CloseLeg): void {
    const { quantityScale } = this.#report
    this.#write({
      event: eventWord(leg),
      tsMs: leg.fill.tsMs,
      coin: leg.fill.coin,
      side: leg.side,
      quantity: formatExact(leg.quantity, quantityScale),
      entry: formatPrice(leg.entry, this.#report),
      exit: formatPrice({ cost: leg.exitValue, quantity: leg.quantity }, this.#report),
      pnl: leg.pnl,
      id: leg.fill.id,
      value: leg.pnl,
    })
  }

  #writeFee(leg: PerpLeg): void {
    const { feeToken, tsMs, coin, id } = leg.fill
    const isHome = feeToken === this.#input.perpCurrency
    const value = isHome ? -leg.fee : null
    this.#write({ event: 'fee', tsMs, coin, fee: leg.fee, feeAsset: feeToken, id, value })
  }

  #write(cells: PerpCells): void {
    const { settings, zone, venue, fx, perpCurrency } = this.#input
    const day = zone.dayOf(cells.tsMs)
    const year = taxYearOf(day, settings.country)
    const amount = (value: bigint | undefined): string =>
      value === undefined ? '' : formatExact(value, this.#report.valueScale)
    const rate = cells.value === null ? '' : fx.rateOn(day)
    this.#sink([
      cells.event,
      formatInstant(cells.tsMs),
      zone.formatLocal(cells.tsMs),
      formatTaxYear(year, settings.country),
      venue,
      cells.coin,
      cells.side ?? '',
      cells.quantity ?? '',
      cells.entry ?? '',
      cells.exit ?? '',
      amount(cells.pnl),
      amount(cells.fee),
      cells.feeAsset ?? '',
      amount(cells.funding),
      cells.id,
      perpCurrency,
      rate,
      cells.value === null ? '' : inHome(cells.value, this.#report.valueScale, rate),
    ])
  }
}

/** An amount of the venue's currency in the home currency, exactly. */
export function inHome(value: bigint, scale: number, rate: string): string {
  const parsed = parseExact(rate)
  if (parsed === null) throw new RangeError(`"${rate}" is no exchange rate`)
  return formatExact(value * parsed.digits, scale + parsed.scale)
}

/** Our own file of perpetuals: closes without fees, then fees and funding as rows of their own. */
export function writePerpRows(report: PerpReport, input: ReportInput, sink: RowSink): void {
  const maker = new PerpRowMaker(report, input, sink)
  for (const row of mergeByTime(report)) {
    const day = input.zone.dayOf(timeOf(row))
    if (input.year !== null && taxYearOf(day, input.settings.country) !== input.year) continue
    maker.add(row)
  }
}

import { formatDay } from '../calendar.ts'
import type { Disposal } from '../disposal.ts'
import type { Ledger, TaxEvent } from '../tax-event.ts'
import type { TaxSettings } from '../tax-settings.ts'
import { formatTaxYear, taxYearOf } from '../tax-settings.ts'
import type { Cell, TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'
import type { ReportInput } from './report-input.ts'

const HEADERS =
  'disposal_id,lot_id,venue,wallet,asset,method,match_rule,acquired_utc,acquired_local,sold_utc,sold_local,tax_year,quantity,proceeds,basis,fee_in_proceeds,fee_in_basis,gain,term,adjustment_code,adjustment,currency,fx_rate,fx_source,acquire_tx,dispose_tx'

export const LOTS_SHAPE: TableShape = {
  columns: columnsOf(
    HEADERS.split(','),
    [
      'disposal_id',
      'lot_id',
      'venue',
      'wallet',
      'asset',
      'currency',
      'fx_source',
      'acquire_tx',
      'dispose_tx',
    ],
    {
      acquired_utc: 'instant',
      acquired_local: 'localTime',
      sold_utc: 'instant',
      sold_local: 'localTime',
      quantity: 'quantity',
      proceeds: 'value',
      basis: 'value',
      fee_in_proceeds: 'value',
      fee_in_basis: 'value',
      gain: 'value',
      adjustment: 'value',
    },
  ),
  quoting: 'needed',
}

/** The share of an event's fee that belongs to `quantity` of its units. */
function feeShare(event: TaxEvent, quantity: bigint): bigint {
  if (event.fee === 0n) return 0n
  return quantity === event.quantity ? event.fee : (event.fee * quantity) / event.quantity
}

const joined = (events: readonly TaxEvent[]): string => events.map(({ id }) => id).join(' ')

/** Our own lot file: one row for each disposal and acquisition that were matched. */
export class LotRowMaker {
  readonly #currency: string
  readonly #venue: string
  readonly #settings: TaxSettings
  #year = { day: Number.NaN, text: '' }

  constructor(ledger: Ledger, { venue, settings }: ReportInput) {
    this.#currency = ledger.currency
    this.#venue = venue
    this.#settings = settings
  }

  row(disposal: Disposal): Cell[] {
    const { event, origin, sameDay, acquiredMs, quantity, denied } = disposal
    const { method } = this.#settings
    const isDay = method === 'uk-s104'
    const oneSold = sameDay === null || sameDay.events.length === 1
    const oneBought = origin !== null && (sameDay === null || sameDay.origins.length === 1)
    return [
      sameDay === null ? event.id : joined(sameDay.events),
      sameDay === null ? (origin?.id ?? '') : joined(sameDay.origins),
      event.trace?.venue ?? this.#venue,
      event.wallet,
      disposal.asset,
      method,
      disposal.rule,
      acquiredMs ?? '',
      acquiredMs === null ? '' : isDay ? formatDay(disposal.acquiredDay ?? 0) : acquiredMs,
      disposal.soldMs,
      isDay ? formatDay(disposal.soldDay) : disposal.soldMs,
      this.#taxYear(disposal.soldDay),
      quantity,
      disposal.proceeds,
      disposal.basis,
      oneSold ? feeShare(event, quantity) : 0n,
      oneBought ? feeShare(origin, quantity) : 0n,
      disposal.gain,
      disposal.term ?? '',
      denied === 0n ? '' : 'superficial-loss',
      denied === 0n ? '' : denied,
      this.#currency,
      '1',
      'recorded in the home currency',
      origin?.trace?.transactionHash ?? '',
      event.trace?.transactionHash ?? '',
    ]
  }

  #taxYear(day: number): string {
    if (this.#year.day !== day) {
      const { country } = this.#settings
      this.#year = { day, text: formatTaxYear(taxYearOf(day, country), country) }
    }
    return this.#year.text
  }
}

import { formatDay, formatInstant } from '../calendar.ts'
import type { Disposal } from '../disposal.ts'
import { formatExact } from '../exact-decimal.ts'
import type { Ledger, TaxEvent } from '../tax-event.ts'
import { formatTaxYear, taxYearOf } from '../tax-settings.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'
import type { ReportInput } from './report-input.ts'

const HEADERS =
  'disposal_id,lot_id,venue,wallet,asset,method,match_rule,acquired_utc,acquired_local,sold_utc,sold_local,tax_year,quantity,proceeds,basis,fee_in_proceeds,fee_in_basis,gain,term,adjustment_code,adjustment,currency,fx_rate,fx_source,acquire_tx,dispose_tx'

export const LOTS_SHAPE: TableShape = {
  columns: columnsOf(HEADERS.split(','), [
    'disposal_id',
    'lot_id',
    'venue',
    'wallet',
    'asset',
    'currency',
    'fx_source',
    'acquire_tx',
    'dispose_tx',
  ]),
  quoting: 'needed',
}

/** The share of an event's fee that belongs to `quantity` of its units. */
function feeShare(event: TaxEvent, quantity: bigint): bigint {
  if (event.fee === 0n) return 0n
  return quantity === event.quantity ? event.fee : (event.fee * quantity) / event.quantity
}

const joined = (events: readonly TaxEvent[]): string => events.map(({ id }) => id).join(' ')

/** The two texts of an instant; a lot divided among sales is asked many times in a row. */
interface HeldTimes {
  tsMs: number
  utc: string
  local: string
}

/** Our own lot file: one row for each disposal and acquisition that were matched. */
export class LotRowMaker {
  readonly #ledger: Ledger
  readonly #input: ReportInput
  readonly #acquired: HeldTimes = { tsMs: Number.NaN, utc: '', local: '' }
  readonly #sold: HeldTimes = { tsMs: Number.NaN, utc: '', local: '' }
  #year = { day: Number.NaN, text: '' }

  constructor(ledger: Ledger, input: ReportInput) {
    this.#ledger = ledger
    this.#input = input
  }

  row(disposal: Disposal): string[] {
    const { event, origin, sameDay, acquiredMs, quantity } = disposal
    const { settings, venue } = this.#input
    const { valueScale, quantityScale, currency } = this.#ledger
    this.#hold(this.#sold, disposal.soldMs)
    if (acquiredMs !== null) this.#hold(this.#acquired, acquiredMs)
    const isDay = settings.method === 'uk-s104'
    const oneSold = sameDay === null || sameDay.events.length === 1
    const oneBought = origin !== null && (sameDay === null || sameDay.origins.length === 1)
    return [
      sameDay === null ? event.id : joined(sameDay.events),
      sameDay === null ? (origin?.id ?? '') : joined(sameDay.origins),
      event.trace?.venue ?? venue,
      event.wallet,
      disposal.asset,
      settings.method,
      disposal.rule,
      acquiredMs === null ? '' : this.#acquired.utc,
      acquiredMs === null
        ? ''
        : isDay
          ? formatDay(disposal.acquiredDay ?? 0)
          : this.#acquired.local,
      this.#sold.utc,
      isDay ? formatDay(disposal.soldDay) : this.#sold.local,
      this.#taxYear(disposal.soldDay),
      formatExact(quantity, quantityScale),
      formatExact(disposal.proceeds, valueScale),
      formatExact(disposal.basis, valueScale),
      formatExact(oneSold ? feeShare(event, quantity) : 0n, valueScale),
      formatExact(oneBought ? feeShare(origin, quantity) : 0n, valueScale),
      formatExact(disposal.gain, valueScale),
      disposal.term ?? '',
      disposal.denied === 0n ? '' : 'superficial-loss',
      disposal.denied === 0n ? '' : formatExact(disposal.denied, valueScale),
      currency,
      '1',
      'recorded in the home currency',
      origin?.trace?.transactionHash ?? '',
      event.trace?.transactionHash ?? '',
    ]
  }

  #hold(times: HeldTimes, tsMs: number): void {
    if (times.tsMs === tsMs) return
    times.tsMs = tsMs
    times.utc = formatInstant(tsMs)
    times.local = this.#input.zone.formatLocal(tsMs)
  }

  #taxYear(day: number): string {
    if (this.#year.day !== day) {
      const { country } = this.#input.settings
      this.#year = { day, text: formatTaxYear(taxYearOf(day, country), country) }
    }
    return this.#year.text
  }
}

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
function feeShare(event: TaxEvent | null, quantity: bigint): bigint {
  if (event === null || event.fee === 0n || event.quantity === 0n) return 0n
  return (event.fee * quantity) / event.quantity
}

const joined = (events: readonly TaxEvent[]): string => events.map(({ id }) => id).join(' ')

const hashOf = (event: TaxEvent | null): string => event?.trace?.transactionHash ?? ''

/** Our own lot file: one row for each disposal and acquisition that were matched. */
export function lotRow(disposal: Disposal, ledger: Ledger, input: ReportInput): string[] {
  const { event, origin, sameDay, acquiredMs, soldMs, quantity } = disposal
  const { settings, zone } = input
  const money = (value: bigint): string => formatExact(value, ledger.valueScale)
  const isPooled = acquiredMs === null
  const isDay = settings.method === 'uk-s104'
  const sold = isDay ? formatDay(disposal.soldDay) : zone.formatLocal(soldMs)
  const acquiredDay = disposal.acquiredDay ?? 0
  const acquired = isPooled ? '' : isDay ? formatDay(acquiredDay) : zone.formatLocal(acquiredMs)
  const year = taxYearOf(disposal.soldDay, settings.country)
  return [
    sameDay === null ? event.id : joined(sameDay.events),
    sameDay === null ? (origin?.id ?? '') : joined(sameDay.origins),
    event.trace?.venue ?? input.venue,
    event.wallet,
    disposal.asset,
    settings.method,
    disposal.rule,
    isPooled ? '' : formatInstant(acquiredMs),
    acquired,
    formatInstant(soldMs),
    sold,
    formatTaxYear(year, settings.country),
    formatExact(quantity, ledger.quantityScale),
    money(disposal.proceeds),
    money(disposal.basis),
    money(sameDay === null || sameDay.events.length === 1 ? feeShare(event, quantity) : 0n),
    money(sameDay === null || sameDay.origins.length === 1 ? feeShare(origin, quantity) : 0n),
    money(disposal.gain),
    disposal.term ?? '',
    disposal.denied === 0n ? '' : 'superficial-loss',
    disposal.denied === 0n ? '' : money(disposal.denied),
    ledger.currency,
    '1',
    'recorded in the home currency',
    hashOf(origin),
    hashOf(event),
  ]
}

import { formatInstant } from '../calendar.ts'
import type { Holding } from '../disposal.ts'
import { formatExact, formatQuotient, powerOfTen } from '../exact-decimal.ts'
import type { Ledger } from '../tax-event.ts'
import type { TimeZone } from '../time-zone.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'

const HEADERS =
  'lot_id,asset,wallet,acquired_utc,acquired_local,quantity,cost,unit_cost,currency,acquire_tx'

export const OPEN_LOTS_SHAPE: TableShape = {
  columns: columnsOf(HEADERS.split(','), ['lot_id', 'asset', 'wallet', 'currency', 'acquire_tx']),
  quoting: 'needed',
}

const UNIT_PLACES = 18

/** What is still held: a lot each, or one row a pool (then without dates). */
export function openLotRow(holding: Holding, ledger: Ledger, zone: TimeZone): string[] {
  const { asset, wallet, quantity, cost, origin } = holding
  const toUnit = powerOfTen(ledger.valueScale - ledger.quantityScale)
  return [
    origin?.id ?? '',
    asset,
    wallet,
    origin === null ? '' : formatInstant(origin.tsMs),
    origin === null ? '' : zone.formatLocal(origin.tsMs),
    formatExact(quantity, ledger.quantityScale),
    formatExact(cost, ledger.valueScale),
    formatQuotient(cost, quantity * toUnit, UNIT_PLACES),
    ledger.currency,
    origin?.trace?.transactionHash ?? '',
  ]
}

import { formatUsDay } from '../calendar.ts'
import type { Disposal } from '../disposal.ts'
import { formatFixedPlaces } from '../exact-decimal.ts'
import type { Ledger } from '../tax-event.ts'
import type { CapitalClose } from './capital-close.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'

/** The header that TurboTax's crypto import takes; dates MM/DD/YYYY, two decimals. */
const HEADERS = 'Currency Name,Purchase Date,Cost Basis,Date Sold,Proceeds'

export const TURBOTAX_SHAPE: TableShape = {
  columns: columnsOf(HEADERS.split(','), ['Currency Name']),
  quoting: 'needed',
}

export function turboTaxRow(disposal: Disposal, ledger: Ledger): string[] {
  const money = (value: bigint): string => formatFixedPlaces(value, ledger.valueScale, 2)
  return [
    disposal.asset,
    disposal.acquiredDay === null ? 'VARIOUS' : formatUsDay(disposal.acquiredDay),
    money(disposal.basis),
    formatUsDay(disposal.soldDay),
    money(disposal.proceeds),
  ]
}

/** A closed perpetual that is treated as capital. */
export function turboTaxClose({ leg, openedDay, soldDay, ...amounts }: CapitalClose): string[] {
  const money = (value: bigint): string => formatFixedPlaces(value, amounts.scale, 2)
  return [
    `${leg.fill.coin} perpetual`,
    openedDay === null ? 'VARIOUS' : formatUsDay(openedDay),
    money(amounts.basis),
    formatUsDay(soldDay),
    money(amounts.proceeds),
  ]
}

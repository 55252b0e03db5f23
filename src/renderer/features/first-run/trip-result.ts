import type { FillView } from '#contract/views.ts'
import { asMoney } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { scaledOf } from '../../ui/exact-decimal.ts'

export interface TripResult {
  readonly coin: string
  readonly fills: number
  readonly realised: string
  readonly fees: string
  /** Realised less fees. */
  readonly net: string
  readonly endedBy: FillView['role']
}

/** The last trip from flat to flat, from the fills (newest first); null when there is none. */
export function lastTrip(fills: readonly FillView[]): TripResult | null {
  const [last] = fills
  if (last === undefined) return null
  let open = 0n
  let realised = 0n
  let fees = 0n
  let count = 0
  for (const fill of fills) {
    if (fill.coin !== last.coin) continue
    const quantity = scaledOf(fill.quantity) ?? 0n
    open += fill.side === 'buy' ? quantity : -quantity
    realised += scaledOf(fill.closedPnl) ?? 0n
    fees += scaledOf(fill.fee) ?? 0n
    count += 1
    if (open === 0n) break
  }
  return {
    coin: last.coin,
    fills: count,
    realised: formatDecimal(asMoney(realised)),
    fees: formatDecimal(asMoney(fees)),
    net: formatDecimal(asMoney(realised - fees)),
    endedBy: last.role,
  }
}

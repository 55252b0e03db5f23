import { parseExact } from '../../../core/tax/exact-decimal.ts'
import type { FillRecord, FundingRecord, KnownFill } from '../../records/record-types.ts'

/** The rows of records.sqlite as SQLite gives them. */
export interface FillRow {
  readonly account: string
  readonly trade_id: string
  readonly source: KnownFill['source']
  readonly coin: string
  readonly market: FillRecord['market']
  readonly side: FillRecord['side']
  readonly price: string
  readonly size: string
  readonly fee: string
  readonly fee_token: string
  readonly start_position: string | null
  readonly direction: string
  readonly closed_pnl: string | null
  readonly liquidated_user: string | null
  readonly venue_order_id: string | null
  readonly client_order_id: string | null
  readonly hash: string | null
  readonly ts_ms: number
  readonly disagreement: string | null
}

export const FILL_COLUMNS =
  'account, trade_id, source, coin, market, side, price, size, fee, fee_token, start_position, direction, closed_pnl, liquidated_user, venue_order_id, client_order_id, hash, ts_ms, disagreement'

export const toKnownFill = (row: FillRow): KnownFill => ({
  account: row.account,
  tradeId: row.trade_id,
  coin: row.coin,
  market: row.market,
  side: row.side,
  price: row.price,
  size: row.size,
  fee: row.fee,
  feeToken: row.fee_token,
  startPosition: row.start_position,
  direction: row.direction,
  closedPnl: row.closed_pnl,
  liquidatedUser: row.liquidated_user,
  venueOrderId: row.venue_order_id,
  clientOrderId: row.client_order_id,
  hash: row.hash,
  tsMs: row.ts_ms,
  source: row.source,
  disagreement: row.disagreement,
})

export interface FundingRow {
  readonly account: string
  readonly coin: string
  readonly ts_ms: number
  readonly amount: string
  readonly size: string | null
  readonly rate: string | null
  readonly hash: string | null
}

export const toFunding = (row: FundingRow): FundingRecord => ({
  account: row.account,
  coin: row.coin,
  tsMs: row.ts_ms,
  amount: row.amount,
  size: row.size,
  rate: row.rate,
  hash: row.hash,
})

/** Whether two decimal texts are one number: "10.0" and "10" are. */
export function isSameAmount(a: string, b: string): boolean {
  if (a === b) return true
  const [left, right] = [parseExact(a), parseExact(b)]
  if (left === null || right === null) return false
  return left.digits * 10n ** BigInt(right.scale) === right.digits * 10n ** BigInt(left.scale)
}

/** What the venue tells otherwise of a fill of the log, in words. */
export function disagreementOf(log: FillRecord, venue: FillRecord): string | null {
  const pairs: readonly (readonly [string, string | null, string | null])[] = [
    ['price', log.price, venue.price],
    ['size', log.size, venue.size],
    ['fee', log.fee, venue.fee],
    ['result', log.closedPnl, venue.closedPnl],
  ]
  const different = pairs.flatMap(([name, ours, theirs]) =>
    ours === null || theirs === null || isSameAmount(ours, theirs)
      ? []
      : [`${name} ${ours}, the venue ${theirs}`],
  )
  return different.length === 0 ? null : different.join('; ')
}

/**
 * One fill that two sources tell: the venue's words are the fuller ones, the log knows whose order
 * it was, and a figure on which they differ is named.
 */
export function joinLogAndVenue(log: FillRecord, venue: FillRecord): KnownFill {
  return {
    ...venue,
    clientOrderId: log.clientOrderId ?? venue.clientOrderId,
    price: log.price,
    size: log.size,
    fee: log.fee,
    closedPnl: log.closedPnl ?? venue.closedPnl,
    source: 'log',
    disagreement: disagreementOf(log, venue),
  }
}

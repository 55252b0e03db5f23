import { asClientOrderId, asTradeId, asVenueOrderId } from '#core/model/ids.ts'
import type { Fill } from '#core/model/order.ts'
import type { Side } from '#core/model/side.ts'
import { asMoney } from '#core/money/amount.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import type { LoggedEvent } from '../runtime/ports.ts'
import type { EventRow } from './event-hash.ts'
import { toLoggedEvent } from './logged-event.ts'
import { openReadOnly } from './open-read-only.ts'
import { receiptLines } from './receipts/receipt-lines.ts'
import type { ReceiptRow } from './receipts/receipt-row.ts'
import type { Statements } from './statements.ts'
import { createStatements } from './statements.ts'
import { asStoreError } from './store-error.ts'

export const PAGE_ROWS_MAX = 1000

/** A fill with its place in the log and the trading day it was counted to. */
export interface LoggedFill extends Fill {
  readonly seq: number
  readonly dayKey: string | null
}

/** Long reads on a connection of their own that cannot write; made for a worker. */
export interface StoreReader {
  /** Events after `afterSeq`, oldest first. */
  eventsPage(afterSeq: number, rows: number): readonly LoggedEvent[]
  /** Fills before `beforeSeq` (null: the newest), newest first. */
  fillsPage(beforeSeq: number | null, rows: number): readonly LoggedFill[]
  /** Receipts before `beforeSeq` (null: the newest), newest first. */
  receiptsPage(beforeSeq: number | null, rows: number): readonly ReceiptRow[]
  /** The export of all receipts, line by line, for `verify-receipts`. */
  receiptLines(): Iterable<string>
  close(): void
}

/** Opens a file that may be in use by the desk. Throws StoreError. */
export function openReader(file: string): StoreReader {
  const db = openReadOnly(file)
  const sql = createStatements(db)
  const read = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (cause) {
      throw asStoreError(cause, file)
    }
  }
  return {
    eventsPage: (afterSeq, rows) =>
      read(() =>
        sql
          .all<EventRow>(
            'SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
            afterSeq,
            bounded(rows),
          )
          .map(toLoggedEvent),
      ),
    fillsPage: (beforeSeq, rows) => read(() => readFills(sql, beforeSeq, rows)),
    receiptsPage: (beforeSeq, rows) =>
      read(() =>
        sql.all<ReceiptRow>(
          'SELECT * FROM receipts WHERE seq < ? ORDER BY seq DESC LIMIT ?',
          beforeSeq ?? Number.MAX_SAFE_INTEGER,
          bounded(rows),
        ),
      ),
    receiptLines: () => receiptLines(sql),
    close: () => {
      db.close()
    },
  }
}

const bounded = (rows: number): number => Math.max(1, Math.min(PAGE_ROWS_MAX, Math.trunc(rows)))

interface FillRow {
  readonly seq: number
  readonly trade_id: string
  readonly client_order_id: string | null
  readonly venue_order_id: string
  readonly coin: string
  readonly side: Side
  readonly price: string
  readonly quantity: string
  readonly start_position: string
  readonly closed_pnl: string
  readonly fee: string
  readonly is_taker: number
  readonly is_liquidation: number
  readonly ts_event_ms: number
  readonly day_key: string | null
}

const FILLS = `
SELECT seq, trade_id, client_order_id, venue_order_id, coin, side, price, quantity,
  start_position, CAST(closed_pnl AS TEXT) AS closed_pnl, CAST(fee AS TEXT) AS fee,
  is_taker, is_liquidation, ts_event_ms, day_key
FROM fills WHERE seq < ? ORDER BY seq DESC LIMIT ?`

function readFills(sql: Statements, beforeSeq: number | null, rows: number): readonly LoggedFill[] {
  return sql
    .all<FillRow>(FILLS, beforeSeq ?? Number.MAX_SAFE_INTEGER, bounded(rows))
    .map((row) => ({
      seq: row.seq,
      dayKey: row.day_key,
      tradeId: asTradeId(row.trade_id),
      clientOrderId: row.client_order_id === null ? null : asClientOrderId(row.client_order_id),
      venueOrderId: asVenueOrderId(row.venue_order_id),
      coin: row.coin,
      side: row.side,
      price: parsePrice(row.price),
      quantity: parseQuantity(row.quantity),
      startPosition: parseQuantity(row.start_position),
      closedPnl: asMoney(BigInt(row.closed_pnl)),
      fee: asMoney(BigInt(row.fee)),
      isTaker: row.is_taker === 1,
      isLiquidation: row.is_liquidation === 1,
      tsEventMs: row.ts_event_ms,
    }))
}

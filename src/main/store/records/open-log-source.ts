import { asMoney } from '../../../core/money/amount.ts'
import { formatDecimal, parseQuantity } from '../../../core/money/decimal.ts'
import type { FillRecord, FillTrace, FundingRecord, LogSource } from '../../records/record-types.ts'
import { openReadOnly } from '../open-read-only.ts'
import type { Db } from '../statements.ts'
import { asStoreError } from '../store-error.ts'
import { traceFill } from './trace-fill.ts'

interface FillRow {
  readonly seq: number
  readonly trade_id: string
  readonly client_order_id: string | null
  readonly venue_order_id: string
  readonly coin: string
  readonly side: 'buy' | 'sell'
  readonly price: string
  readonly quantity: string
  readonly start_position: string
  readonly closed_pnl: string
  readonly fee: string
  readonly is_liquidation: number
  readonly ts_event_ms: number
}

const FILLS = `
SELECT seq, trade_id, client_order_id, venue_order_id, coin, side, price, quantity,
  start_position, CAST(closed_pnl AS TEXT) AS closed_pnl, CAST(fee AS TEXT) AS fee,
  is_liquidation, ts_event_ms
FROM fills WHERE seq > ? ORDER BY seq`

const FUNDING = `
SELECT seq, coin, CAST(amount AS TEXT) AS amount, ts_event_ms FROM funding
WHERE seq > ? ORDER BY seq`

const TRACES = `
SELECT f.trade_id, o.ticket_id, r.seq AS receipt_seq,
  (SELECT max(d.seq) FROM decisions d
    WHERE d.ticket_id = o.ticket_id AND d.attempt IS s.attempt) AS decision_seq
FROM fills f
JOIN orders o ON o.client_order_id = f.client_order_id
LEFT JOIN submissions s ON s.seq =
  (SELECT max(last.seq) FROM submissions last WHERE last.ticket_id = o.ticket_id)
LEFT JOIN receipts r ON r.ticket_id = o.ticket_id AND r.attempt = s.attempt`

const moneyText = (scaled: string): string => formatDecimal(asMoney(BigInt(scaled)))

/** The venue's word for a fill, where only the figures are known. */
export function directionOf(
  side: FillRecord['side'],
  startPosition: string,
  quantity: string,
): string {
  const start = parseQuantity(startPosition)
  const size = parseQuantity(quantity)
  const isBuy = side === 'buy'
  if (start === 0n || start > 0n === isBuy) return isBuy ? 'Open Long' : 'Open Short'
  const held = start > 0n ? start : -start
  if (size > held) return isBuy ? 'Short > Long' : 'Long > Short'
  return isBuy ? 'Close Short' : 'Close Long'
}

function toFill(row: FillRow, account: string): { readonly seq: number } & FillRecord {
  return {
    seq: row.seq,
    account,
    tradeId: row.trade_id,
    coin: row.coin,
    market: 'perp',
    side: row.side,
    price: row.price,
    size: row.quantity,
    fee: moneyText(row.fee),
    feeToken: 'USDC',
    startPosition: row.start_position,
    direction: directionOf(row.side, row.start_position, row.quantity),
    closedPnl: moneyText(row.closed_pnl),
    liquidatedUser: row.is_liquidation === 1 ? account : null,
    venueOrderId: row.venue_order_id,
    clientOrderId: row.client_order_id,
    hash: null,
    tsMs: row.ts_event_ms,
  }
}

interface TraceRow {
  readonly trade_id: string
  readonly ticket_id: string
  readonly receipt_seq: number | null
  readonly decision_seq: number | null
}

function readTraces(db: Db): Map<string, FillTrace> {
  const traces = new Map<string, FillTrace>()
  for (const row of db.prepare(TRACES).iterate() as Iterable<TraceRow>) {
    traces.set(row.trade_id, {
      ticketId: row.ticket_id,
      receiptSeq: row.receipt_seq,
      decisionSeq: row.decision_seq,
    })
  }
  return traces
}

interface FundingRow {
  readonly seq: number
  readonly coin: string
  readonly amount: string
  readonly ts_event_ms: number
}

const toFunding = (row: FundingRow, account: string): { readonly seq: number } & FundingRecord => ({
  seq: row.seq,
  account,
  coin: row.coin,
  tsMs: row.ts_event_ms,
  amount: moneyText(row.amount),
  size: null,
  rate: null,
  hash: null,
})

/** Reads a log that the desk may have open, on a connection that cannot write. Throws StoreError. */
export function openLogSource(file: string): LogSource {
  const db = openReadOnly(file)
  const read = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (cause) {
      throw asStoreError(cause, file)
    }
  }
  const account = (): string | null => {
    const found = db.prepare('SELECT account_address FROM desk').pluck().get()
    return typeof found === 'string' ? found.toLowerCase() : null
  }
  return {
    account: () => read(account),
    fillsAfter: (seq, owner) =>
      read(() => (db.prepare(FILLS).all(seq) as FillRow[]).map((row) => toFill(row, owner))),
    fundingAfter: (seq, owner) =>
      read(() =>
        (db.prepare(FUNDING).all(seq) as FundingRow[]).map((row) => toFunding(row, owner)),
      ),
    traces: () => read(() => readTraces(db)),
    trace: (tradeId) => read(() => traceFill(db, tradeId)),
    close: () => {
      db.close()
    },
  }
}

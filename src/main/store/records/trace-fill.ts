import type { TracedRoadView } from '#contract/records.ts'
import { parseCanonicalJson } from '../../../core/model/canonical-json.ts'
import { asMoney } from '../../../core/money/amount.ts'
import { formatDecimal } from '../../../core/money/decimal.ts'
import type { Db } from '../statements.ts'

interface OrderRow {
  readonly client_order_id: string
  readonly venue_order_id: string | null
  readonly role: string
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly price: string
  readonly status: string
  readonly ticket_id: string
  readonly sentence: string | null
  readonly digest: string | null
  readonly origin: string
  readonly attempt: number | null
}

const ORDER = `
SELECT o.client_order_id, o.venue_order_id, o.role, o.side, o.quantity, o.price, o.status,
  t.ticket_id, t.sentence, t.digest, t.origin,
  (SELECT s.attempt FROM submissions s WHERE s.ticket_id = t.ticket_id
    ORDER BY s.seq DESC LIMIT 1) AS attempt
FROM fills f
JOIN orders o ON o.client_order_id = f.client_order_id
JOIN tickets t ON t.ticket_id = o.ticket_id
WHERE f.trade_id = ?`

interface ReceiptRow {
  readonly seq: number
  readonly hash: string
  readonly connection_id: string
  readonly recovered_address: string
  readonly account: string
  readonly approved_wall_ms: number
  readonly signed_wall_ms: number
}

const RECEIPT = `
SELECT seq, hash, connection_id, recovered_address, account, approved_wall_ms,
  signed_wall_ms FROM receipts WHERE ticket_id = ? AND attempt = ?`

interface DecisionRow {
  readonly seq: number
  readonly result: string
  readonly code: string
  readonly message: string
  readonly worst_case_loss: string
}

const DECISION = `
SELECT seq, result, code, message, CAST(worst_case_loss AS TEXT) AS worst_case_loss
FROM decisions WHERE ticket_id = ? AND attempt = ? ORDER BY seq DESC LIMIT 1`

/** Who wanted the ticket, in words. */
function originWords(json: string): string {
  const origin = parseCanonicalJson(json) as Readonly<Record<string, string>>
  if (origin.from === 'strategy') return `${origin.strategyId} ${origin.timeframe}`
  return origin.from === 'person' ? 'person' : (origin.reason ?? 'the desk')
}

function receiptOf(row: ReceiptRow): NonNullable<TracedRoadView['receipt']> {
  return {
    seq: row.seq,
    hash: row.hash,
    connectionId: row.connection_id,
    recoveredAddress: row.recovered_address,
    isBySession: row.recovered_address.toLowerCase() !== row.account.toLowerCase(),
    approvedWallMs: row.approved_wall_ms,
    signedWallMs: row.signed_wall_ms,
  }
}

function decisionOf(row: DecisionRow): NonNullable<TracedRoadView['decision']> {
  return {
    seq: row.seq,
    result: row.result,
    code: row.code,
    message: row.message,
    worstCaseLoss: formatDecimal(asMoney(BigInt(row.worst_case_loss))),
  }
}

/** The order of a fill, its ticket, the receipt of the signature and the risk manager's word. */
export function traceFill(db: Db, tradeId: string): TracedRoadView | null {
  const row = db.prepare(ORDER).get(tradeId) as OrderRow | undefined
  if (row === undefined) return null
  const receipt = db.prepare(RECEIPT).get(row.ticket_id, row.attempt) as ReceiptRow | undefined
  const decision = db.prepare(DECISION).get(row.ticket_id, row.attempt) as DecisionRow | undefined
  return {
    order: {
      clientOrderId: row.client_order_id,
      venueOrderId: row.venue_order_id,
      role: row.role,
      side: row.side,
      quantity: row.quantity,
      price: row.price,
      status: row.status,
    },
    ticket: {
      ticketId: row.ticket_id,
      sentence: row.sentence ?? '',
      digest: row.digest ?? '',
      origin: originWords(row.origin),
    },
    receipt: receipt === undefined ? null : receiptOf(receipt),
    decision: decision === undefined ? null : decisionOf(decision),
  }
}

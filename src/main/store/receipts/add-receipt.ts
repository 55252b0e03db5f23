import type { OrderSigned } from '#core/engine/events.ts'
import { GENESIS_HASH } from '../event-hash.ts'
import type { Statements } from '../statements.ts'
import { StoreError } from '../store-error.ts'
import type { ReceiptRow } from './receipt-row.ts'
import { receiptFields, receiptHash } from './receipt-row.ts'

type Collected = Omit<
  ReceiptRow,
  | 'seq'
  | 'event_seq'
  | 'connection_id'
  | 'r'
  | 's'
  | 'v'
  | 'recovered_address'
  | 'prev_hash'
  | 'hash'
>

const COLLECT = `
SELECT a.ticket_id, a.attempt, desk.account_address AS account,
  CASE desk.mode WHEN 'mainnet' THEN 'a' ELSE 'b' END AS source,
  p.action_hex, a.nonce, a.expires_after_ms, a.digest, t.terms, a.decision, t.sentence,
  a.wall_ms AS approved_wall_ms, sg.wall_ms AS signed_wall_ms
FROM approvals AS a
JOIN prepared_actions AS p USING (ticket_id, attempt)
JOIN signatures AS sg USING (ticket_id, attempt)
JOIN tickets AS t USING (ticket_id)
JOIN desk
WHERE a.ticket_id = ? AND a.attempt = ?`

const INSERT = `INSERT INTO receipts (${receiptFields.join(', ')}, hash)
VALUES (${receiptFields.map(() => '?').join(', ')}, ?)`

/**
 * Adds the receipt of a signature, out of the projections, in the transaction of its event. Throws
 * when the signature has no approval or no prepared action: then nobody was shown what it signs.
 */
export function addReceipt(sql: Statements, eventSeq: number, event: OrderSigned): void {
  const collected = sql.get<Collected>(COLLECT, event.ticketId, event.attempt)
  if (!collected) {
    throw new StoreError(
      'E207',
      `The store refused the signature of ${event.ticketId}, attempt ${event.attempt}: ` +
        'there is no approval with prepared bytes that it belongs to.',
    )
  }
  const head = sql.get<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM receipt_anchor WHERE id = 1',
  ) ?? { seq: 0, hash: GENESIS_HASH }
  const row = {
    ...collected,
    seq: head.seq + 1,
    event_seq: eventSeq,
    connection_id: event.connectionId,
    r: event.signature.r,
    s: event.signature.s,
    v: event.signature.v,
    recovered_address: event.recoveredAddress,
    prev_hash: head.hash,
  }
  sql.run(INSERT, ...receiptFields.map((field) => row[field]), receiptHash(row))
}

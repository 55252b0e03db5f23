import { z } from 'zod'
import type { Statements } from '../statements.ts'
import type { ReceiptAnchor } from './receipt-chain.ts'
import type { ReceiptRow } from './receipt-row.ts'

const PAGE = 500

/** Every receipt of a database in order, page by page. */
export function* readReceipts(sql: Statements): Generator<ReceiptRow> {
  let seq = 0
  for (;;) {
    const rows = sql.all<ReceiptRow>(
      'SELECT * FROM receipts WHERE seq > ? ORDER BY seq LIMIT ?',
      seq,
      PAGE,
    )
    yield* rows
    if (rows.length < PAGE) return
    seq = rows.at(-1)?.seq ?? seq
  }
}

export const readAnchor = (sql: Statements): ReceiptAnchor | null =>
  sql.get<ReceiptAnchor>('SELECT seq, hash FROM receipt_anchor WHERE id = 1') ?? null

/** The first line of an export. */
export const EXPORT_HEADER = { format: 'countersign-receipts', version: 1 } as const

/** The lines of an export, each without its line break: header, receipts, anchor. */
export function* receiptLines(sql: Statements): Generator<string> {
  yield JSON.stringify(EXPORT_HEADER)
  for (const row of readReceipts(sql)) yield JSON.stringify(row)
  yield JSON.stringify({ anchor: readAnchor(sql) })
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const milliseconds = z.int().min(0)
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)

export const receiptSchema: z.ZodType<ReceiptRow> = z.strictObject({
  seq: z.int().min(1),
  event_seq: z.int().min(1),
  ticket_id: z.string(),
  attempt: z.int(),
  account: address,
  source: z.enum(['a', 'b']),
  action_hex: z.string().regex(/^([0-9a-f]{2})*$/),
  nonce: milliseconds,
  expires_after_ms: milliseconds.nullable(),
  connection_id: z.string(),
  r: z.string(),
  s: z.string(),
  v: z.int(),
  recovered_address: address,
  digest: hash,
  terms: z.string(),
  decision: z.string(),
  sentence: z.string(),
  approved_wall_ms: z.int(),
  signed_wall_ms: z.int(),
  prev_hash: hash,
  hash,
})

export const anchorSchema = z.strictObject({
  anchor: z.strictObject({ seq: z.int().min(0), hash }),
})

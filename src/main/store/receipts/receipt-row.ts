import { createHash } from 'node:crypto'

/** One receipt as the table and the export keep it, in the order in which it is hashed. */
export interface ReceiptRow {
  readonly seq: number
  readonly event_seq: number
  readonly ticket_id: string
  readonly attempt: number
  readonly account: string
  readonly source: 'a' | 'b'
  /** MessagePack of the action, hex without 0x. */
  readonly action_hex: string
  readonly nonce: number
  readonly expires_after_ms: number | null
  readonly connection_id: string
  readonly r: string
  readonly s: string
  readonly v: number
  readonly recovered_address: string
  /** SHA-256 of the text in `terms`. */
  readonly digest: string
  readonly terms: string
  readonly decision: string
  readonly sentence: string
  readonly approved_wall_ms: number
  readonly signed_wall_ms: number
  readonly prev_hash: string
  readonly hash: string
}

export const receiptFields = [
  'seq',
  'event_seq',
  'ticket_id',
  'attempt',
  'account',
  'source',
  'action_hex',
  'nonce',
  'expires_after_ms',
  'connection_id',
  'r',
  's',
  'v',
  'recovered_address',
  'digest',
  'terms',
  'decision',
  'sentence',
  'approved_wall_ms',
  'signed_wall_ms',
  'prev_hash',
] as const satisfies readonly (keyof ReceiptRow)[]

/**
 * SHA-256 of the UTF-8 bytes of one JSON array without spaces that holds every field but the hash,
 * in the order above. Its form must never change.
 */
export function receiptHash(row: Omit<ReceiptRow, 'hash'>): string {
  const encoded = JSON.stringify(receiptFields.map((field) => row[field]))
  return createHash('sha256').update(encoded, 'utf8').digest('hex')
}

import { GENESIS_HASH } from '../event-hash.ts'
import { wrongReceipt } from './check-receipt.ts'
import type { ReceiptRow } from './receipt-row.ts'
import { receiptHash } from './receipt-row.ts'

export type ReceiptVerdict =
  | { readonly ok: true; readonly receipts: number; readonly head: string }
  /** `seq` is the receipt at which the chain breaks, counted from 1. */
  | { readonly ok: false; readonly seq: number; readonly what: string }

export interface ReceiptAnchor {
  readonly seq: number
  readonly hash: string
}

/** A look of somebody else's at a receipt that holds by itself: why it does not, or null. */
export type ReceiptLook = (row: ReceiptRow) => string | null

function brokenLink(
  seq: number,
  hash: string,
  row: ReceiptRow,
  look: ReceiptLook | null,
): string | null {
  if (row.seq !== seq + 1) {
    return row.seq > seq + 1
      ? `receipt ${seq + 1} is missing before it`
      : `it stands where receipt ${seq + 1} belongs`
  }
  if (row.prev_hash !== hash) return 'it is not chained to the receipt before it'
  if (row.hash !== receiptHash(row)) return 'its contents do not give its hash'
  return wrongReceipt(row) ?? look?.(row) ?? null
}

/**
 * Walks receipts in the order in which they stand and compares the end with the anchor. Finds an
 * altered byte, a receipt that was removed or moved, and a cut-off end.
 */
export function verifyReceiptChain(
  rows: Iterable<ReceiptRow>,
  anchor: () => ReceiptAnchor | null,
  look: ReceiptLook | null = null,
): ReceiptVerdict {
  let seq = 0
  let hash = GENESIS_HASH
  for (const row of rows) {
    const what = brokenLink(seq, hash, row, look)
    if (what !== null) return { ok: false, seq: row.seq, what }
    seq = row.seq
    hash = row.hash
  }
  const remembered = anchor()
  if (remembered === null) {
    return { ok: false, seq, what: 'the anchor behind the newest receipt is missing' }
  }
  if (remembered.seq !== seq || remembered.hash !== hash) {
    const what = `the anchor remembers ${remembered.seq} receipts: the end was cut off or changed`
    return { ok: false, seq, what }
  }
  return { ok: true, receipts: seq, head: hash }
}

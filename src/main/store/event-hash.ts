import { hash } from 'node:crypto'

/** What the first row of a chain is chained to. */
export const GENESIS_HASH = '0'.repeat(64)

export interface EventRow {
  readonly seq: number
  readonly ts_wall_ms: number
  readonly ts_market_ms: number
  readonly type: string
  readonly payload: string
  readonly prev_hash: string
  readonly hash: string
}

/**
 * SHA-256 of the UTF-8 bytes of one JSON array without spaces:
 * [seq, wall ms, market ms, type, payload text, hash before]. Its form must never change.
 */
export function eventHash(row: Omit<EventRow, 'hash'>): string {
  const encoded = JSON.stringify([
    row.seq,
    row.ts_wall_ms,
    row.ts_market_ms,
    row.type,
    row.payload,
    row.prev_hash,
  ])
  // At one stroke: a start hashes the whole log, and an object for each event takes twice as long.
  return hash('sha256', encoded, 'hex')
}

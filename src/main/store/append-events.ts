import type { EventBody } from '#core/engine/events.ts'
import type { Stamp } from '#core/engine/inputs.ts'
import { canonicalJson } from '#core/model/canonical-json.ts'
import { eventHash } from './event-hash.ts'
import { projectEvent } from './projections/project-event.ts'
import { addReceipt } from './receipts/add-receipt.ts'
import type { Statements } from './statements.ts'
import { StoreError } from './store-error.ts'
import type { ChainHead } from './verify-chain.ts'

/** A time that the log would round makes the fold of the log another state than the live one. */
function wholeMs(ms: number): number {
  if (Number.isSafeInteger(ms)) return ms
  throw new StoreError('E211', `An event's time is ${ms}: it must be whole milliseconds.`)
}

export const readHead = (sql: Statements): ChainHead => {
  const head = sql.get<ChainHead>('SELECT seq, hash FROM anchor WHERE id = 1')
  if (head) return head
  throw new StoreError('E206', 'The log has lost its anchor. Restore the newest backup.')
}

/**
 * Adds events behind `head`, each followed by its projections and, for a signature, its receipt;
 * returns the new head. To be called in a transaction.
 */
export function appendEvents(
  sql: Statements,
  head: ChainHead,
  stamp: Stamp,
  events: readonly EventBody[],
): ChainHead {
  const tsWallMs = wholeMs(stamp.tsWallMs)
  const tsMarketMs = wholeMs(stamp.tsMarketMs)
  let last = head
  for (const body of events) {
    const row = {
      seq: last.seq + 1,
      ts_wall_ms: tsWallMs,
      ts_market_ms: tsMarketMs,
      type: body.type,
      payload: canonicalJson(body),
      prev_hash: last.hash,
    }
    const hash = eventHash(row)
    sql.run(
      'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)',
      row.seq,
      row.ts_wall_ms,
      row.ts_market_ms,
      row.type,
      row.payload,
      row.prev_hash,
      hash,
    )
    projectEvent(sql, { seq: row.seq, tsWallMs, tsMarketMs, body })
    if (body.type === 'OrderSigned') addReceipt(sql, row.seq, body)
    last = { seq: row.seq, hash }
  }
  return last
}

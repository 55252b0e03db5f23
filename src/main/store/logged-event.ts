import { parseCanonicalJson } from '#core/model/canonical-json.ts'
import type { LoggedEvent } from '../runtime/ports.ts'
import type { EventRow } from './event-hash.ts'

export const toLoggedEvent = (row: Omit<EventRow, 'prev_hash' | 'hash'>): LoggedEvent => ({
  seq: row.seq,
  tsWallMs: row.ts_wall_ms,
  tsMarketMs: row.ts_market_ms,
  body: parseCanonicalJson(row.payload) as LoggedEvent['body'],
})

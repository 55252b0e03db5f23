import type { EventRow } from './event-hash.ts'
import { eventHash, GENESIS_HASH } from './event-hash.ts'
import type { Db, Statements } from './statements.ts'
import { createStatements } from './statements.ts'

export type LogVerdict =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly what: string }

const PAGE = 1000

/** What the chain has come to: the newest good row. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/** Null when `row` is the one that follows `head`; otherwise what is wrong with it. */
export function brokenLink(head: ChainHead, row: EventRow): string | null {
  if (row.seq !== head.seq + 1) {
    const missing = row.seq - head.seq - 1
    return `${missing === 1 ? 'event' : `${missing} events`} missing before it`
  }
  if (row.prev_hash !== head.hash) return 'it is not chained to the event before it'
  if (row.hash !== eventHash(row)) return 'its contents do not give its hash'
  return null
}

/** Null when the anchor remembers exactly this head. */
export function brokenAnchor(sql: Statements, head: ChainHead): string | null {
  const anchor = sql.get<{ seq: number; hash: string; event_count: number }>(
    'SELECT seq, hash, event_count FROM anchor WHERE id = 1',
  )
  if (!anchor) return 'the anchor is missing'
  if (anchor.seq > head.seq) {
    return `the log ends here, but its anchor remembers ${anchor.seq} events: the end was cut off`
  }
  if (anchor.seq !== head.seq || anchor.hash !== head.hash || anchor.event_count !== head.seq) {
    return 'the anchor remembers another head'
  }
  return null
}

/** Walks the whole chain of an open database. */
export function verifyEvents(db: Db): LogVerdict {
  const sql = createStatements(db)
  let head: ChainHead = { seq: 0, hash: GENESIS_HASH }
  for (;;) {
    const rows = sql.all<EventRow>(
      'SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
      head.seq,
      PAGE,
    )
    for (const row of rows) {
      const what = brokenLink(head, row)
      if (what !== null) return { ok: false, seq: row.seq, what }
      head = { seq: row.seq, hash: row.hash }
    }
    if (rows.length < PAGE) break
  }
  const what = brokenAnchor(sql, head)
  if (what !== null) return { ok: false, seq: head.seq, what }
  return { ok: true, events: head.seq, head: head.hash }
}

import type { LoggedEvent } from '../runtime/ports.ts'
import type { EventRow } from './event-hash.ts'
import { GENESIS_HASH } from './event-hash.ts'
import { toLoggedEvent } from './logged-event.ts'
import type { Statements } from './statements.ts'
import { StoreError } from './store-error.ts'
import type { ChainHead } from './verify-chain.ts'
import { brokenAnchor, brokenLink } from './verify-chain.ts'

const PAGE = 1000

const broken = (file: string, seq: number, what: string): StoreError =>
  new StoreError(
    'E206',
    `The log ${file} is broken at event ${seq}: ${what}. ` +
      'Nothing may be traded on it. Keep it, and restore the newest backup.',
  )

/** Every event in order, page by page; checks the chain on the way. Throws E206 where it breaks. */
export function* readEvents(sql: Statements, file: string): Generator<LoggedEvent> {
  let head: ChainHead = { seq: 0, hash: GENESIS_HASH }
  for (;;) {
    const rows = sql.all<EventRow>(
      'SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
      head.seq,
      PAGE,
    )
    for (const row of rows) {
      const what = brokenLink(head, row)
      if (what !== null) throw broken(file, row.seq, what)
      head = { seq: row.seq, hash: row.hash }
      yield toLoggedEvent(row)
    }
    if (rows.length < PAGE) break
  }
  const what = brokenAnchor(sql, head)
  if (what !== null) throw broken(file, head.seq, what)
}

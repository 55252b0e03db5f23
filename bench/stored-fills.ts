import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'

/** Beyond what a desk of a minute can have logged. */
const FIRST_SEQ = 10_000_000

/** The database of the one desk of a data folder. */
export function storeIn(userData: string): string {
  const entries = readdirSync(userData, { recursive: true, encoding: 'utf8' })
  const found = entries.find((name) => basename(name) === 'desk.sqlite')
  if (found === undefined) throw new Error(`there is no desk.sqlite in ${userData}`)
  return join(userData, found)
}

/** Puts rows beside those of the running desk, as its projections would; the log is not touched. */
export function addFills(file: string, count: number): void {
  const db = new Database(file, { timeout: 5_000 })
  db.pragma('foreign_keys = OFF')
  const insert = db.prepare(
    `INSERT INTO fills (seq, trade_id, client_order_id, venue_order_id, coin, side, price, quantity,
       start_position, closed_pnl, fee, is_taker, is_liquidation, ts_event_ms, day_key)
     VALUES (?, ?, NULL, '1', ?, ?, '20000.5', '0.05', '0', ?, 49000000, 1, 0, ?, '2026-01-05')`,
  )
  db.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      const isBuy = index % 2 === 0
      const pnl = isBuy ? 0 : ((index % 97) - 48) * 10_000_000
      const tsMs = 1_767_600_000_000 + index * 1_000
      insert.run(
        FIRST_SEQ + index,
        `b${index}`,
        index % 5 ? 'BTC' : 'ETH',
        isBuy ? 'buy' : 'sell',
        pnl,
        tsMs,
      )
    }
  })()
  db.close()
}

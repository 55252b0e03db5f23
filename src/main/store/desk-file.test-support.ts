import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ManualClock } from '../runtime/manual-clock.ts'
import { aftermath, bracket, dayOpened, deskCreated, inputAt } from './desk-events.test-support.ts'
import type { Store } from './open-store.ts'
import { openStore } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'

export const clock = new ManualClock(1_700_000_000_000)

/** A paper desk in a folder of its own, with as many whole trades as asked for. */
export function deskWithTrades(trades: number): { file: string; store: Store } {
  const file = join(temporaryFolder(), 'desk.db')
  const store = openStore({ file, mode: 'paper', clock })
  store.commit(inputAt(0), [], [deskCreated, dayOpened()], [])
  for (let number = 1; number <= trades; number += 1) {
    const trade = bracket(number)
    store.commit(inputAt(number), [], [...trade.road, ...aftermath(trade)], [])
  }
  return { file, store }
}

/** The same, closed. */
export function deskFile(trades: number): string {
  const { file, store } = deskWithTrades(trades)
  store.close()
  return file
}

/** Writes behind the store's back, with every trigger out of the way. */
export function tamper(file: string, sql: string): void {
  const db = new Database(file)
  db.pragma('foreign_keys = OFF')
  const triggers = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .pluck()
    .all() as string[]
  for (const name of triggers) db.exec(`DROP TRIGGER ${name}`)
  db.exec(sql)
  db.close()
}

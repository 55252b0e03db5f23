import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '#core/engine/events.ts'
import {
  aftermath,
  bracket,
  dayOpened,
  deskCreated,
  filled,
  inputAt,
} from '../desk-events.test-support.ts'
import { clock, deskFile } from '../desk-file.test-support.ts'
import type { Store } from '../open-store.ts'
import { openStore } from '../open-store.ts'
import { temporaryFolder } from '../temporary-folder.test-support.ts'
import { projectionTables } from './projection-tables.ts'

/** Every row of every projection, as text. */
function tablesOf(file: string): string {
  const db = new Database(file, { readonly: true })
  db.defaultSafeIntegers()
  const dump = projectionTables.map((name) => {
    const rows = db.prepare(`SELECT * FROM ${name}`).raw().all() as unknown[][]
    const lines = rows.map((row) => row.map((cell) => `${typeof cell} ${String(cell)}`).join('|'))
    return `${name}\n${lines.sort().join('\n')}`
  })
  db.close()
  return dump.join('\n\n')
}

/** Trades whose own events stay in order while the trades go across each other. */
const interleaved = fc
  .integer({ min: 1, max: 5 })
  .chain((count) => {
    const trades = Array.from({ length: count }, (_, index) => {
      const trade = bracket(index + 1, ['BTC', 'ETH'][index % 2])
      return [
        ...trade.road,
        ...aftermath(trade),
        filled(trade, index * 10 + 1005, { startPosition: trade.terms.quantity }),
      ]
    })
    const slots = trades.flatMap((events, trade) => events.map(() => trade))
    return fc.tuple(fc.shuffledSubarray(slots, { minLength: 0 }), fc.constant(trades))
  })
  .map(([slots, trades]) => {
    const next = trades.map(() => 0)
    return slots.map((trade): EventBody => {
      const index = next[trade] as number
      next[trade] = index + 1
      return trades[trade]?.[index] as EventBody
    })
  })

const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 30 })

function commitInPieces(
  store: Store,
  events: readonly EventBody[],
  sizes: readonly number[],
): void {
  let from = 0
  for (let piece = 0; from < events.length; piece += 1) {
    const size = sizes[piece % sizes.length] as number
    store.commit(inputAt(piece), [], events.slice(from, from + size), [])
    from += size
  }
}

describe('projections', () => {
  test('dropped and folded again they are the same, and so is the log after it was reopened', () => {
    fc.assert(
      fc.property(interleaved, cuts, (events, sizes) => {
        const file = join(temporaryFolder(), 'desk.db')
        const all = [deskCreated, dayOpened(), ...events]
        const store = openStore({ file, mode: 'paper', clock })
        commitInPieces(store, all, sizes)
        const live = tablesOf(file)
        store.close()
        const again = openStore({ file, mode: 'paper', clock })
        expect([...again.readAll()].map((event) => event.body)).toEqual(all)
        again.rebuildProjections()
        expect(tablesOf(file)).toBe(live)
        again.close()
      }),
      { numRuns: 25 },
    )
  })

  test('tables that were dropped or are of an older program are folded again at the start', () => {
    const file = deskFile(3)
    const before = tablesOf(file)
    const db = new Database(file)
    db.pragma('foreign_keys = OFF')
    db.exec('DROP TABLE fills; DROP TABLE tickets; DELETE FROM days')
    db.exec("UPDATE projection_state SET fingerprint = 'older'")
    db.close()
    openStore({ file, mode: 'paper', clock }).close()
    expect(tablesOf(file)).toBe(before)
  })

  test('hold no REAL column', () => {
    const db = new Database(deskFile(0), { readonly: true })
    const columns = db
      .prepare(
        `SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_master AS m,
         pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.type NOT IN ('INTEGER', 'TEXT')
         AND m.name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all()
    expect(columns).toEqual([])
    db.close()
  })
})

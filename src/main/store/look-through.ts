import type { PagesFound } from '../watch/pages-state.ts'
import { openReadOnly } from './open-read-only.ts'
import type { Db } from './statements.ts'
import { asStoreError } from './store-error.ts'

/** SQLite's first finding in one line; null where the pages fit together. */
export function findDamage(db: Db, table?: string): string | null {
  // a name out of the file itself is a text like any other
  const scope = table === undefined ? '1' : `'${table.replaceAll("'", "''")}'`
  const found: unknown = db.pragma(`quick_check(${scope})`, { simple: true })
  if (found === 'ok') return null
  return String(found)
    .replace(/\*\*\* in database \w+ \*\*\*/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Looks through a log table by table, each with its indexes, until all are done or `mayGoOn` says
 * no. For a thread of its own: it takes as long as reading the whole file does. Throws StoreError.
 */
export function lookThrough(file: string, mayGoOn: () => boolean): PagesFound {
  const db = openReadOnly(file)
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[]
    let looked = 0
    for (const table of tables) {
      if (!mayGoOn()) break
      const damage = findDamage(db, table)
      looked += 1
      if (damage !== null) return { damage, looked, tables: tables.length }
    }
    return { damage: null, looked, tables: tables.length }
  } catch (cause) {
    throw asStoreError(cause, file)
  } finally {
    db.close()
  }
}

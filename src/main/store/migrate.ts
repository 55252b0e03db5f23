import { existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Mode } from '#core/model/signature.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import type { Migration } from './migrations/migration.ts'
import type { Db } from './statements.ts'
import { StoreError } from './store-error.ts'
import { verifyEvents } from './verify-chain.ts'

export interface MigrationContext {
  readonly file: string
  readonly mode: Mode
  readonly wallMs: number
}

/**
 * Brings the file to the newest format, forward only, each step in a transaction of its own with
 * its number. A file that has rows is copied and the copy verified before the first step.
 */
export function migrate(
  db: Db,
  context: MigrationContext,
  migrations: readonly Migration[] = allMigrations,
): void {
  const version = db.pragma('user_version', { simple: true }) as number
  const due = migrations.filter((migration) => migration.version > version)
  if (due.length === 0) return
  if (version > 0) copyVerified(db, `${context.file}.before-format-${migrations.at(-1)?.version}`)
  for (const migration of due) {
    db.transaction(() => {
      db.exec(migration.sql)
      if (migration.version === 1) {
        db.prepare('INSERT INTO data_file VALUES (1, ?, ?)').run(context.mode, context.wallMs)
      }
      db.pragma(`user_version = ${migration.version}`)
    }).immediate()
  }
  db.pragma('wal_checkpoint(TRUNCATE)')
}

/** A copy is good when SQLite finds it whole and its chain ends at the same head. */
function copyVerified(db: Db, target: string): void {
  const partial = `${target}.partial`
  try {
    if (existsSync(partial)) rmSync(partial)
    db.prepare('VACUUM INTO ?').run(partial)
    const head = db.prepare('SELECT hash FROM anchor').pluck().get()
    const copy = new Database(partial, { readonly: true })
    try {
      const isWhole = copy.pragma('quick_check', { simple: true }) === 'ok'
      const copiedHead = copy.prepare('SELECT hash FROM anchor').pluck().get()
      const chain = verifyEvents(copy)
      if (!isWhole || copiedHead !== head || !chain.ok) throw new Error('the copy differs')
    } finally {
      copy.close()
    }
    renameSync(partial, target)
  } catch (cause) {
    throw new StoreError(
      'E209',
      `The copy ${target} could not be made, so the database was not migrated. ` +
        'Free some space in its folder and start again.',
      cause,
    )
  }
}

import { closeSync, existsSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Mode } from '#core/model/signature.ts'
import { APPLICATION_ID, readHeader } from './database-file.ts'
import { findDamage } from './look-through.ts'
import { migrate } from './migrate.ts'
import { BUSY_TIMEOUT_MS, CACHE_KIB, openReadOnly } from './open-read-only.ts'
import { areProjectionsCurrent, rebuildProjections } from './projections/rebuild-projections.ts'
import type { Db } from './statements.ts'
import { asStoreError, StoreError } from './store-error.ts'

export interface DatabaseOptions {
  readonly file: string
  readonly mode: Mode
  readonly wallMs: number
  /** The most pages of 4 KiB that the file may take; no limit but the disk's without it. */
  readonly pageLimit?: number | undefined
}

/**
 * Opens the log for writing, creates or migrates it. Every check that can refuse a file comes
 * first, on a read-only connection. Throws StoreError; then the file holds what it held.
 */
export function openDatabase(options: DatabaseOptions): Db {
  const { file } = options
  let db: Db | null = null
  try {
    if (readHeader(file) !== null && existsSync(`${file}-journal`)) rollBack(file)
    const isNew = readHeader(file) === null
    if (!isNew) inspect(file, options.mode)
    else closeSync(openSync(file, 'a', 0o600))
    db = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    configure(db, options)
    migrate(db, options)
    if (!areProjectionsCurrent(db)) rebuildProjections(db)
    return db
  } catch (cause) {
    db?.close()
    throw asStoreError(cause, file)
  }
}

/**
 * Before a new file is in WAL mode, a kill leaves a rollback journal, which no read-only connection
 * may play back. The file is ours by its header, and what SQLite restores was committed.
 */
function rollBack(file: string): void {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    db.pragma('user_version')
  } finally {
    db.close()
  }
}

function inspect(file: string, mode: Mode): void {
  const db = openReadOnly(file)
  try {
    const version = db.pragma('user_version', { simple: true }) as number
    const damage = findDamage(db)
    if (damage !== null) {
      throw new StoreError(
        'E001',
        `${file} is damaged (${damage}). Keep it, and restore the newest backup beside it.`,
      )
    }
    const written = version === 0 ? mode : db.prepare('SELECT mode FROM data_file').pluck().get()
    if (written !== mode) {
      throw new StoreError(
        'E202',
        `${file} belongs to ${String(written)}, and this desk runs in ${mode}. ` +
          'Start it with the data folder of its own mode.',
      )
    }
  } finally {
    db.close()
  }
}

/** better-sqlite3 drops to synchronous=NORMAL in WAL mode, so FULL is set by hand and asserted. */
function configure(db: Db, { file, pageLimit }: DatabaseOptions): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    db.pragma(`application_id = ${APPLICATION_ID}`)
  }
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma(`cache_size = -${CACHE_KIB}`)
  if (pageLimit !== undefined) db.pragma(`max_page_count = ${Math.trunc(pageLimit)}`)
  const expected: readonly [string, unknown][] = [
    ['application_id', APPLICATION_ID],
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', BUSY_TIMEOUT_MS],
  ]
  for (const [name, value] of expected) {
    const found: unknown = db.pragma(name, { simple: true })
    if (found !== value) {
      throw new StoreError(
        'E208',
        `${file} cannot be kept safely here: ${name} is ${String(found)} instead of ` +
          `${String(value)}. Put the data folder on a local disk.`,
      )
    }
  }
}

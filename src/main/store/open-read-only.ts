import Database from 'better-sqlite3'
import { APPLICATION_ID, foreignDatabase, isBlank } from './database-file.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import type { Db } from './statements.ts'
import { asStoreError, StoreError } from './store-error.ts'

export const BUSY_TIMEOUT_MS = 2000
/** Of each connection; better-sqlite3's own 16 MB fill with the first long reading and stay. */
export const CACHE_KIB = 4000
const newestVersion = allMigrations.at(-1)?.version ?? 0

/**
 * Read-only: for verification, exports and long reads, also beside a desk that has the file open in
 * this very process: SQLite alone touches it. Throws StoreError.
 */
export function openReadOnly(file: string): Db {
  try {
    if (isBlank(file)) {
      throw new StoreError('E208', `${file} does not exist or is empty. Check the path.`)
    }
    const db = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS })
    try {
      db.pragma(`cache_size = -${CACHE_KIB}`)
      requireOurs(db, file)
    } catch (cause) {
      db.close()
      throw cause
    }
    return db
  } catch (cause) {
    throw asStoreError(cause, file)
  }
}

function requireOurs(db: Db, file: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw foreignDatabase(file)
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > newestVersion) throw newerVersion(file, version)
}

const newerVersion = (file: string, version: number): StoreError =>
  new StoreError(
    'E203',
    `${file} was written by a newer Countersign (format ${version}, this one knows ` +
      `${newestVersion}). Install the newer version; the file was not touched.`,
  )

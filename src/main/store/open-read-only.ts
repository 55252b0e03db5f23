import Database from 'better-sqlite3'
import { readHeader } from './database-file.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import type { Db } from './statements.ts'
import { asStoreError, StoreError } from './store-error.ts'

export const BUSY_TIMEOUT_MS = 2000
const newestVersion = allMigrations.at(-1)?.version ?? 0

/** Read-only: for verification, exports and long reads. Throws StoreError. */
export function openReadOnly(file: string): Db {
  try {
    if (readHeader(file) === null) {
      throw new StoreError('E009', `${file} does not exist or is empty. Check the path.`)
    }
    const db = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS })
    const version = db.pragma('user_version', { simple: true }) as number
    if (version > newestVersion) {
      db.close()
      throw newerVersion(file, version)
    }
    return db
  } catch (cause) {
    throw asStoreError(cause, file)
  }
}

const newerVersion = (file: string, version: number): StoreError =>
  new StoreError(
    'E004',
    `${file} was written by a newer Countersign (format ${version}, this one knows ` +
      `${newestVersion}). Install the newer version; the file was not touched.`,
  )

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { StoreError } from './store-error.ts'

/** "CSGN": bytes 68 to 71 of every Countersign database. */
export const APPLICATION_ID = 0x4353474e
const MAGIC = 'SQLite format 3\0'

export interface FileHeader {
  readonly userVersion: number
}

/**
 * Looks at a file's first 100 bytes without SQLite, so that a file that is not ours is never
 * opened, let alone written. Null where there is no file yet, or an empty one without a journal.
 * Throws E001 (not a database), E201 (another program's) or E208.
 *
 * Not for a file that this process has open: the close below would take away SQLite's locks on it,
 * which the system keeps for each process and not for each handle.
 */
export function readHeader(file: string): FileHeader | null {
  if (isBlank(file)) return null
  const bytes = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    const count = readSync(handle, bytes, 0, 100, 0)
    if (count < 100 || bytes.toString('latin1', 0, 16) !== MAGIC) {
      throw new StoreError(
        'E001',
        `${file} is not a Countersign database, or it is damaged. Move it away, or restore a backup.`,
      )
    }
  } finally {
    closeSync(handle)
  }
  if (bytes.readUInt32BE(68) !== APPLICATION_ID) throw foreignDatabase(file)
  return { userVersion: bytes.readUInt32BE(60) }
}

const hasJournal = (file: string): boolean =>
  existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0

/** True where there is no file yet, or an empty one without a journal. */
export const isBlank = (file: string): boolean =>
  !existsSync(file) || (statSync(file).size === 0 && !hasJournal(file))

export const foreignDatabase = (file: string): StoreError =>
  new StoreError(
    'E201',
    `${file} belongs to another program. Choose another data folder, or move the file away.`,
  )

import { openReadOnly } from './open-read-only.ts'
import { asStoreError } from './store-error.ts'
import type { LogVerdict } from './verify-chain.ts'
import { verifyEvents } from './verify-chain.ts'

/**
 * Checks the log of a file that may be in use, without writing to it. `seq` is where it breaks.
 * Throws StoreError when the file is no Countersign database or cannot be read.
 */
export function verifyLog(file: string): LogVerdict {
  const db = openReadOnly(file)
  try {
    return db.transaction(() => verifyEvents(db))()
  } catch (cause) {
    throw asStoreError(cause, file)
  } finally {
    db.close()
  }
}

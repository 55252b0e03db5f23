import type { FillsPageRequest, FillsPageView } from '#contract/fills-page.ts'
import { fillsWindow } from './fills-window.ts'
import { openReadOnly } from './open-read-only.ts'
import { createStatements } from './statements.ts'
import { asStoreError } from './store-error.ts'

export interface FillsReader {
  /** Throws StoreError. */
  page(request: FillsPageRequest): FillsPageView
  close(): void
}

/** Reads the fills of a file that the desk may have open, on a connection that cannot write. */
export function openFills(file: string): FillsReader {
  const db = openReadOnly(file)
  const sql = createStatements(db)
  return {
    page(request) {
      try {
        return fillsWindow(sql, request)
      } catch (cause) {
        throw asStoreError(cause, file)
      }
    },
    close: () => {
      db.close()
    },
  }
}

import { existsSync } from 'node:fs'
import { z } from 'zod'
import { openReadOnly } from './open-read-only.ts'

const founding = z.object({ accountAddress: z.string(), derivationPath: z.string() })

export interface FoundedAccount {
  readonly address: string
  readonly derivationPath: string
}

/** The account that a log was founded for; null where there is no log. Throws StoreError. */
export function foundedAccount(storeFile: string): FoundedAccount | null {
  if (!existsSync(storeFile)) return null
  const db = openReadOnly(storeFile)
  try {
    const row = db
      .prepare("SELECT payload FROM events WHERE type = 'DeskCreated' ORDER BY seq LIMIT 1")
      .get() as { readonly payload: string } | undefined
    if (row === undefined) return null
    const { accountAddress, derivationPath } = founding.parse(JSON.parse(row.payload))
    return { address: accountAddress, derivationPath }
  } finally {
    db.close()
  }
}

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { CheckResult } from '../watch/check-result.ts'
import type { PagesState } from '../watch/pages-state.ts'
import { isBlank } from './database-file.ts'
import { findDamage } from './look-through.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import { openReadOnly } from './open-read-only.ts'
import { asStoreError } from './store-error.ts'

const LOCK_PATIENCE_MS = 250

/** The logs of a data folder: one each of testnet and mainnet, one for every paper feed. */
export function databasesOf(dataFolder: string): string[] {
  const paper = join(dataFolder, 'paper')
  const feeds = existsSync(paper) && statSync(paper).isDirectory() ? readdirSync(paper) : []
  return [
    ...feeds.map((feed) => join(paper, feed)),
    join(dataFolder, 'testnet'),
    join(dataFolder, 'mainnet'),
  ]
    .map((folder) => join(folder, 'desk.sqlite'))
    .filter((file) => existsSync(file))
}

/** Another program that writes for longer than a commit takes holds the file. */
function requireUnlocked(file: string): void {
  const db = new Database(file, { fileMustExist: true, timeout: LOCK_PATIENCE_MS })
  try {
    db.exec('BEGIN IMMEDIATE; ROLLBACK')
  } finally {
    db.close()
  }
}

/** Looks at every page here and now; the time that takes grows with the file. */
export function lookNow(file: string): PagesState {
  const db = openReadOnly(file)
  try {
    const damage = findDamage(db)
    if (damage !== null) return { kind: 'damaged', damage }
    return { kind: 'looked', sentence: 'all pages were looked through just now' }
  } finally {
    db.close()
  }
}

function versionOf(file: string): number {
  const db = openReadOnly(file)
  try {
    return db.pragma('user_version', { simple: true }) as number
  } finally {
    db.close()
  }
}

/**
 * One log: ours, whole, of this version, and held by nobody. Nothing is written.
 *
 * @param pagesOf what is known of its pages; a desk that runs has them looked at on another thread.
 */
export function checkDatabase(
  file: string,
  pagesOf: (file: string) => PagesState = lookNow,
): CheckResult {
  const about = { id: `database:${file}`, title: 'Database' }
  const well = (sentence: string): CheckResult => ({
    ...about,
    light: 'healthy',
    code: null,
    sentence,
  })
  try {
    if (isBlank(file)) return well(`${file} is empty; the next start fills it.`)
    const version = versionOf(file)
    const pages = pagesOf(file)
    if (pages.kind === 'damaged') {
      const sentence = `${file} is damaged (${pages.damage}). Keep it, and restore the newest backup beside it.`
      return { ...about, light: 'down', code: 'E001', sentence }
    }
    requireUnlocked(file)
    const newest = allMigrations.at(-1)?.version ?? 0
    if (version < newest) {
      const sentence = `${file} has the older format ${version}: the next start copies it, verifies the copy and brings it to format ${newest}.`
      return { ...about, light: 'degraded', code: 'E212', sentence }
    }
    return pages.kind === 'looked'
      ? well(`${file} is whole (format ${version}): ${pages.sentence}.`)
      : well(`${file} can be read (format ${version}); its pages are being looked through.`)
  } catch (cause) {
    const { code, message } = asStoreError(cause, file)
    return { ...about, light: 'down', code, sentence: message }
  }
}

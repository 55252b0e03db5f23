import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { CheckResult } from '../watch/check-result.ts'
import { isBlank } from './database-file.ts'
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

function damageOf(
  file: string,
  isLookedThrough: boolean,
): { readonly version: number; readonly damage: string | null } {
  const db = openReadOnly(file)
  try {
    const version = db.pragma('user_version', { simple: true }) as number
    const check: unknown = isLookedThrough ? db.pragma('quick_check(1)', { simple: true }) : 'ok'
    return { version, damage: check === 'ok' ? null : String(check) }
  } finally {
    db.close()
  }
}

/**
 * One log: ours, whole, of this version, and held by nobody. Nothing is written.
 *
 * @param bytesMax larger files are not looked through page by page: it would hold up a desk that runs.
 */
export function checkDatabase(file: string, bytesMax = Number.POSITIVE_INFINITY): CheckResult {
  const about = { id: `database:${file}`, title: 'Database' }
  try {
    if (isBlank(file)) {
      return {
        ...about,
        light: 'healthy',
        code: null,
        sentence: `${file} is empty; the next start fills it.`,
      }
    }
    const { version, damage } = damageOf(file, statSync(file).size <= bytesMax)
    if (damage !== null) {
      const sentence = `${file} is damaged (${damage}). Keep it, and restore the newest backup beside it.`
      return { ...about, light: 'down', code: 'E001', sentence }
    }
    requireUnlocked(file)
    const newest = allMigrations.at(-1)?.version ?? 0
    if (version < newest) {
      const sentence = `${file} has the older format ${version}: the next start copies it, verifies the copy and brings it to format ${newest}.`
      return { ...about, light: 'degraded', code: 'E212', sentence }
    }
    return {
      ...about,
      light: 'healthy',
      code: null,
      sentence: `${file} is whole (format ${version}).`,
    }
  } catch (cause) {
    const { code, message } = asStoreError(cause, file)
    return { ...about, light: 'down', code, sentence: message }
  }
}

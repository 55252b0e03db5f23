import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { bracket, inputAt } from './desk-events.test-support.ts'
import { clock } from './desk-file.test-support.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import { openReadOnly } from './open-read-only.ts'
import { openStore } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'
import { verifyLog } from './verify-log.ts'

/** format-N.sqlite: three whole trades, written by the version whose newest format was N. */
const fixtures = join(__dirname, 'fixtures')
const newest = allMigrations.at(-1)?.version ?? 0
const earlier = allMigrations.map(({ version }) => version).filter((version) => version < newest)

const tableOf = (file: string, sql: string): unknown[] => {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}
const EVENTS = 'SELECT seq, type, payload, prev_hash, hash FROM events ORDER BY seq'

test('every earlier format has a file of its own', () => {
  const present = readdirSync(fixtures)
  for (const version of earlier) expect(present).toContain(`format-${version}.sqlite`)
  expect(earlier.length).toBeGreaterThan(1)
})

test.each(earlier)('a log of format %i is copied, brought up to date, and goes on', (version) => {
  const old = join(fixtures, `format-${version}.sqlite`)
  const file = join(temporaryFolder(), 'desk.sqlite')
  copyFileSync(old, file)
  const before = openReadOnly(file)
  expect(before.pragma('user_version', { simple: true })).toBe(version)
  before.close()
  const events = tableOf(old, EVENTS)
  expect(events).toHaveLength(35)

  const store = openStore({ file, mode: 'paper', clock })
  expect([...store.readAll()]).toHaveLength(events.length)
  store.rebuildProjections()
  const next = bracket(4)
  store.commit(inputAt(4), [], next.road, [])
  store.close()

  const after = openReadOnly(file)
  expect(after.pragma('user_version', { simple: true })).toBe(newest)
  expect(after.pragma('integrity_check', { simple: true })).toBe('ok')
  after.close()
  expect(tableOf(file, EVENTS).slice(0, events.length)).toEqual(events)
  expect(verifyLog(file)).toMatchObject({ ok: true, events: events.length + next.road.length })

  const copy = `${file}.before-format-${newest}`
  expect(existsSync(copy)).toBe(true)
  expect(verifyLog(copy)).toMatchObject({ ok: true, events: events.length })
  expect(tableOf(copy, EVENTS)).toEqual(events)
  const kept = openReadOnly(copy)
  expect(kept.pragma('user_version', { simple: true })).toBe(version)
  kept.close()
  expect(existsSync(`${copy}.partial`)).toBe(false)
})

test.each(earlier)(
  'the projections of a log of format %i are those of the same log today',
  (version) => {
    const folder = temporaryFolder()
    const files = [version, newest].map((format) => {
      const file = join(folder, `${format}.sqlite`)
      copyFileSync(join(fixtures, `format-${Math.min(format, 3)}.sqlite`), file)
      openStore({ file, mode: 'paper', clock }).close()
      return file
    })
    const [migrated = '', fresh = ''] = files
    for (const table of ['orders', 'fills', 'positions']) {
      const sql = `SELECT * FROM ${table} ORDER BY 1`
      expect(tableOf(migrated, sql)).toEqual(tableOf(fresh, sql))
      expect(tableOf(fresh, sql).length).toBeGreaterThan(0)
    }
  },
)

test('the files of the earlier formats are never written', () => {
  for (const version of earlier) {
    const file = join(fixtures, `format-${version}.sqlite`)
    expect(readFileSync(file).readUInt32BE(60)).toBe(version)
    expect(existsSync(`${file}-wal`)).toBe(false)
  }
})

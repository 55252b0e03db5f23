import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { deskFile, tamper } from './desk-file.test-support.ts'
import { migrate } from './migrate.ts'
import { allMigrations } from './migrations/all-migrations.ts'
import { verifyLog } from './verify-log.ts'

const next = { version: 4, sql: 'CREATE TABLE next_thing (id INTEGER PRIMARY KEY) STRICT' }
const context = (file: string) => ({ file, mode: 'paper' as const, wallMs: 0 })

test('versions rise by one from one', () => {
  expect(allMigrations.map((migration) => migration.version)).toEqual(
    allMigrations.map((_, index) => index + 1),
  )
})

test('a file with rows is copied, and the copy verified, before the first step', () => {
  const file = deskFile(2)
  const db = new Database(file)
  migrate(db, context(file), [...allMigrations, next])
  expect(db.pragma('user_version', { simple: true })).toBe(4)
  db.close()
  expect(verifyLog(`${file}.before-format-4`)).toMatchObject({ ok: true, events: 24 })
  expect(existsSync(`${file}.before-format-4.partial`)).toBe(false)
})

test('a step that fails leaves the file as it was', () => {
  const file = deskFile(1)
  const db = new Database(file)
  const broken = { version: 4, sql: `${next.sql}; INSERT INTO nowhere VALUES (1)` }
  expect(() => migrate(db, context(file), [...allMigrations, broken])).toThrow('nowhere')
  expect(db.pragma('user_version', { simple: true })).toBe(3)
  expect(db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'next_thing'").get()).toBeUndefined()
  db.close()
  expect(verifyLog(file).ok).toBe(true)
})

test('no copy, no migration', () => {
  const file = deskFile(1)
  tamper(file, 'DELETE FROM events WHERE seq = 13')
  const db = new Database(file)
  expect(() => migrate(db, context(file), [...allMigrations, next])).toThrow('not migrated')
  expect(db.pragma('user_version', { simple: true })).toBe(3)
  db.close()
})

test('a copy that was left half-made is made again', () => {
  const file = deskFile(1)
  writeFileSync(`${file}.before-format-4.partial`, 'half')
  const db = new Database(file)
  migrate(db, context(file), [...allMigrations, next])
  db.close()
  expect(readdirSync(dirname(file)).sort()).toEqual(['desk.db', 'desk.db.before-format-4'])
})

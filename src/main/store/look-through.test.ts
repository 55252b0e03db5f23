import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { deskFile } from './desk-file.test-support.ts'
import { lookThrough } from './look-through.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'

const PAGE = 4_096

function freshLog(): string {
  const file = join(temporaryFolder(), 'desk.sqlite')
  copyFileSync(deskFile(1), file)
  return file
}

/** The first page of what the file calls by this name. */
function rootOf(file: string, name: string): number {
  const db = new Database(file, { readonly: true })
  try {
    return Number(db.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(name))
  } finally {
    db.close()
  }
}

function overwrite(file: string, page: number): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(PAGE, 0x5a), 0, PAGE, (page - 1) * PAGE)
  closeSync(handle)
}

test('a whole log: every table was looked at', () => {
  const { damage, looked, tables } = lookThrough(freshLog(), () => true)
  expect(damage).toBeNull()
  expect(looked).toBe(tables)
  expect(tables).toBeGreaterThan(10)
})

test.each(['fills', 'tickets', 'events'])('an overwritten page of %s is found', (name) => {
  const file = freshLog()
  overwrite(file, rootOf(file, name))
  const found = lookThrough(file, () => true)
  expect(found.damage).toMatch(/^Tree \d+ page \d+: /)
  expect(found.damage).not.toContain('\n')
  expect(found.looked).toBeLessThanOrEqual(found.tables)
})

test('out of time it stops at the next table, and says how far it came', () => {
  let left = 3
  const found = lookThrough(freshLog(), () => {
    left -= 1
    return left >= 0
  })
  expect(found).toMatchObject({ damage: null, looked: 3 })
  expect(found.tables).toBeGreaterThan(3)
})

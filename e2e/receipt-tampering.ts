import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { query } from './desk-log.ts'

const verify = (file: string) => {
  const words = ['out/main/countersign.js', 'verify-receipts', file]
  const { status, stdout } = spawnSync('node', words, { encoding: 'utf8' })
  return { code: status, text: stdout.trim() }
}

/** What somebody could do to the receipts of a desk, and what is said of it. */
const TAMPERINGS: readonly (readonly [string, string, RegExp])[] = [
  [
    'one altered byte',
    "UPDATE receipts SET action_hex = '84' || substr(action_hex, 3) WHERE seq = 1",
    /receipt 1: .*do not give its hash/,
  ],
  ['one removed row', 'DELETE FROM receipts WHERE seq = 1', /receipt 1 is missing/],
  [
    'two swapped rows',
    'UPDATE receipts SET seq = 9 WHERE seq = 1; UPDATE receipts SET seq = 1 WHERE seq = 2; UPDATE receipts SET seq = 2 WHERE seq = 9',
    /receipt 1: .*not chained/,
  ],
  ['a cut tail', 'DELETE FROM receipts WHERE seq = 2', /the end was cut off/],
]

/** Copies the log of a desk that has two receipts, changes each copy, and has it verified. */
export function expectTamperingFound(file: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-receipts-'))
  try {
    expect(verify(file)).toMatchObject({ code: 0, text: expect.stringContaining('2 signatures') })
    const triggers = query(file, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
    const unlocked = triggers.split('\n').map((name) => `DROP TRIGGER ${name};`)
    for (const [index, [name, change, said]] of TAMPERINGS.entries()) {
      const copy = join(folder, `desk-${index}.sqlite`)
      query(file, `VACUUM INTO '${copy}'`)
      const words = ['-cmd', 'PRAGMA foreign_keys = OFF', copy, `${unlocked.join(' ')} ${change}`]
      const { status, stderr } = spawnSync('sqlite3', words, { encoding: 'utf8' })
      expect(status, stderr).toBe(0)
      const found = verify(copy)
      expect(found.code, name).toBe(1)
      expect(found.text, name).toMatch(said)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

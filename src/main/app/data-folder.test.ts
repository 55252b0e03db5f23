import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { prepareDataFolder } from './data-folder.ts'

const base = mkdtempSync(join(tmpdir(), 'countersign-data-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

it('creates the folder for this user alone', () => {
  const path = join(base, 'a/b')
  expect(prepareDataFolder(path)).toEqual({ ok: true, path })
  expect(statSync(path).mode & 0o777).toBe(0o700)
})

it('refuses a path that is a file, with a sentence that says what to do', () => {
  const path = join(base, 'file')
  writeFileSync(path, '')
  const result = prepareDataFolder(path)
  expect(result.ok).toBe(false)
  expect(result.ok ? '' : result.message).toMatch(
    /cannot be used \(it is a file, not a folder\): choose another with --data/,
  )
})

if (process.platform === 'linux') {
  it('comes back where no folder can be made', () => {
    const result = prepareDataFolder('/proc/countersign-cannot-be-here')
    expect(result.ok ? '' : result.message).toMatch(/cannot be used \(E\w+\): choose another/)
  })
}

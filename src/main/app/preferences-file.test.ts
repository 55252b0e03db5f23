import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPreferences } from './preferences-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-preferences-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a new folder has the usual preferences and begins the first run', () => {
  const complaints: string[] = []
  const preferences = openPreferences(join(folder, 'p.json'), (one) => complaints.push(one))
  expect(preferences.current()).toEqual({
    firstRun: { step: 'welcome', state: 'open' },
    isDiscreet: false,
    palette: 'standard',
    paperPrices: 'invented',
    notifications: 'important',
    shortcuts: {},
  })
  expect(complaints).toEqual([])
})

test('a change is kept for the next start and leaves the others', () => {
  const file = join(folder, 'p.json')
  const first = openPreferences(file, () => undefined)
  first.change({ isDiscreet: true })
  first.change({ shortcuts: { kill: 'Ctrl+Shift+X' } })
  const again = openPreferences(file, () => undefined).current()
  expect(again).toMatchObject({ isDiscreet: true, shortcuts: { kill: 'Ctrl+Shift+X' } })
  expect(again.palette).toBe('standard')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(again)
})

test('a broken or foreign file is told of and does not keep the desk from opening', () => {
  const file = join(folder, 'p.json')
  for (const text of ['{', '{"isDiscreet": 3}', '{"unknown": true}']) {
    writeFileSync(file, text)
    const complaints: string[] = []
    const { isDiscreet } = openPreferences(file, (one) => complaints.push(one)).current()
    expect([isDiscreet, complaints.length]).toEqual([false, 1])
  }
})

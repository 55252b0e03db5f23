import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deskFile } from '../store/desk-file.test-support.ts'
import { allMigrations } from '../store/migrations/all-migrations.ts'
import type { CheckResult } from '../watch/check-result.ts'
import type { CheckOptions } from './compose-checks.ts'
import { runChecks } from './compose-checks.ts'

const newest = allMigrations.at(-1)?.version
let folder = ''
let log = ''
/** A machine without a fault, whatever the one that runs the tests has. */
let sound: NonNullable<CheckOptions['probes']> = {}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-checks-'))
  mkdirSync(join(folder, 'paper', 'feed'), { recursive: true })
  log = join(folder, 'paper', 'feed', 'desk.sqlite')
  writeFileSync(log, readFileSync(deskFile(1)))
  sound = {
    nodeVersion: '20.18.0',
    freeBytes: () => 10e9,
    countLedgers: () => Promise.resolve(1),
    environment: { WAYLAND_DISPLAY: 'wayland-0' },
  }
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const check = (over: Partial<CheckOptions> = {}, probes: CheckOptions['probes'] = {}) =>
  runChecks({
    dataFolder: folder,
    clockOffset: () => Promise.resolve(100),
    ...over,
    probes: { ...sound, ...probes },
  })

/** The one thing that is wrong. */
async function onlyFault(results: Promise<readonly CheckResult[]>): Promise<CheckResult> {
  const wrong = (await results).filter(({ light }) => light !== 'healthy')
  expect(wrong).toHaveLength(1)
  return wrong[0] as CheckResult
}

test('a sound machine is healthy in every check', async () => {
  const results = await check({ ports: [0] })
  expect(results.map(({ light }) => light)).toEqual(results.map(() => 'healthy'))
  expect(results.map(({ title }) => title)).toEqual([
    'Runtime',
    'Data folder',
    'Settings',
    'Disk',
    'Clock',
    'Database',
    'USB',
    'Display',
    'Port 0',
  ])
})

test('a disk that is nearly full needs a look', async () => {
  const soon = await onlyFault(check({}, { freeBytes: () => 300e6 }))
  expect(soon).toMatchObject({ light: 'degraded', code: 'E205' })
  expect(soon.sentence).toContain('is nearly full (300 MB left): free some space soon.')
})

test.skipIf(process.platform !== 'linux')('a display that does not answer is none', async () => {
  const dead = await onlyFault(check({}, { environment: { DISPLAY: ':4711' } }))
  expect(dead).toMatchObject({ light: 'down', code: 'E305' })
  expect(dead.sentence).toContain('The display :4711 does not answer')
})

test('the pages of a log are told as they are known, and looked at nowhere else', async () => {
  const databaseOf = async (pagesOf: CheckOptions['pagesOf']) => {
    const results = await check(pagesOf === undefined ? {} : { pagesOf })
    return results.find(({ title }) => title === 'Database')
  }
  expect(await databaseOf(() => Promise.resolve({ kind: 'unknown' }))).toMatchObject({
    light: 'healthy',
    sentence: `${log} can be read (format ${newest}); its pages are being looked through.`,
  })
  expect(
    await databaseOf(() =>
      Promise.resolve({
        kind: 'looked',
        sentence: 'all pages were looked through at 12:00 UTC',
      }),
    ),
  ).toMatchObject({
    light: 'healthy',
    sentence: `${log} is whole (format ${newest}): all pages were looked through at 12:00 UTC.`,
  })
  expect(
    await databaseOf(() => Promise.resolve({ kind: 'damaged', damage: 'Tree 4' })),
  ).toMatchObject({
    light: 'down',
    code: 'E001',
    sentence: `${log} is damaged (Tree 4). Keep it, and restore the newest backup beside it.`,
  })
  expect((await databaseOf(undefined))?.sentence).toContain('were looked through just now')
})

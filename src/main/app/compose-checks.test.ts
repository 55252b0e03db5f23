import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deskFile } from '../store/desk-file.test-support.ts'
import { migrate } from '../store/migrate.ts'
import { allMigrations } from '../store/migrations/all-migrations.ts'
import type { CheckResult } from '../watch/check-result.ts'
import type { CheckOptions } from './compose-checks.ts'
import { runChecks } from './compose-checks.ts'

const NOBODY = 65_534
let folder = ''
let log = ''
let display: Server
/** A machine without a fault, whatever the one that runs the tests has. */
let sound: NonNullable<CheckOptions['probes']> = {}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-checks-'))
  mkdirSync(join(folder, 'paper', 'feed'), { recursive: true })
  log = join(folder, 'paper', 'feed', 'desk.sqlite')
  writeFileSync(log, readFileSync(deskFile(1)))
  display = createServer()
  await new Promise<void>((resolve) => display.listen(0, '127.0.0.1', resolve))
  sound = {
    nodeVersion: '20.18.0',
    freeBytes: () => 10e9,
    countLedgers: () => Promise.resolve(1),
    environment: { WAYLAND_DISPLAY: 'wayland-0' },
  }
})
afterEach(async () => {
  await new Promise((resolve) => display.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

const check = (over: Partial<CheckOptions> = {}, probes: CheckOptions['probes'] = {}) =>
  runChecks({
    dataFolder: folder,
    clockOffsetMs: () => Promise.resolve(100),
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
    'Disk',
    'Clock',
    'Database',
    'USB',
    'Display',
    'Port 0',
  ])
})

test('no libusb', async () => {
  const cause = Object.assign(
    new Error('libusb-1.0.so.0: cannot open shared object file: No such file or directory'),
    { code: 'ERR_DLOPEN_FAILED' },
  )
  const fault = await onlyFault(check({}, { countLedgers: () => Promise.reject(cause) }))
  expect(fault).toMatchObject({ light: 'down', code: 'E114' })
  expect(fault.sentence).toBe(
    'The USB driver cannot be loaded: libusb is missing. On Debian or Ubuntu: sudo apt install libusb-1.0-0, then go on.',
  )
})

test('port taken', async () => {
  const { port } = display.address() as AddressInfo
  const fault = await onlyFault(check({ ports: [port] }))
  expect(fault).toMatchObject({ light: 'down', code: 'E304' })
  expect(fault.sentence).toBe(
    `Port ${port} is taken by another program: end that program, or choose another port (0 takes any that is free).`,
  )
})

test('disk full', async () => {
  const fault = await onlyFault(check({}, { freeBytes: () => 4096 }))
  expect(fault).toMatchObject({ light: 'down', code: 'E205' })
  expect(fault.sentence).toBe(
    `The disk that holds ${folder} is full (0 MB left): free some space; the desk writes nothing it cannot keep.`,
  )
  const soon = await onlyFault(check({}, { freeBytes: () => 300e6 }))
  expect(soon).toMatchObject({ light: 'degraded', code: 'E205' })
})

test.each([
  [60_000, 'behind'],
  [-60_000, 'ahead of'],
])('clock off by a minute (%i ms)', async (offsetMs, direction) => {
  const fault = await onlyFault(check({ clockOffsetMs: () => Promise.resolve(offsetMs) }))
  expect(fault).toMatchObject({ light: 'down', code: 'E303' })
  expect(fault.sentence).toBe(
    `This computer's clock is 60 s ${direction} the venue's: let the system set it (timedatectl set-ntp true), then start again.`,
  )
})

test('database locked', async () => {
  const holder = new Database(log)
  holder.exec('BEGIN EXCLUSIVE')
  const fault = await onlyFault(check())
  holder.exec('ROLLBACK')
  holder.close()
  expect(fault).toMatchObject({ light: 'down', code: 'E204' })
  expect(fault.sentence).toBe(
    `Another program holds ${log}: nothing was written. Close it and try again.`,
  )
})

test('database corrupt', async () => {
  const bytes = readFileSync(log)
  bytes.fill(0x5a, 4096, 20_000)
  writeFileSync(log, bytes)
  const fault = await onlyFault(check())
  expect(fault).toMatchObject({ light: 'down', code: 'E001' })
  expect(fault.sentence).toContain(`${log} is damaged`)
  expect(fault.sentence).toContain('Keep it, and restore the newest backup beside it.')
  expect(readFileSync(log).equals(bytes)).toBe(true)
})

test('no display', async () => {
  const fault = await onlyFault(check({}, { environment: {} }))
  if (process.platform === 'linux') {
    expect(fault).toMatchObject({ light: 'down', code: 'E305' })
    expect(fault.sentence).toBe(
      'There is no display: log in at the screen, or start under a virtual one (xvfb-run -a countersign).',
    )
    const dead = await onlyFault(check({}, { environment: { DISPLAY: ':4711' } }))
    expect(dead.sentence).toContain('The display :4711 does not answer')
  }
})

test('wrong runtime', async () => {
  const fault = await onlyFault(check({}, { nodeVersion: '18.20.4' }))
  expect(fault).toMatchObject({ light: 'down', code: 'E301' })
  expect(fault.sentence).toBe(
    'Countersign needs Node 20.18 or later, this is 18.20.4: install a newer Node from nodejs.org.',
  )
})

test('unreadable folder', async () => {
  chmodSync(folder, 0o000)
  const isRoot = process.getuid?.() === 0
  // root may read everything: for a moment this process is nobody
  if (isRoot) process.seteuid?.(NOBODY)
  const results = check()
  if (isRoot) process.seteuid?.(0)
  chmodSync(folder, 0o700)
  const fault = await onlyFault(results)
  expect(fault).toMatchObject({ light: 'down', code: 'E302' })
  expect(fault.sentence).toBe(
    `The data folder ${folder} cannot be used (EACCES): give it back to yourself with chown and chmod, or choose another with --data FOLDER.`,
  )
})

test('old schema', async () => {
  rmSync(log)
  const old = new Database(log)
  old.pragma(`application_id = ${0x4353474e}`)
  const oldest = allMigrations.slice(0, 1)
  migrate(old, { file: log, mode: 'paper', wallMs: 0 }, oldest)
  old.close()
  const fault = await onlyFault(check())
  expect(fault).toMatchObject({ light: 'degraded', code: 'E212' })
  expect(fault.sentence).toBe(
    `${log} has the older format 1: the next start copies it, verifies the copy and brings it to format ${allMigrations.length}.`,
  )
  expect(dirname(log)).toContain(folder)
})

import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDeskLog } from './desk-log.ts'

const DAY_MS = 86_400_000
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-logs-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('each part has its file, faults are in error.log as well, and only this user reads them', () => {
  const log = createDeskLog(folder)
  log.info('opened')
  log.warn('a commit took 61 ms')
  log.fault('the engine stopped an input', new Error('broken'))
  log.api.info('connected')
  log.trading.info('t-1 is pending')
  log.api.fault('no answer')
  log.close()
  expect(linesOf('app.log').map(({ msg }) => msg)).toEqual([
    'opened',
    'a commit took 61 ms',
    'the engine stopped an input',
  ])
  expect(linesOf('api.log').map(({ msg }) => msg)).toEqual(['connected', 'no answer'])
  expect(linesOf('trading.log').map(({ msg }) => msg)).toEqual(['t-1 is pending'])
  expect(linesOf('error.log').map(({ msg, level }) => [msg, level])).toEqual([
    ['the engine stopped an input', 50],
    ['no answer', 50],
  ])
  expect(linesOf('error.log')[0]?.err).toMatchObject({ type: 'Error', message: 'broken' })
  expect(statSync(join(folder, 'app.log')).mode & 0o777).toBe(0o600)
})

test('no secret, key, phrase or address reaches a file, not even in the stack of a fault', () => {
  const log = createDeskLog(folder)
  const key = `0x${'5e'.repeat(32)}`
  const account = `0x${'aB12'.repeat(10)}`
  const phrase = 'test test test test test test test test test test test junk'
  const cause = new Error(`signing for ${account} with ${key} failed: ${phrase}`)
  log.fault(`password=hunter2 of jane@example.org at ${account}`, cause)
  log.api.info(`{"token":"s3cr3t","user":"${account}"}`)
  log.trading.warn(`https://hooks.example.org/services/T0/B0/${'x'.repeat(20)}`)
  log.close()
  const all = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
  for (const secret of [key, account, 'junk', 'hunter2', 'jane@', 's3cr3t', 'services/T0']) {
    expect(all).not.toContain(secret)
  }
  expect(all).toContain('failed: [recovery phrase]')
})

test('a full file moves on, ten are kept, and none is larger than it may be', () => {
  const log = createDeskLog(folder, { limits: { bytesMax: 1000, filesMax: 10, daysMax: 7 } })
  for (let number = 0; number < 400; number += 1) log.info(`line ${number}`)
  log.close()
  const files = readdirSync(folder).filter((name) => name.startsWith('app'))
  expect(files.sort()).toEqual([
    'app.1.log',
    'app.2.log',
    'app.3.log',
    'app.4.log',
    'app.5.log',
    'app.6.log',
    'app.7.log',
    'app.8.log',
    'app.9.log',
    'app.log',
  ])
  for (const name of files) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1000)
  expect(linesOf('app.log').at(-1)?.msg).toBe('line 399')
  const newest = linesOf('app.1.log').at(-1)?.msg
  expect(linesOf('app.log')[0]?.msg).toBe(`line ${Number(String(newest).slice(5)) + 1}`)
})

test('what is older than seven days is forgotten at the next start', () => {
  const now = Date.now()
  for (const [name, days] of [
    ['app.1.log', 6],
    ['app.2.log', 8],
    ['other.2.log', 8],
  ] as const) {
    writeFileSync(join(folder, name), 'x')
    utimesSync(join(folder, name), (now - days * DAY_MS) / 1000, (now - days * DAY_MS) / 1000)
  }
  const log = createDeskLog(folder, { wallMs: () => now })
  log.info('opened')
  log.close()
  expect(readdirSync(folder).sort()).toEqual(['app.1.log', 'app.log', 'other.2.log'])
})

test('a log that cannot be written costs its lines and nothing else', () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const log = createDeskLog(file)
  expect(() => {
    log.info('one')
    log.info('two')
    log.close()
  }).not.toThrow()
  expect(said).toHaveBeenCalledOnce()
})

import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command as Program } from 'commander'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deskFile } from '../../main/store/desk-file.test-support.ts'
import type { DoctorSeams } from './doctor.ts'
import { doctorWith } from './doctor.ts'

const NOBODY = 65_534
const MINUTE_MS = 60_000
const isRoot = process.getuid?.() === 0
const project = join(__dirname, '../../..')
const requireFrom = (name: string): string => JSON.stringify(join(project, 'node_modules', name))

/** A machine and a data folder without a fault, whatever those that run the tests have. */
interface Bench {
  folder: string
  log: string
  readonly seams: { probes: NonNullable<DoctorSeams['probes']>; venueUrl: string }
  readonly words: string[]
  /** Undone after the test, last first. */
  readonly undo: (() => unknown)[]
}
let bench: Bench

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  bench.undo.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

/** Answers with a date of its own, as the venue's web server does. */
async function startVenue(offsetMs: number): Promise<void> {
  const server = createHttpServer((_request, response) => {
    response.setHeader('Date', new Date(Date.now() + offsetMs).toUTCString())
    response.end()
  })
  bench.seams.venueUrl = `http://127.0.0.1:${await listen(server)}/`
  bench.words.push('--mode', 'testnet')
}

/** The line that a program writes first; the program lives until the test ends. */
async function startHolder(script: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  bench.undo.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended])
}

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-doctor-'))
  const log = join(folder, 'paper', 'feed', 'desk.sqlite')
  mkdirSync(dirname(log), { recursive: true })
  copyFileSync(deskFile(1), log)
  const probes = {
    nodeVersion: '20.18.0',
    freeBytes: () => 10e9,
    countLedgers: () => Promise.resolve(1),
    environment: { WAYLAND_DISPLAY: 'wayland-0' },
  }
  const undo = [() => rmSync(folder, { recursive: true, force: true })]
  bench = { folder, log, seams: { probes, venueUrl: '' }, words: [], undo }
})
afterEach(async () => {
  for (const step of bench.undo.reverse()) await step()
})

const without = (name: keyof Bench['seams']['probes']): void => {
  const { [name]: _left, ...others } = bench.seams.probes
  bench.seams.probes = others
}

/** What `countersign doctor` writes and ends with. */
async function doctor(): Promise<{ readonly lines: readonly string[]; readonly code: number }> {
  let out = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  const before = process.exitCode
  process.exitCode = undefined
  const program = new Program('countersign')
  doctorWith(bench.seams).register(program)
  const words = ['node', 'countersign', 'doctor', '--data', bench.folder, ...bench.words]
  await program.parseAsync(words).finally(() => write.mockRestore())
  const code = Number(process.exitCode ?? 0)
  process.exitCode = before
  return { lines: out.trimEnd().split('\n'), code }
}

/** Node's own loader meets a libusb that is none: what it throws goes to the doctor as it is. */
function hideLibusb(): void {
  const empty = join(bench.folder, 'no-library')
  mkdirSync(empty)
  writeFileSync(join(empty, 'libusb-1.0.so.0'), '')
  const script = `try { require(${requireFrom('node-hid')}).devices(); console.log('{}') }
    catch (cause) { console.log(JSON.stringify({ code: cause.code, message: cause.message })) }`
  const told = execFileSync(process.execPath, ['-e', script], {
    env: { ...process.env, LD_LIBRARY_PATH: empty },
    encoding: 'utf8',
  })
  const real = JSON.parse(told) as { code?: string; message?: string }
  // where libusb is part of the driver, as on macOS and Windows, it cannot be missing
  const { code = 'ERR_DLOPEN_FAILED', message = 'libusb-1.0.so.0: cannot open' } = real
  const cause = Object.assign(new Error(message), { code })
  bench.seams.probes = { ...bench.seams.probes, countLedgers: () => Promise.reject(cause) }
}

const FULL_DISK_BYTES = 1_000_000

/** A disk of its own that is full to the last byte, where this user may mount one. */
function fillDisk(): void {
  const disk = join(bench.folder, 'disk')
  mkdirSync(disk)
  try {
    const size = `size=${FULL_DISK_BYTES}`
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'countersign', disk], { stdio: 'ignore' })
  } catch {
    bench.seams.probes = { ...bench.seams.probes, freeBytes: () => 4_096 }
    return
  }
  bench.undo.push(() => execFileSync('umount', [disk]))
  const log = join(disk, 'paper', 'feed', 'desk.sqlite')
  mkdirSync(dirname(log), { recursive: true })
  copyFileSync(bench.log, log)
  const handle = openSync(join(disk, 'filling'), 'w')
  try {
    for (;;) writeSync(handle, Buffer.alloc(4_096))
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'ENOSPC' })
  } finally {
    closeSync(handle)
  }
  bench.folder = disk
  bench.log = log
  without('freeBytes')
}

function damage(): void {
  const handle = openSync(bench.log, 'r+')
  writeSync(handle, Buffer.alloc(16_384, 0x5a), 0, 16_384, 4_096)
  fsyncSync(handle)
  closeSync(handle)
}

function closeFolder(): void {
  chmodSync(bench.folder, 0o000)
  bench.undo.push(() => chmodSync(bench.folder, 0o700))
  // root may read everything: for a moment this process is nobody
  if (!isRoot) return
  process.seteuid?.(NOBODY)
  bench.undo.push(() => process.seteuid?.(0))
}

type Situation = readonly [
  name: string,
  arrange: () => void | Promise<void>,
  /** The one line that is not "ok"; F and L stand for the folder and its log. */
  line: string | RegExp,
  code: number,
]

const situations: readonly Situation[] = [
  [
    'no libusb',
    hideLibusb,
    'BAD   USB: The USB driver cannot be loaded: libusb is missing. On Debian or Ubuntu: sudo apt install libusb-1.0-0, then go on. (E114)',
    1,
  ],
  [
    'a port that is taken',
    async () => {
      bench.words.push('--port', String(await listen(createServer())))
    },
    /^BAD {3}Port (\d+): Port \1 is taken by another program: end that program, or choose another port \(0 takes any that is free\)\. \(E304\)$/,
    1,
  ],
  [
    'a full disk',
    fillDisk,
    'BAD   Disk: The disk that holds F is full (0 MB left): free some space; the desk writes nothing it cannot keep. (E205)',
    1,
  ],
  [
    'a clock a minute behind',
    () => startVenue(MINUTE_MS),
    /^BAD {3}Clock: This computer's clock is (5[5-9]|6[0-5]) s behind the venue's: let the system set it \(timedatectl set-ntp true\), then start again\. \(E303\)$/,
    1,
  ],
  [
    'a clock a minute ahead',
    () => startVenue(-MINUTE_MS),
    /^BAD {3}Clock: This computer's clock is (5[5-9]|6[0-5]) s ahead of the venue's: let the system set it .* \(E303\)$/,
    1,
  ],
  [
    'a database that another program holds',
    () =>
      startHolder(`
        const Database = require(${requireFrom('better-sqlite3')})
        const db = new Database(${JSON.stringify(bench.log)})
        db.exec('BEGIN IMMEDIATE')
        console.log('held')
        setInterval(() => db.inTransaction, 1000)`),
    'BAD   Database: Another program holds L: nothing was written. Close it and try again. (E204)',
    1,
  ],
  [
    'a damaged database',
    damage,
    /^BAD {3}Database: .*desk\.sqlite is damaged.* Keep it, and restore the newest backup beside it\. \(E001\)$/,
    1,
  ],
  [
    'a file that is no database',
    () => writeFileSync(bench.log, 'this is no database at all, is it?'.repeat(200)),
    /^BAD {3}Database: .*desk\.sqlite is not a Countersign database.* \(E001\)$/,
    1,
  ],
  [
    'no display',
    () => {
      without('environment')
      vi.stubEnv('DISPLAY', undefined)
      vi.stubEnv('WAYLAND_DISPLAY', undefined)
      bench.undo.push(() => vi.unstubAllEnvs())
    },
    'BAD   Display: There is no display: log in at the screen, or start under a virtual one (xvfb-run -a countersign). (E305)',
    1,
  ],
  [
    'the wrong runtime',
    () => {
      bench.seams.probes = { ...bench.seams.probes, nodeVersion: '18.20.4' }
    },
    'BAD   Runtime: Countersign needs Node 20.18 or later, this is 18.20.4: install a newer Node from nodejs.org. (E301)',
    1,
  ],
  [
    'a folder that cannot be read',
    closeFolder,
    'BAD   Data folder: The data folder F cannot be used (EACCES): give it back to yourself with chown and chmod, or choose another with --data FOLDER. (E302)',
    1,
  ],
  [
    'a broken file of settings',
    () => writeFileSync(join(bench.folder, 'settings.json'), '{"theme":"pink"}'),
    'look  Settings: F/settings.json is not a file of this version. The defaults are used. Mend it, or delete it to begin anew. (E003)',
    0,
  ],
  [
    'a log of the first format',
    () => copyFileSync(join(project, 'src/main/store/fixtures/format-1.sqlite'), bench.log),
    /^look {2}Database: .*desk\.sqlite has the older format 1: the next start copies it, verifies the copy and brings it to format \d+\. \(E212\)$/,
    0,
  ],
]

/** What follows from it is told too: on a disk that is really full no log can be opened. */
const alsoTold = new Map([
  [
    'a full disk',
    /^BAD {3}Database: The disk that holds .*desk\.sqlite is full: nothing was written\. Free some space\. \(E205\)$/,
  ],
])
/** Nobody reads a log in a closed folder, the test neither. */
function readable(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch {
    return null
  }
}

const inLinuxOnly = new Set(['no display'])

test.each(situations.filter(([name]) => process.platform === 'linux' || !inLinuxOnly.has(name)))(
  '%s: one sentence says what is wrong and what to do',
  async (name, arrange, line, code) => {
    await arrange()
    const before = readable(bench.log)
    const told = await doctor()
    expect(told.code).toBe(code)
    const wrong = told.lines.filter((one) => !one.startsWith('ok    '))
    const also = wrong.filter((one) => alsoTold.get(name)?.test(one))
    expect(wrong, told.lines.join('\n')).toHaveLength(1 + also.length)
    if (line instanceof RegExp) expect(wrong[0]).toMatch(line)
    else expect(wrong[0]).toBe(line.replace(/\bF\b/, bench.folder).replace(/\bL\b/, bench.log))
    // it only looks
    if (before !== null) expect(readable(bench.log)?.equals(before)).toBe(true)
  },
)

test('a sound machine: every line is ok, and the exit code 0', async () => {
  const { lines, code } = await doctor()
  expect(lines.filter((line) => !line.startsWith('ok    '))).toEqual([])
  expect(lines.map((line) => line.slice(6, line.indexOf(':')))).toEqual([
    'Runtime',
    'Data folder',
    'Settings',
    'Disk',
    'Clock',
    'Database',
    'USB',
    'Display',
  ])
  expect(code).toBe(0)
  expect(statSync(bench.log).size).toBeGreaterThan(0)
})

test('a venue that does not answer is named, and no clock is judged by it', async () => {
  const closed = createServer()
  const port = await listen(closed)
  await new Promise((resolve) => closed.close(resolve))
  bench.seams.venueUrl = `http://127.0.0.1:${port}/`
  bench.words.push('--mode', 'testnet')
  const { lines, code } = await doctor()
  expect(lines).toContain(
    'look  Clock: Not compared: the venue has not answered; look whether this computer is online.',
  )
  expect(code).toBe(0)
})

test('on this very machine, without any seam, the runtime is the right one', async () => {
  bench.seams.probes = {}
  const { lines } = await doctor()
  expect(lines[0]).toMatch(/^ok {4}Runtime: Node \d+\.\d+\.\d+ on /)
})

import { accessSync, constants, existsSync, readdirSync, statfsSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { release } from 'node:os'
import type { CheckResult } from './check-result.ts'

const OLDEST_NODE = [20, 18] as const
const FREE_BYTES_MIN = 50_000_000
const FREE_BYTES_WANTED = 500_000_000
const CLOCK_OFF_MS = 2_000
const CLOCK_WRONG_MS = 30_000

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause)

/** Node that runs this, outside of Electron or in it. */
export function checkRuntime(node: string = process.versions.node): CheckResult {
  const about = { id: 'runtime', title: 'Runtime' }
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const isNewEnough =
    major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return isNewEnough
    ? { ...about, light: 'healthy', code: null, sentence: `Node ${node} on ${release()}.` }
    : {
        ...about,
        light: 'down',
        code: 'E301',
        sentence: `Countersign needs Node ${OLDEST_NODE.join('.')} or later, this is ${node}: install a newer Node from nodejs.org.`,
      }
}

/** The data folder can be read, written and entered. */
export function checkFolder(folder: string): CheckResult {
  const about = { id: 'folder', title: 'Data folder' }
  if (!existsSync(folder)) {
    const sentence = `${folder} does not exist yet; the first start makes it.`
    return { ...about, light: 'healthy', code: null, sentence }
  }
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    readdirSync(folder)
    return { ...about, light: 'healthy', code: null, sentence: `${folder} can be used.` }
  } catch (cause) {
    const sentence = `The data folder ${folder} cannot be used (${reasonOf(cause)}): give it back to yourself with chown and chmod, or choose another with --data FOLDER.`
    return { ...about, light: 'down', code: 'E302', sentence }
  }
}

/** Bytes that this user may still write where the folder is, or will be. */
export function freeBytes(folder: string): number {
  let place = folder
  while (!existsSync(place) && place !== '/' && place !== '')
    place = place.replace(/[\\/][^\\/]*$/, '') || '/'
  const { bavail, bsize } = statfsSync(place)
  return bavail * bsize
}

export function checkDisk(folder: string, free: number): CheckResult {
  const about = { id: 'disk', title: 'Disk' }
  const megabytes = `${Math.floor(free / 1_000_000)} MB`
  if (free < FREE_BYTES_MIN) {
    const sentence = `The disk that holds ${folder} is full (${megabytes} left): free some space; the desk writes nothing it cannot keep.`
    return { ...about, light: 'down', code: 'E205', sentence }
  }
  if (free < FREE_BYTES_WANTED) {
    const sentence = `The disk that holds ${folder} is nearly full (${megabytes} left): free some space soon.`
    return { ...about, light: 'degraded', code: 'E205', sentence }
  }
  return { ...about, light: 'healthy', code: null, sentence: `${megabytes} are free.` }
}

/** The venue's clock less this computer's in milliseconds, or why there is no such figure. */
export type ClockOffset = number | 'noVenue' | 'silent'

export function checkClock(offsetMs: ClockOffset): CheckResult {
  const about = { id: 'clock', title: 'Clock' }
  if (offsetMs === 'noVenue') {
    const sentence = 'Not compared: on paper no clock but this computer’s counts.'
    return { ...about, light: 'healthy', code: null, sentence }
  }
  if (offsetMs === 'silent') {
    const sentence =
      'Not compared: the venue has not answered; look whether this computer is online.'
    return { ...about, light: 'degraded', code: null, sentence }
  }
  const seconds = (Math.abs(offsetMs) / 1000).toFixed(Math.abs(offsetMs) < 10_000 ? 1 : 0)
  if (Math.abs(offsetMs) < CLOCK_OFF_MS) {
    const sentence = `This computer's clock and the venue's agree to ${seconds} s.`
    return { ...about, light: 'healthy', code: null, sentence }
  }
  const direction = offsetMs > 0 ? 'behind' : 'ahead of'
  const light = Math.abs(offsetMs) < CLOCK_WRONG_MS ? 'degraded' : 'down'
  const sentence = `This computer's clock is ${seconds} s ${direction} the venue's: let the system set it (timedatectl set-ntp true), then start again.`
  return { ...about, light, code: 'E303', sentence }
}

/** @param load loads the driver and lists devices; throws without libusb. */
export async function checkUsb(load: () => Promise<number>): Promise<CheckResult> {
  const about = { id: 'usb', title: 'USB' }
  try {
    const count = await load()
    const sentence = `The USB driver works; ${count} device${count === 1 ? '' : 's'} of Ledger connected.`
    return { ...about, light: 'healthy', code: null, sentence }
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause)
    const isLibrary = reasonOf(cause) === 'ERR_DLOPEN_FAILED' || /libusb|\.node/.test(text)
    const sentence = isLibrary
      ? 'The USB driver cannot be loaded: libusb is missing. On Debian or Ubuntu: sudo apt install libusb-1.0-0, then go on.'
      : `The USB driver cannot be loaded: ${text}.`
    return { ...about, light: 'down', code: 'E114', sentence }
  }
}

/** A port of this computer that a server of ours is to have. */
export function checkPort(port: number): Promise<CheckResult> {
  const about = { id: 'port', title: `Port ${port}` }
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (cause) => {
      const isTaken = reasonOf(cause) === 'EADDRINUSE'
      const why = isTaken ? 'is taken by another program' : `cannot be had (${reasonOf(cause)})`
      const sentence = `Port ${port} ${why}: end that program, or choose another port (0 takes any that is free).`
      resolve({ ...about, light: 'down', code: 'E304', sentence })
    })
    server.listen(port, '127.0.0.1', () => {
      const sentence = `Port ${port} is free.`
      server.close(() => resolve({ ...about, light: 'healthy', code: null, sentence }))
    })
  })
}

/** Where X listens for a display such as :0 or :99.0; null for one that is no socket of ours. */
function displaySocket(display: string): string | null {
  const [, number] = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(display) ?? []
  return number === undefined ? null : `/tmp/.X11-unix/X${number}`
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

type Environment = Readonly<Record<string, string | undefined>>

/** A window needs a display; Linux alone can be without one. */
export async function checkDisplay(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<CheckResult> {
  const about = { id: 'display', title: 'Display' }
  const { DISPLAY, WAYLAND_DISPLAY } = environment
  const none = (why: string): CheckResult => ({
    ...about,
    light: 'down',
    code: 'E305',
    sentence: `${why}: log in at the screen, or start under a virtual one (xvfb-run -a countersign).`,
  })
  const found: CheckResult = {
    ...about,
    light: 'healthy',
    code: null,
    sentence: 'There is a display.',
  }
  if (platform !== 'linux' || WAYLAND_DISPLAY) return found
  if (!DISPLAY) return none('There is no display')
  const path = displaySocket(DISPLAY)
  if (path === null || (await answers(path))) return found
  return none(`The display ${DISPLAY} does not answer`)
}

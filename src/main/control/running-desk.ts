import { lstatSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** What holds the lock of a data folder; null where nothing does. */
export interface RunningDesk {
  /** `process 4711`, or the computer that it runs on when that is another one. */
  readonly where: string
}

const isAlive = (processId: number): boolean => {
  try {
    process.kill(processId, 0)
    return true
  } catch (cause) {
    // Somebody else's process is one all the same.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}

const textOfLink = (file: string): string | null => {
  try {
    return readlinkSync(file)
  } catch {
    return null
  }
}

/** Chromium takes this file with the desk and gives it back when the process ends, however. */
const hasWindowsLock = (dataFolder: string): boolean =>
  lstatSync(join(dataFolder, 'lockfile'), { throwIfNoEntry: false }) !== undefined

/**
 * The desk that holds a data folder, by the lock with which Chromium keeps a second one away: on
 * Linux and macOS a link to `computer-process`, which a crash leaves behind, so the process is asked
 * for; on Windows a file that goes with the process.
 */
export function runningDesk(
  dataFolder: string,
  platform: NodeJS.Platform = process.platform,
): RunningDesk | null {
  if (platform === 'win32') return hasWindowsLock(dataFolder) ? { where: 'this computer' } : null
  const [, computer, digits] =
    /^(.*)-(\d+)$/.exec(textOfLink(join(dataFolder, 'SingletonLock')) ?? '') ?? []
  if (computer === undefined || digits === undefined) return null
  if (computer !== hostname()) return { where: `the computer ${computer}` }
  return isAlive(Number(digits)) ? { where: `process ${digits}` } : null
}

import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { LaunchedDesk, LaunchOptions } from './fixtures.ts'

const NOBODY = 65_534
const isRoot = process.platform === 'linux' && process.getuid?.() === 0

/** Who the desk runs as: us, or, where we are root, also a user who may do nothing. */
export type DeskUser = 'this user' | 'nobody'
export const deskUsers: readonly DeskUser[] = isRoot ? ['this user', 'nobody'] : ['this user']

/** Root cannot have Chromium's sandbox; everybody else has it. */
export const hasSystemSandbox = (user: DeskUser): boolean => user === 'nobody' || !isRoot

/** Electron as a user without rights can start it: its folder may lie in root's own home. */
function readableRuntime(folder: string): string {
  const runtime = dirname(createRequire(__filename)('electron') as string)
  const copy = join(folder, 'electron')
  // hard links where the disk allows them, else a copy
  const copied = (words: string[]) => execFileSync('cp', [...words, `${runtime}/.`, copy])
  mkdirSync(copy)
  try {
    copied(['-al'])
  } catch {
    copied(['-a'])
  }
  return join(copy, 'electron')
}

/** A program that Playwright starts in Electron's place: the same, as nobody. */
function asNobody(folder: string): string {
  const home = join(folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  chownSync(home, NOBODY, NOBODY)
  chmodSync(folder, 0o755)
  const program = join(folder, 'as-nobody')
  const words = ['exec', 'setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  const environment = ['env', `HOME=${home}`, 'XDG_RUNTIME_DIR=', `TMPDIR=${home}`]
  const start = [...words, ...environment, readableRuntime(folder), '"$@"']
  writeFileSync(program, `#!/bin/sh\n${start.join(' ')}\n`, { mode: 0o755 })
  return program
}

/** Starts a desk as a user; the data folder is that user's own. */
export async function launchAs(
  user: DeskUser,
  launchDesk: (options?: LaunchOptions) => Promise<LaunchedDesk>,
  folder: string,
  switches: readonly string[],
): Promise<LaunchedDesk> {
  if (user === 'this user')
    return launchDesk({ switches, hasSystemSandbox: hasSystemSandbox(user) })
  const executablePath = asNobody(folder)
  const dataFolder = join(folder, 'home', 'desk')
  mkdirSync(dataFolder, { mode: 0o700 })
  const preferences = join(dataFolder, 'preferences.json')
  writeFileSync(preferences, JSON.stringify({ firstRun: { step: 'result', state: 'done' } }))
  for (const path of [dataFolder, preferences]) chownSync(path, NOBODY, NOBODY)
  return launchDesk({ dataFolder, switches, executablePath, hasSystemSandbox: true })
}

/** A line of /proc/PID/status. */
export function processStatus(pid: number, field: string): string {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return 'gone'
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${field}:`))
  return (
    line
      ?.slice(field.length + 1)
      .trim()
      .split(/\s+/)[0] ?? 'not said'
  )
}

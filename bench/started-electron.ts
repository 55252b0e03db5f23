import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { chromium } from '@playwright/test'

const WAIT_MS_MAX = 30_000
const CONNECT_MS_MAX = 8_000

export interface StartedElectron {
  readonly page: Page
  /** The data folder of this start; gone with `stop`. */
  readonly userData: string
  /** Of the main process; the others are below it. */
  readonly pid: number
  /** Epoch ms just before the process was started. */
  readonly spawnedAtMs: number
  stop(): Promise<void>
}

/** Resolves with the address that Chromium prints for debuggers. */
function debuggerAddress(stderr: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(
      () => reject(new Error(`no debugger address in: ${text}`)),
      WAIT_MS_MAX,
    )
    stderr.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    })
  })
}

/** A page that is just being replaced can leave the first attempt without an answer. */
async function connect(address: string): Promise<Browser> {
  const options = { timeout: CONNECT_MS_MAX }
  try {
    return await chromium.connectOverCDP(address, options)
  } catch {
    return chromium.connectOverCDP(address, options)
  }
}

/**
 * Starts an application as a person would and then looks on over the debugging port, so that
 * nothing holds back its start. `words` follow the application's folder; a data folder that is given
 * outlives the stop.
 */
export async function startElectron(
  folder: string,
  words: readonly string[] = [],
  givenFolder: string | null = null,
): Promise<StartedElectron> {
  const executable: string = createRequire(join(process.cwd(), 'package.json'))('electron')
  const userData = givenFolder ?? mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const sandbox = isRoot ? ['--no-sandbox'] : []
  const spawnedAtMs = Date.now()
  const child = spawn(
    executable,
    [...sandbox, '--remote-debugging-port=0', folder, '--data', userData, ...words],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const browser = await connect(await debuggerAddress(child.stderr))
  const context = browser.contexts()[0]
  if (context === undefined) throw new Error('Electron shows no browser context')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  if (child.pid === undefined) throw new Error('Electron has no process id')
  return {
    page,
    pid: child.pid,
    userData,
    spawnedAtMs,
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      await ended
      await browser.close()
      if (givenFolder === null) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page, TestInfo } from '@playwright/test'
import { test as base, _electron as electron } from '@playwright/test'
import type * as Electron from 'electron'

/** A packaged executable to drive instead of out/, e.g. dist/linux-unpacked/countersign. */
const packaged = process.env.COUNTERSIGN_PACKAGED
const projectRoot = join(__dirname, '..')
const isRoot = process.platform === 'linux' && process.getuid?.() === 0

/** For a start that hangs: a machine with much to do may take long over one. */
const START_MS_MAX = 90_000

export interface LaunchOptions {
  /** Another start on the same folder is how a restart is tested; default is a folder of its own. */
  readonly dataFolder?: string
  /** Switches of the application, such as ['--seed', '7']. */
  readonly switches?: readonly string[]
  /** A new folder begins with the guided first bracket; the other tests have seen it. */
  readonly isFirstRun?: boolean
  /** Another program in the place of Electron. */
  readonly executablePath?: string
  /** Chromium's own sandbox of the operating system, which root cannot have. */
  readonly hasSystemSandbox?: boolean
}

export interface LaunchedDesk {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataFolder: string
  /** Moves the wall time of a desk that was started with --manual-clock. */
  advanceClock(byMs: number): Promise<void>
  /** Saves what is on the window into test-results/shots. */
  shot(name: string): Promise<void>
  /** The same through the window itself: Playwright's picture of a zoomed page is blank. */
  windowShot(name: string): Promise<void>
  /** Ends the process as a crash would: no handler runs. */
  kill(): Promise<void>
}

export interface ProcessEnd {
  readonly code: number | null
  readonly output: string
}

/** Main shows its clock only when it was started with --manual-clock. */
interface ClockHolder {
  readonly countersignManualClock?: { advance(byMs: number): void; wallMs(): number }
}

export interface Fixtures {
  /** Starts the built application and waits for its window; everything is ended after the test. */
  readonly launchDesk: (options?: LaunchOptions) => Promise<LaunchedDesk>
  /** A folder of this test alone. */
  readonly dataFolder: string
}

const launchArguments = (dataFolder: string, switches: readonly string[]): string[] => [
  ...(packaged === undefined ? [projectRoot] : []),
  '--data',
  dataFolder,
  ...switches,
]

const readClock = (): number => {
  const { countersignManualClock: clock } = globalThis as ClockHolder
  if (clock === undefined) throw new Error('There is no clock to move without --manual-clock.')
  return clock.wallMs()
}

const advanceClockTo = (_electron: unknown, untilMs: number): void => {
  const { countersignManualClock: clock } = globalThis as ClockHolder
  if (clock !== undefined && clock.wallMs() < untilMs) clock.advance(untilMs - clock.wallMs())
}

const LOST_ANSWERS_MAX = 5

/**
 * Runs a function in the main process. When memory is cleaned up there at that very moment, the
 * debugger loses the answer though the function ran; it is asked again, so it must be one that may
 * run twice.
 */
export async function inMain<Result, Argument>(
  app: ElectronApplication,
  work: (electron: typeof Electron, argument: Argument) => Result | Promise<Result>,
  argument?: Argument,
): Promise<Result> {
  for (let lost = 0; ; lost += 1) {
    try {
      return await app.evaluate(work as never, argument)
    } catch (cause) {
      const isLost = String(cause).includes('garbage collected')
      if (!isLost || lost === LOST_ANSWERS_MAX) throw cause
    }
  }
}

/** As if a person had seen the guide through. */
function skipFirstRun(dataFolder: string): void {
  const file = join(dataFolder, 'preferences.json')
  if (existsSync(file)) return
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify({ firstRun: { step: 'result', state: 'done' } }))
}

type Launch = LaunchOptions &
  Required<Pick<LaunchOptions, 'dataFolder' | 'switches' | 'isFirstRun'>>

async function launch(options: Launch): Promise<LaunchedDesk> {
  if (!options.isFirstRun) skipFirstRun(options.dataFolder)
  const executablePath = options.executablePath ?? packaged
  const app = await electron.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    chromiumSandbox: options.hasSystemSandbox ?? false,
    args: launchArguments(options.dataFolder, options.switches),
    cwd: projectRoot,
    timeout: START_MS_MAX,
  })
  const page = await app.firstWindow({ timeout: START_MS_MAX })
  // the window is there before its page is, and the page's script comes once the desk is composed
  await page.waitForURL('app://desk/', { waitUntil: 'load', timeout: START_MS_MAX })
  let clockMs: number | null = null
  return {
    app,
    page,
    dataFolder: options.dataFolder,
    async advanceClock(byMs) {
      clockMs ??= await inMain(app, readClock)
      clockMs += byMs
      await inMain(app, advanceClockTo, clockMs)
    },
    async shot(name) {
      const folder = join(projectRoot, 'test-results/shots')
      mkdirSync(folder, { recursive: true })
      await page.screenshot({ path: join(folder, `${name}.png`) })
    },
    async windowShot(name) {
      const folder = join(projectRoot, 'test-results/shots')
      mkdirSync(folder, { recursive: true })
      const png = await app.evaluate(async ({ BrowserWindow }) => {
        const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
        return image?.toPNG().toString('base64') ?? ''
      })
      writeFileSync(join(folder, `${name}.png`), Buffer.from(png, 'base64'))
    },
    async kill() {
      const closed = app.waitForEvent('close')
      app.process().kill('SIGKILL')
      await closed
    },
  }
}

/** What the application wrote, attached to a test that failed. */
function collectOutput(desk: LaunchedDesk): () => string {
  let text = ''
  for (const stream of [desk.app.process().stdout, desk.app.process().stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  }
  return () => text
}

async function attachOutput(outputs: readonly (() => string)[], info: TestInfo): Promise<void> {
  if (info.status === info.expectedStatus) return
  for (const [index, output] of outputs.entries()) {
    await info.attach(`output of start ${index + 1}`, { body: output(), contentType: 'text/plain' })
  }
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the pattern.
  dataFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },

  launchDesk: async ({ dataFolder }, use, info) => {
    const desks: LaunchedDesk[] = []
    const outputs: (() => string)[] = []
    await use(async (options = {}) => {
      const desk = await launch({ dataFolder, switches: [], isFirstRun: false, ...options })
      desks.push(desk)
      outputs.push(collectOutput(desk))
      return desk
    })
    await attachOutput(outputs, info)
    for (const { app } of desks) await app.close()
  },
})

/** The executable of the application and what must stand before its switches. */
function command(): { readonly file: string; readonly before: readonly string[] } {
  const sandbox = isRoot ? ['--no-sandbox'] : []
  if (packaged !== undefined) return { file: packaged, before: sandbox }
  const file: string = createRequire(__filename)('electron')
  return { file, before: [...sandbox, projectRoot] }
}

/**
 * Runs the application without driving it, for starts that are expected to end by themselves.
 * Ended after `timeoutMs`; then `code` is null.
 */
export function runToEnd(
  switches: readonly string[],
  timeoutMs = START_MS_MAX,
): Promise<ProcessEnd> {
  const { file, before } = command()
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...before, ...switches], { cwd: projectRoot })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        output += part
      })
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, output })
    })
  })
}

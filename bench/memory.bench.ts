import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Measurement } from './bench.ts'
import { logFills } from './logged-fills.ts'
import type { StartedElectron } from './started-electron.ts'
import { startElectron } from './started-electron.ts'
import { storeIn } from './stored-fills.ts'

const FILLS = 1_000_000
const SETTLE_MS = 15_000
const SAMPLES = 10
const SAMPLE_EVERY_MS = 1_000
/** The whole log is folded at the start. */
const START_MS_MAX = 240_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The process and all below it, by what /proc tells of parents. */
function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const parent = parentOf(Number(entry))
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const found = [root]
  for (const pid of found) found.push(...(children.get(pid) ?? []))
  return found
}

/** Null for a process that has just ended. */
function parentOf(pid: number): number | null {
  try {
    // the name, in brackets, may hold anything
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}

/** Proportional set size, MB: what is shared with other processes counts by its share. */
function pssOf(pid: number): number {
  try {
    const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return Number(found?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

const treePss = (root: number): number =>
  processTree(root).reduce((sum, pid) => sum + pssOf(pid), 0)

async function settled({ pid }: StartedElectron): Promise<number[]> {
  await pause(SETTLE_MS)
  const samples: number[] = []
  while (samples.length < SAMPLES) {
    samples.push(treePss(pid))
    await pause(SAMPLE_EVERY_MS)
  }
  return samples
}

async function emptyWindow(): Promise<Measurement> {
  const electron = await startElectron(join(process.cwd(), 'bench/empty-app'))
  try {
    return { name: 'empty Electron window', samplesMs: await settled(electron) }
  } finally {
    await electron.stop()
  }
}

const SWITCHES = ['--seed', '7']

/** A data folder in which a desk has begun, and a million fills behind what it logged. */
async function prepareFolder(folder: string): Promise<void> {
  const electron = await startElectron(process.cwd(), SWITCHES, folder)
  try {
    await electron.page.getByRole('button', { name: 'Look around by myself' }).click()
    await isLive(electron)
  } finally {
    await electron.stop()
  }
  logFills(storeIn(folder), FILLS, Date.now())
}

const isLive = ({ page }: StartedElectron): Promise<unknown> =>
  page.waitForFunction(() => document.documentElement.dataset.ready === 'live', null, {
    timeout: START_MS_MAX,
  })

/** The desk with live prices over a million fills; then the same with its table of fills open. */
async function desk(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-memory-'))
  try {
    await prepareFolder(folder)
    return await measureDesk(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function measureDesk(folder: string): Promise<Measurement[]> {
  const electron = await startElectron(process.cwd(), SWITCHES, folder)
  try {
    const { page } = electron
    await isLive(electron)
    const stored = await settled(electron)
    await page.keyboard.press('Alt+2')
    await page.waitForFunction(
      (fills) => (document.querySelector('.fills-count')?.textContent ?? '').includes(fills),
      FILLS.toLocaleString('en-US'),
    )
    return [
      { name: 'the desk, 1,000,000 fills in its log', samplesMs: stored },
      { name: 'the same, with the table of fills open', samplesMs: await settled(electron) },
    ]
  } finally {
    await electron.stop()
  }
}

export const bench: Bench = {
  title: 'Memory: proportional set size of all processes',
  format: (figure) => `${figure.toFixed(0)} MB`,
  run: async () => [await emptyWindow(), ...(await desk())],
}

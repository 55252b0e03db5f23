import { checkDatabase, databasesOf, lookNow } from '../store/check-database.ts'
import type { ClockOffset } from '../watch/check-machine.ts'
import {
  checkClock,
  checkDisk,
  checkDisplay,
  checkFolder,
  checkPort,
  checkRuntime,
  checkUsb,
  freeBytes,
} from '../watch/check-machine.ts'
import type { CheckResult } from '../watch/check-result.ts'
import { countLedgers } from '../watch/count-ledgers.ts'
import type { PagesState } from '../watch/pages-state.ts'
import { checkSettings } from './check-settings.ts'

export interface CheckOptions {
  readonly dataFolder: string
  readonly clockOffset: () => Promise<ClockOffset>
  /** Ports that servers of ours are to have. */
  readonly ports?: readonly number[]
  /** What is known of a database's pages; they are looked at here and now when left out. */
  readonly pagesOf?: (file: string) => Promise<PagesState>
  /** Other eyes, for the tests. */
  readonly probes?: Partial<Probes>
}

/** What is asked of the machine itself. */
export interface Probes {
  readonly nodeVersion: string
  readonly freeBytes: (folder: string) => number
  readonly countLedgers: () => Promise<number>
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * All checks of a machine and a data folder: the health panel and `countersign doctor` show these
 * same ones. Never rejects, writes nothing.
 */
export async function runChecks(options: CheckOptions): Promise<readonly CheckResult[]> {
  const { dataFolder, ports = [], probes = {} } = options
  const folder = checkFolder(dataFolder)
  const free = (probes.freeBytes ?? freeBytes)(dataFolder)
  const files = folder.light === 'down' ? [] : databasesOf(dataFolder)
  const databases: CheckResult[] = []
  for (const file of files) {
    const pages = await options.pagesOf?.(file)
    databases.push(checkDatabase(file, pages === undefined ? lookNow : () => pages))
  }
  return [
    checkRuntime(probes.nodeVersion),
    folder,
    ...(folder.light === 'down' ? [] : [checkSettings(dataFolder)]),
    checkDisk(dataFolder, free),
    checkClock(await options.clockOffset()),
    ...databases,
    await checkUsb(probes.countLedgers ?? countLedgers),
    await checkDisplay(probes.environment),
    ...(await Promise.all(ports.map(checkPort))),
  ]
}

import { checkDatabase, databasesOf } from '../store/check-database.ts'
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

export interface CheckOptions {
  readonly dataFolder: string
  /** The venue's clock less this computer's; null where there is none to ask. */
  readonly clockOffsetMs: () => Promise<number | null>
  /** Ports that servers of ours are to have. */
  readonly ports?: readonly number[]
  /** Databases larger than this are not looked through page by page; all are, when left out. */
  readonly databaseBytesMax?: number
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
  const databases =
    folder.light === 'down'
      ? []
      : databasesOf(dataFolder).map((file) => checkDatabase(file, options.databaseBytesMax))
  return [
    checkRuntime(probes.nodeVersion),
    folder,
    checkDisk(dataFolder, free),
    checkClock(await options.clockOffsetMs()),
    ...databases,
    await checkUsb(probes.countLedgers ?? countLedgers),
    await checkDisplay(probes.environment),
    ...(await Promise.all(ports.map(checkPort))),
  ]
}

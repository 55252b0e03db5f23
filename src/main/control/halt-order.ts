import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Left for a desk that does not run: its next start is halted. */
const schema = z.strictObject({
  reason: z.string().trim().min(1).max(200),
  tsWallMs: z.int().min(0),
})
export type HaltOrder = z.infer<typeof schema>

const NAME = 'halt.json'
const LOG_NAME = 'desk.sqlite'
const UNREADABLE: HaltOrder = {
  reason: 'Stopped from a terminal (the reason was lost)',
  tsWallMs: 0,
}

const subfolders = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(folder, entry.name))
    : []

/** The folders of a data folder that hold a log: one a paper feed, testnet, mainnet. */
export const logFolders = (dataFolder: string): string[] =>
  [
    ...subfolders(join(dataFolder, 'paper')),
    join(dataFolder, 'testnet'),
    join(dataFolder, 'mainnet'),
  ].filter((folder) => existsSync(join(folder, LOG_NAME)))

/**
 * Leaves the order beside every log, and in the data folder itself where there is none yet. Returns
 * its files.
 */
export function leaveHaltOrder(dataFolder: string, order: HaltOrder): readonly string[] {
  const logs = logFolders(dataFolder)
  return (logs.length > 0 ? logs : [dataFolder]).map((folder) => {
    const file = join(folder, NAME)
    writeFileSync(`${file}.new`, JSON.stringify(order), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    return file
  })
}

/** An order that cannot be read is obeyed all the same. */
function read(file: string): HaltOrder {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return UNREADABLE
  }
}

/**
 * What was left for the desk with its log in `logFolder`: obeyed first, removed once that is in the
 * log, so that a crash in between leaves it for the next start.
 */
export function obeyHaltOrders(
  folders: { readonly dataFolder: string; readonly logFolder: string },
  obey: (order: HaltOrder) => void,
): void {
  for (const folder of [folders.logFolder, folders.dataFolder]) {
    const file = join(folder, NAME)
    if (!existsSync(file)) continue
    obey(read(file))
    rmSync(file)
  }
}

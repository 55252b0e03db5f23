import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the one paper feed of a desk: its log and its exchange lie side by side. */
function feedFolder(dataFolder: string): string {
  const paper = join(dataFolder, 'paper')
  const [feed] = readdirSync(paper)
  if (feed === undefined) throw new Error('the desk has made no log')
  return join(paper, feed)
}

export const logFile = (dataFolder: string): string => join(feedFolder(dataFolder), 'desk.sqlite')

/** One answer of the sqlite3 command line, columns joined by |. */
export const query = (file: string, sql: string): string =>
  execFileSync('sqlite3', ['-readonly', file, sql], { encoding: 'utf8' }).trim()

/** How many events of a type the log holds. */
export const countEvents = (dataFolder: string, type: string): number =>
  Number(query(logFile(dataFolder), `SELECT count(*) FROM events WHERE type = '${type}'`))

/** The payload of the last event of a type. */
export const lastEvent = (dataFolder: string, type: string): string =>
  query(
    logFile(dataFolder),
    `SELECT payload FROM events WHERE type = '${type}' ORDER BY seq DESC LIMIT 1`,
  )

/** What `countersign verify-log` says; throws when it does not end with 0. */
export const verifyLog = (dataFolder: string): string =>
  execFileSync('node', ['out/main/countersign.js', 'verify-log', logFile(dataFolder)], {
    encoding: 'utf8',
  })

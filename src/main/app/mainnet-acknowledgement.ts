import { join } from 'node:path'
import { z } from 'zod'
import { readJsonFile, writeJsonFile } from './json-file.ts'

/** Raised when the words below change in their meaning: then everybody is asked again. */
const WORDING = 1

/** What is asked before a data folder trades with real money for the first time. */
export const riskWords = {
  message: 'Real money: please read this once.',
  detail: [
    'You can lose all that is in the account, and with leverage quickly.',
    'A stop is an order like any other: in a gap it fills at a worse price, or not at all.',
    'While this program is closed, or the exchange is down, nobody watches but the orders that rest at the exchange.',
    'Your Ledger shows a hash for orders, not their meaning: the meaning is checked and shown by this program.',
    'This is free software without any warranty, and no advice. What you trade is your decision alone.',
  ].join('\n\n'),
  accept: 'I have read it and take the risk',
  refuse: 'Quit',
} as const

const schema = z.strictObject({ wording: z.number(), tsWallMs: z.number(), version: z.string() })

const fileOf = (dataFolder: string): string => join(dataFolder, 'risk-acknowledgement.json')

/** True when this folder's owner has accepted the words of today. A broken file means: ask again. */
export const hasAcknowledged = (dataFolder: string): boolean =>
  readJsonFile(fileOf(dataFolder), schema, () => undefined)?.wording === WORDING

const remember = (dataFolder: string, tsWallMs: number, version: string): void =>
  writeJsonFile(fileOf(dataFolder), { wording: WORDING, tsWallMs, version })

export interface AcknowledgementOptions {
  readonly dataFolder: string
  readonly wallMs: () => number
  readonly version: string
  /** Shows the words; true when they were accepted. */
  readonly ask: () => Promise<boolean>
}

/** Asks once for a data folder. False: it was refused, and the desk must not open. */
export async function acknowledgeRisk(options: AcknowledgementOptions): Promise<boolean> {
  if (hasAcknowledged(options.dataFolder)) return true
  if (!(await options.ask())) return false
  remember(options.dataFolder, Math.floor(options.wallMs()), options.version)
  return true
}

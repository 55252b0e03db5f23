import { expect } from '@playwright/test'
import { logFile, query } from './desk-log.ts'
import type { DeskPage } from './desk-page.ts'
import type { LaunchedDesk, LaunchOptions } from './fixtures.ts'
import { test as base } from './fixtures.ts'
import { recording } from './market-data.ts'
import type { PracticeProcess } from './practice-process.ts'
import { startPracticeLedger } from './practice-process.ts'
import { launchReplay } from './replay-desk.ts'

/** Each driver over the socket that it has a transport for. */
export const DRIVERS = [
  { driver: 'kit', line: 'http' },
  { driver: 'ledgerjs', line: 'tcp' },
] as const
export type DriverWay = (typeof DRIVERS)[number]

interface CustodyFixtures {
  readonly ledger: PracticeProcess
}

export const test = base.extend<CustodyFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the pattern.
  ledger: async ({}, use) => {
    const ledger = await startPracticeLedger()
    await use(ledger)
    await ledger.stop()
  },
})

/** A desk in a quiet hour whose signer is the stand-alone practice Ledger. */
export function launchCustody(
  launchDesk: (options?: LaunchOptions) => Promise<LaunchedDesk>,
  dataFolder: string,
  ledger: PracticeProcess,
  { driver, line }: DriverWay,
): Promise<DeskPage> {
  const { file, quietFromIso } = recording(dataFolder)
  const signer = line === 'http' ? `http:${ledger.httpUrl}` : `tcp:127.0.0.1:${ledger.tcpPort}`
  const switches = ['--signer', signer, '--driver', driver]
  return launchReplay(launchDesk, { file, fromIso: quietFromIso, speed: 1, switches })
}

export async function propose(screen: DeskPage): Promise<void> {
  await screen.page.getByRole('button', { name: /^Propose buy/ }).click()
  await expect(screen.ticket).toBeVisible()
}

/** Every hash that was built for the device, oldest first. */
export const hashesOf = (dataFolder: string): string[] =>
  query(
    logFile(dataFolder),
    "SELECT json_extract(payload, '$.connectionId') FROM events WHERE type = 'ActionPrepared' ORDER BY seq",
  ).split('\n')

/** Waits until the device shows its owner a question, and answers it. */
export async function answerAtDevice(
  ledger: PracticeProcess,
  answer: 'approve' | 'reject',
): Promise<string> {
  await expect.poll(async () => (await ledger.state()).screen.kind).toBe('review')
  const { title } = (await ledger.state()).screen
  await ledger.change({ answer })
  return title
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { clock } from './desk-file.test-support.ts'
import { openStore } from './open-store.ts'
import { verifyReceipts } from './receipts/verify-receipts.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'

const EVENTS_A_TRADE = 11

/** Starts a writer, kills it after it has reported `trades`; returns the last one it reported. */
async function writeAndKill(file: string, trades: number): Promise<number> {
  const script = join(import.meta.dirname, 'commit-forever.test-support.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let reported = 0
  for await (const line of createInterface({ input: child.stdout })) {
    reported = Number(line)
    if (reported === trades) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return reported
}

test.each([1, 3, 17])(
  'killed after %i trades, nothing that was committed is lost',
  async (trades) => {
    const file = join(temporaryFolder(), 'desk.db')
    const reported = await writeAndKill(file, trades)
    expect(reported).toBeGreaterThanOrEqual(trades)
    const store = openStore({ file, mode: 'paper', clock })
    const events = [...store.readAll()]
    const committed = (events.length - 2) / EVENTS_A_TRADE
    expect(Number.isInteger(committed)).toBe(true)
    expect(committed).toBeGreaterThanOrEqual(reported)
    expect(store.openOutbox()).toHaveLength(committed)
    store.close()
    expect(verifyReceipts(file)).toMatchObject({ ok: true, receipts: committed })
  },
)

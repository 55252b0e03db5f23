import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect } from '@playwright/test'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { computeAddress } from 'ethers'
import { PUBLISHED_TEST_MNEMONIC } from '../src/main/signer/practice-ledger/published-mnemonic.ts'

interface Watched {
  countersignDrawn?: string[]
}

/** Notes, in the desk's own process, every 32 random bytes that are drawn from now on. */
export const watchDrawnKeys = (app: ElectronApplication): Promise<void> =>
  app.evaluate(() => {
    const crypto = process.getBuiltinModule('node:crypto') as {
      randomFillSync: (buffer: Uint8Array) => Uint8Array
    }
    const drawn: string[] = []
    ;(globalThis as Watched).countersignDrawn = drawn
    const draw = crypto.randomFillSync
    crypto.randomFillSync = (buffer) => {
      draw(buffer)
      if (buffer.length === 32) drawn.push(Buffer.from(buffer).toString('hex'))
      return buffer
    }
  })

/** The secret behind an address, as it was drawn; throws when it was not seen. */
export async function drawnKeyOf(app: ElectronApplication, address: string): Promise<Buffer> {
  const drawn = await app.evaluate(() => (globalThis as Watched).countersignDrawn ?? [])
  const key = drawn.find((hex) => computeAddress(`0x${hex}`).toLowerCase() === address)
  if (key === undefined) throw new Error(`the key of ${address} was not seen among ${drawn.length}`)
  return Buffer.from(key, 'hex')
}

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) yield join(entry.parentPath, entry.name)
  }
}

/** Every way in which 32 bytes usually land in a file. */
const spellings = (key: Buffer): readonly string[] => [
  key.toString('latin1'),
  key.toString('hex'),
  key.toString('hex').toUpperCase(),
  key.toString('base64').replace(/=+$/, ''),
  key.toString('base64url'),
  BigInt(`0x${key.toString('hex')}`).toString(),
  [...key].join(','),
  [...key].join(', '),
  Buffer.from(key).reverse().toString('latin1'),
]

const words = new Set(wordlist)

/** Twelve words of the list in a row are a mnemonic; text of twelve such words by chance is not met. */
function mnemonicsIn(text: string): string[] {
  const found: string[] = []
  let run: string[] = []
  for (const word of text.toLowerCase().split(/[^a-z]+/)) {
    if (words.has(word)) run.push(word)
    else run = []
    if (run.length >= 12) found.push(run.slice(-12).join(' '))
  }
  return found
}

/**
 * Reads every file of a data folder, with its logs and whatever a crash has left: no session key in
 * any spelling, and no mnemonic but the published one.
 */
export function expectNoSecret(dataFolder: string, key: Buffer): void {
  let files = 0
  for (const file of filesUnder(dataFolder)) {
    files += 1
    const text = readFileSync(file).toString('latin1')
    for (const spelling of spellings(key)) {
      expect(text.includes(spelling), `the session key lies in ${file}`).toBe(false)
    }
    const others = mnemonicsIn(text).filter((found) => !PUBLISHED_TEST_MNEMONIC.includes(found))
    expect(others, file).toEqual([])
    expect(text, file).not.toMatch(/private[_ ]?key|secretKey/i)
  }
  expect(files).toBeGreaterThan(5)
}

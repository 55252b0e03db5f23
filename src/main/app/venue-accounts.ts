import { z } from 'zod'
import type { AccountChoiceView } from '#contract/custody.ts'
import { derivationPathText } from '#contract/custody.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

export type RealMode = 'testnet' | 'mainnet'

/** Address and path of the account that a venue is traded with: never a key. */
export interface VenueAccount extends AccountChoiceView {
  /** When its owner compared the address on the device's own screen, epoch ms. */
  readonly comparedMs: number
  /** Mainnet: when its owner typed the word for it, epoch ms. */
  readonly confirmedMs: number | null
}

const account = z.strictObject({
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  derivationPath: derivationPathText,
  comparedMs: z.int().min(0),
  confirmedMs: z.int().min(0).nullable(),
})
const schema = z.strictObject({
  testnet: account.nullable().default(null),
  mainnet: account.nullable().default(null),
})

export interface VenueAccounts {
  of(mode: RealMode): VenueAccount | null
  /** Throws when the folder cannot be written. */
  remember(mode: RealMode, account: VenueAccount): void
}

/** A broken file counts as no account at all: whoever set one up has to compare it again. */
const read = (file: string, complain: (sentence: string) => void): z.infer<typeof schema> =>
  readJsonFile(file, schema, (sentence) =>
    complain(`${sentence} Please compare the address on the Ledger again.`),
  ) ?? schema.parse({})

/** The accounts of a data folder, written back in one step. */
export function openVenueAccounts(
  file: string,
  complain: (sentence: string) => void,
): VenueAccounts {
  let accounts = read(file, complain)
  return {
    of: (mode) => accounts[mode],
    remember(mode, remembered) {
      accounts = { ...accounts, [mode]: remembered }
      writeJsonFile(file, accounts)
    },
  }
}

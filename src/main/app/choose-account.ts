import type { Mode } from '#core/model/signature.ts'
import type { SignerPort } from '../runtime/ports.ts'
import type { VenueAccounts } from './venue-accounts.ts'

/** Ledger Live's first Ethereum account. */
export const FIRST_PATH = "44'/60'/0'/0/0"

export interface DeskAccount {
  readonly address: string
  readonly derivationPath: string
}

export interface AccountSources {
  /** Whom the log was founded for; null in a new folder. */
  readonly founded: DeskAccount | null
  readonly device: Pick<SignerPort, 'getAddress'>
  readonly mode: Mode
  readonly accounts: Pick<VenueAccounts, 'of'>
}

/**
 * Whom this desk trades for. A log keeps the account that it was founded with. A new one takes the
 * account that was set up, or on paper and testnet the first of the device, which on testnet its
 * owner compares on the device. Mainnet opens only where the address was compared and its word was
 * typed. Rejects with one plain sentence.
 */
export async function chooseAccount(sources: AccountSources): Promise<DeskAccount> {
  const { founded, device, mode, accounts } = sources
  const setUp = mode === 'paper' ? null : accounts.of(mode)
  if (mode === 'mainnet') {
    if (setUp === null || setUp.confirmedMs === null) {
      throw new Error(
        'Mainnet is not set up in this data folder: start without --mode, open the Ledger screen, choose Mainnet and follow its steps.',
      )
    }
    if (founded && founded.address.toLowerCase() !== setUp.address.toLowerCase()) {
      throw new Error(
        `The mainnet log of this data folder belongs to ${founded.address}, but ${setUp.address} was set up: set up the first, or use another folder with --data.`,
      )
    }
  }
  if (founded !== null) return founded
  if (setUp !== null) return { address: setUp.address, derivationPath: setUp.derivationPath }
  const answer = await device.getAddress(FIRST_PATH, mode !== 'paper')
  if (!answer.ok) throw new Error(`There is no account yet. ${answer.message}`)
  return { address: answer.address, derivationPath: FIRST_PATH }
}

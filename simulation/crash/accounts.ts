import { Keyring } from '../../src/main/signer/practice-ledger/keyring.ts'
import { PUBLISHED_TEST_MNEMONIC } from '../../src/main/signer/practice-ledger/published-mnemonic.ts'

const HARDENED = 0x8000_0000

const keyring = new Keyring(PUBLISHED_TEST_MNEMONIC)

/** The path of the desk with this number; each has an account of its own. */
export const derivationPathOf = (desk: number): string => `44'/60'/0'/0/${desk}`

/** The address of that desk, as the practice Ledger derives it. */
export function addressOf(desk: number): string {
  const path = [HARDENED + 44, HARDENED + 60, HARDENED, 0, desk]
  return `0x${Buffer.from(keyring.derive(path).address).toString('hex')}`
}

/** The addresses of the desks 1 to `count`. */
export const addressesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => addressOf(index + 1))

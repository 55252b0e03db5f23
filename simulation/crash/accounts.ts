import { Keyring } from '../../src/main/signer/practice-ledger/keyring.ts'
import { PUBLISHED_TEST_MNEMONIC } from '../../src/main/signer/practice-ledger/published-mnemonic.ts'

const HARDENED = 0x8000_0000

/** The path of the desk with this number; each has an account of its own. */
export const derivationPathOf = (desk: number): string => `44'/60'/0'/0/${desk}`

/** The addresses of the desks 1 to `count`, as the practice Ledger derives them. */
export function addressesOf(count: number): string[] {
  const keyring = new Keyring(PUBLISHED_TEST_MNEMONIC)
  return Array.from({ length: count }, (_, index) => {
    const path = [HARDENED + 44, HARDENED + 60, HARDENED, 0, index + 1]
    return `0x${Buffer.from(keyring.derive(path).address).toString('hex')}`
  })
}

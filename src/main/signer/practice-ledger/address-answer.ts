import { checksummedDigits, concatBytes } from './bytes-format.ts'
import type { DerivedKey } from './keyring.ts'

/** `41 ‖ public key ‖ 28 ‖ checksummed digits without 0x [‖ chain code]`. */
export function addressAnswer(key: DerivedKey, withChainCode: boolean): Uint8Array {
  const address = Buffer.from(checksummedDigits(key.address), 'latin1')
  return concatBytes(
    Uint8Array.of(key.publicKey.length),
    key.publicKey,
    Uint8Array.of(address.length),
    address,
    withChainCode ? key.chainCode : new Uint8Array(0),
  )
}

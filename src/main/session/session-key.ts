import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Signature } from '#core/model/signature.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The address of a public key: the last twenty bytes of the hash of its two coordinates. */
function addressOf(secret: Uint8Array): string {
  const point = secp256k1.getPublicKey(secret, false)
  return `0x${hex(keccak_256(point.subarray(1)).subarray(-20))}`
}

/**
 * A key that exists in this process alone. It is drawn, held in one buffer and overwritten; it has
 * no way out, neither as text nor as JSON, and no file ever sees it.
 */
export class SessionKey {
  /** 0x and 40 lower-case digits. */
  readonly address: string
  readonly #secret: Uint8Array
  #isWiped = false

  /** `draw` gives 32 random bytes; the buffer belongs to the key from then on. */
  constructor(draw: () => Uint8Array) {
    let secret = draw()
    while (!secp256k1.utils.isValidSecretKey(secret)) secret = draw()
    this.#secret = secret
    this.address = addressOf(secret)
  }

  get isWiped(): boolean {
    return this.#isWiped
  }

  /** RFC 6979. Throws once the key is wiped. */
  sign(digest: Uint8Array): Signature {
    if (this.#isWiped) throw new Error('The session key is gone.')
    const bytes = secp256k1.sign(digest, this.#secret, { prehash: false, format: 'recovered' })
    return {
      r: `0x${hex(bytes.subarray(1, 33))}`,
      s: `0x${hex(bytes.subarray(33, 65))}`,
      v: bytes[0] === 0 ? 27 : 28,
    }
  }

  wipe(): void {
    this.#secret.fill(0)
    this.#isWiped = true
  }

  toJSON(): string {
    return this.address
  }
}

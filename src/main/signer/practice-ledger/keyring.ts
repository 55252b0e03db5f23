import { pbkdf2Sync } from 'node:crypto'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { HDKey } from '@scure/bip32'
import { validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { ByteReader } from './byte-reader.ts'
import { STATUS, StatusError } from './status-word.ts'

const HARDENED = 0x8000_0000
const MAX_PATH_LENGTH = 10

/** Prefixes that the Ethereum app may derive: 44'/60', 45', and 12381/3600 of the staking keys. */
const ALLOWED_PREFIXES: readonly (readonly number[])[] = [
  [HARDENED + 44, HARDENED + 60],
  [HARDENED + 45],
  [12381, 3600],
]

export interface DerivedKey {
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array
  readonly address: Uint8Array
  readonly chainCode: Uint8Array
  /** `v ‖ r ‖ s` over a 32-byte digest, v 27 or 28, deterministic by RFC 6979. */
  sign(digest: Uint8Array): Uint8Array
}

/** Reads `count ‖ count × u32` as the app does: 1 to 10 elements. */
export function readPath(reader: ByteReader): readonly number[] {
  const count = reader.uint8()
  if (count < 1 || count > MAX_PATH_LENGTH) throw new StatusError(STATUS.invalidData)
  return Array.from({ length: count }, () => reader.uint32())
}

const isAllowed = (path: readonly number[]): boolean =>
  ALLOWED_PREFIXES.some((prefix) => prefix.every((element, index) => path[index] === element))

/** A device is asked for the same few again and again, and each costs milliseconds. */
const KEPT_KEYS = 64

/** BIP-39 without a passphrase, by the system's library: in JavaScript it takes a tenth of a second. */
const seedOf = (words: string): Uint8Array =>
  pbkdf2Sync(words.normalize('NFKD'), 'mnemonic', 2048, 64, 'sha512')

/** Keys of one BIP-39 mnemonic. Nothing of it is ever written anywhere. */
export class Keyring {
  readonly #master: HDKey
  readonly #derived = new Map<string, DerivedKey>()

  /** Throws a plain sentence when the words are no English BIP-39 mnemonic. */
  constructor(mnemonic: string) {
    const words = mnemonic.trim().split(/\s+/).join(' ')
    if (!validateMnemonic(words, wordlist)) {
      throw new Error(
        'These words are no BIP-39 mnemonic: expected 12 to 24 words of the English list with a right checksum.',
      )
    }
    this.#master = HDKey.fromMasterSeed(seedOf(words))
  }

  derive(path: readonly number[]): DerivedKey {
    if (!isAllowed(path)) throw new StatusError(STATUS.pathNotAllowed)
    const name = path.join('/')
    const known = this.#derived.get(name)
    if (known !== undefined) return known
    const key = this.#deriveAnew(path)
    if (this.#derived.size >= KEPT_KEYS) this.#derived.clear()
    this.#derived.set(name, key)
    return key
  }

  #deriveAnew(path: readonly number[]): DerivedKey {
    const node = path.reduce((parent, index) => parent.deriveChild(index), this.#master)
    const { privateKey, chainCode } = node
    if (!privateKey || !chainCode) throw new StatusError(STATUS.noInformation)
    const publicKey = secp256k1.getPublicKey(privateKey, false)
    return {
      publicKey,
      address: keccak_256(publicKey.subarray(1)).subarray(12),
      chainCode,
      sign(digest) {
        const signature = secp256k1.sign(digest, privateKey, {
          prehash: false,
          format: 'recovered',
        })
        signature[0] = 27 + (signature[0] ?? 0)
        return signature
      },
    }
  }
}

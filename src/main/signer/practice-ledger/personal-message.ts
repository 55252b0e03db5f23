import { keccak_256 } from '@noble/hashes/sha3.js'
import { ByteReader } from './byte-reader.ts'
import { toHex } from './bytes-format.ts'
import { readPath } from './keyring.ts'
import { STATUS, StatusError } from './status-word.ts'

/** The app keeps the message and its text in one small heap. */
const MEMORY_LIMIT = 15_600
const MAGIC = '\x19Ethereum Signed Message:\n'

const isPlainText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d))

/** An EIP-191 message that arrives in chunks. */
export class PersonalMessage {
  readonly path: readonly number[]
  readonly #message: Uint8Array
  #received = 0

  /** Takes the first chunk: `path ‖ length u32 ‖ start of the message`. */
  constructor(data: Uint8Array) {
    const reader = new ByteReader(data)
    this.path = readPath(reader)
    // The app counts in sixteen bits and drops the rest of the length.
    const length = reader.uint32() & 0xffff
    if (length > MEMORY_LIMIT) throw new StatusError(STATUS.outOfMemory)
    this.#message = new Uint8Array(length)
    this.add(reader.rest())
  }

  get isComplete(): boolean {
    return this.#received === this.#message.length
  }

  add(chunk: Uint8Array): void {
    if (this.#received + chunk.length > this.#message.length) {
      throw new StatusError(STATUS.invalidData)
    }
    this.#message.set(chunk, this.#received)
    this.#received += chunk.length
  }

  /** Plain text as it is, anything else as hex. Throws when the app's heap would not hold both. */
  text(): string {
    const isText = isPlainText(this.#message)
    const shownLength = isText ? this.#message.length : this.#message.length * 2 + 2
    if (this.#message.length + shownLength > MEMORY_LIMIT) {
      throw new StatusError(STATUS.outOfMemory)
    }
    return isText ? Buffer.from(this.#message).toString('latin1') : `0x${toHex(this.#message)}`
  }

  digest(): Uint8Array {
    return keccak_256
      .create()
      .update(Buffer.from(`${MAGIC}${this.#message.length}`, 'latin1'))
      .update(this.#message)
      .digest()
  }
}

import { STATUS, StatusError } from './status-word.ts'

/** Reads big-endian fields; running out of bytes ends the command with "invalid data". */
export class ByteReader {
  readonly #bytes: Uint8Array
  #offset = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset
  }

  uint8(): number {
    return this.take(1)[0] ?? 0
  }

  uint16(): number {
    return this.uint8() * 0x100 + this.uint8()
  }

  uint32(): number {
    return this.uint16() * 0x1_0000 + this.uint16()
  }

  take(count: number): Uint8Array {
    if (count > this.remaining) throw new StatusError(STATUS.invalidData, 'the data is cut off')
    const from = this.#offset
    this.#offset += count
    return this.#bytes.subarray(from, this.#offset)
  }

  rest(): Uint8Array {
    return this.take(this.remaining)
  }
}

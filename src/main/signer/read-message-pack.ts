/** What an action is made of. */
export type PackedValue =
  | boolean
  | number
  | string
  | readonly PackedValue[]
  | { readonly [key: string]: PackedValue }

const DEPTH_MAX = 8
const STRING_BYTES_MAX = 256
/** The venue lets an account have a thousand open orders, all cancelled in one list. */
const ARRAY_LENGTH_MAX = 1_024
const MAP_SIZE_MAX = 16

/** Others are never met, and some of them mean something to an object. */
const FIELD_NAME = /^[a-zA-Z][a-zA-Z0-9]{0,63}$/

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Walks over the bytes once; every problem is thrown as a plain sentence. */
class PackReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  value(depth: number): PackedValue {
    if (depth > DEPTH_MAX) throw new Error('it is nested too deeply')
    const head = this.#take(1)[0] ?? 0
    if (head <= 0x7f) return head
    if (head <= 0x8f) return this.#map(head & 0x0f, depth)
    if (head <= 0x9f) return this.#array(head & 0x0f, depth)
    if (head <= 0xbf) return this.#string(head & 0x1f)
    switch (head) {
      case 0xc2:
        return false
      case 0xc3:
        return true
      case 0xcc:
        return this.#whole(1, 0x80)
      case 0xcd:
        return this.#whole(2, 0x100)
      case 0xce:
        return this.#whole(4, 0x1_0000)
      case 0xcf:
        return this.#whole(8, 0x1_0000_0000)
      case 0xd9:
        return this.#string(this.#whole(1, 0x20))
      case 0xda:
        return this.#string(this.#whole(2, 0x100))
      case 0xdc:
        return this.#array(this.#whole(2, 0x10), depth)
      case 0xde:
        return this.#map(this.#whole(2, 0x10), depth)
      default:
        throw new Error(`no action has a value that begins with 0x${head.toString(16)}`)
    }
  }

  #take(count: number): Uint8Array {
    const end = this.#at + count
    if (end > this.#bytes.length) throw new Error('they end in the middle of a value')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  /** A big-endian number that a shorter spelling could not hold. */
  #whole(byteCount: number, least: number): number {
    let value = 0
    for (const byte of this.#take(byteCount)) value = value * 256 + byte
    if (!Number.isSafeInteger(value)) throw new Error('a number in them is too large')
    if (value < least) throw new Error('a number in them is spelt longer than needed')
    return value
  }

  #string(byteCount: number): string {
    if (byteCount > STRING_BYTES_MAX) throw new Error('a text in them is too long')
    return utf8.decode(this.#take(byteCount))
  }

  #array(length: number, depth: number): readonly PackedValue[] {
    if (length > ARRAY_LENGTH_MAX) throw new Error('a list in them is too long')
    return Array.from({ length }, () => this.value(depth + 1))
  }

  #map(size: number, depth: number): PackedValue {
    if (size > MAP_SIZE_MAX) throw new Error('a record in them has too many fields')
    const fields = new Map<string, PackedValue>()
    for (let index = 0; index < size; index += 1) {
      const key = this.value(depth + 1)
      if (typeof key !== 'string' || !FIELD_NAME.test(key)) {
        throw new Error('a field in them has no proper name')
      }
      if (fields.has(key)) throw new Error(`the field "${key}" is there twice`)
      fields.set(key, this.value(depth + 1))
    }
    return Object.fromEntries(fields)
  }
}

/**
 * Reads the MessagePack of an action: the signer's own reader, apart from the library that writes
 * it. Takes whole numbers from zero, texts, yes and no, lists and records, each in its shortest
 * spelling and nothing behind the end; throws a plain sentence on everything else.
 */
export function readMessagePack(bytes: Uint8Array): PackedValue {
  const reader = new PackReader(bytes)
  const value = reader.value(0)
  if (!reader.isAtEnd) throw new Error('something stands behind their end')
  return value
}

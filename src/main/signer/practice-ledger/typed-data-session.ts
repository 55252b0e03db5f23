import { keccak_256 } from '@noble/hashes/sha3.js'
import { ByteReader } from './byte-reader.ts'
import { concatBytes } from './bytes-format.ts'
import { encodeStatic, isDynamic, showValue } from './field-value.ts'
import type { ReviewPair } from './review.ts'
import { STATUS, StatusError } from './status-word.ts'
import type { FieldDefinition, StructDefinition } from './struct-definitions.ts'
import { FIELD_TYPE, StructDefinitions } from './struct-definitions.ts'
import type { TypedDataLeaf } from './typed-data-policy.ts'
import { TypedDataWalk } from './typed-data-walk.ts'

const DOMAIN = 'EIP712Domain'
/** Kept of a long value for the screen; the hash covers all of it. */
const KEPT_LENGTH = 512
/** The one contract that is no address and that the app lets pass. */
const COSMOS = 'cosmos'

interface OpenValue {
  readonly field: FieldDefinition
  readonly hasher: ReturnType<typeof keccak_256.create>
  readonly totalLength: number
  kept: Uint8Array
  left: number
}

/** What decides which fields the owner sees. */
export interface ShownFields {
  /** Touch models show every unfiltered field, the Nanos only the domain unless raw messages are on. */
  readonly isTouch: boolean
  readonly rawMessages: boolean
}

/** One message in full mode, from the first definition to the signature. */
export class TypedDataSession {
  readonly pairs: ReviewPair[] = []
  readonly leaves: TypedDataLeaf[] = []
  readonly #definitions = new StructDefinitions()
  readonly #shown: ShownFields
  /** Called before the first thing is shown; throws when no setting allows it. */
  readonly #begin: () => void
  #isDefined = false
  #isFiltered = false
  #root: 'none' | 'domain' | 'message' = 'none'
  #rootStruct: StructDefinition | null = null
  #walk: TypedDataWalk | null = null
  #value: OpenValue | null = null

  constructor(shown: ShownFields, begin: () => void) {
    this.#shown = shown
    this.#begin = begin
  }

  get isFiltered(): boolean {
    return this.#isFiltered
  }

  get isPending(): boolean {
    return this.#walk?.pending !== null && this.#walk !== null
  }

  define(p2: number, data: Uint8Array): void {
    if (this.#isDefined) throw new StatusError(STATUS.noInformation)
    if (p2 === 0x00) this.#definitions.addStruct(data)
    else if (p2 === 0xff) this.#definitions.addField(data)
    else throw new StatusError(STATUS.wrongP1P2)
  }

  /** Answers the hash that this command completed, for the domain or for the message. */
  implement(p1: number, p2: number, data: Uint8Array): CompletedHash | null {
    switch (p2) {
      case 0x00:
        this.#setRoot(data)
        return null
      case 0x0f:
        this.#openArray(data)
        return this.#completed()
      case 0xff:
        return this.#addChunk(data, p1 !== 0) ? this.#completed() : null
      default:
        throw new StatusError(STATUS.wrongP1P2)
    }
  }

  /** Filters are signed by Ledger; without one that verifies, the mode ends in a refusal. */
  filter(p2: number): void {
    if (p2 === 0x00) {
      if (!this.#shown.rawMessages) this.#isFiltered = true
      return
    }
    if (!this.#isFiltered) return
    if (p2 === 0x01) throw new StatusError(STATUS.noInformation)
    const wantedRoot = p2 === 0x0f ? 'domain' : 'message'
    if (p2 !== 0x0f && (p2 < 0xf4 || p2 > 0xff)) throw new StatusError(STATUS.wrongP1P2)
    throw new StatusError(
      this.#root === wantedRoot ? STATUS.noInformation : STATUS.commandNotAllowed,
    )
  }

  #setRoot(name: Uint8Array): void {
    if (name.length === 0) throw new StatusError(STATUS.invalidData)
    const struct = this.#definitions.findByBytes(name)
    const isDomain = struct.name === DOMAIN
    const expected = isDomain ? 'none' : 'domain'
    if (struct === this.#rootStruct || this.#root !== expected) {
      throw new StatusError(STATUS.noInformation)
    }
    this.#walk = new TypedDataWalk(this.#definitions, struct)
    this.#rootStruct = struct
    this.#root = isDomain ? 'domain' : 'message'
    this.#isDefined = true
    this.#value = null
    const { isTouch, rawMessages } = this.#shown
    if (!this.#isFiltered && (isTouch || rawMessages)) {
      this.#show({ title: 'Review struct', value: struct.name })
    }
  }

  #openArray(data: Uint8Array): void {
    const [size] = data
    if (data.length !== 1 || size === undefined || !this.#walk || this.#value) {
      throw new StatusError(STATUS.invalidData)
    }
    this.#walk.openArray(size)
  }

  /** Answers whether the value is complete. */
  #addChunk(data: Uint8Array, isPartial: boolean): boolean {
    const value = this.#value
    const chunk = value ? data : this.#startValue(data)
    const open = this.#value
    if (!open || chunk.length > open.left) throw new StatusError(STATUS.invalidData)
    open.left -= chunk.length
    open.hasher.update(chunk)
    open.kept = concatBytes(open.kept, chunk).subarray(0, KEPT_LENGTH)
    const isComplete = open.left === 0
    if (isComplete === isPartial || (!isComplete && !isDynamic(open.field))) {
      throw new StatusError(STATUS.invalidData)
    }
    if (isComplete) this.#finishValue(open, chunk)
    return isComplete
  }

  #startValue(data: Uint8Array): Uint8Array {
    const pending = this.#walk?.pending
    if (!pending || pending.awaitsCount || data.length < 2) {
      throw new StatusError(STATUS.invalidData)
    }
    const reader = new ByteReader(data)
    const totalLength = reader.uint16()
    this.#value = {
      field: pending.field,
      hasher: keccak_256.create(),
      totalLength,
      kept: new Uint8Array(0),
      left: totalLength,
    }
    return reader.rest()
  }

  #finishValue(open: OpenValue, lastChunk: Uint8Array): void {
    const { field, kept } = open
    if (this.#isShown()) this.#show({ title: field.key, value: showValue(field, kept) })
    const encoded = isDynamic(field) ? open.hasher.digest() : encodeStatic(field, kept)
    if (this.#root === 'domain') checkContract(field, lastChunk)
    this.leaves.push({
      root: this.#root === 'domain' ? 'domain' : 'message',
      structName: this.#rootStruct?.name ?? '',
      key: field.key,
      value: leafText(field, kept),
    })
    this.#value = null
    this.#walk?.addValue(encoded)
  }

  #isShown(): boolean {
    const { isTouch, rawMessages } = this.#shown
    return !this.#isFiltered && (isTouch || rawMessages || this.#root === 'domain')
  }

  #show(pair: ReviewPair): void {
    this.#begin()
    this.pairs.push(pair)
  }

  #completed(): CompletedHash | null {
    const hash = this.#walk?.hash
    if (!hash || this.#root === 'none') return null
    return { root: this.#root, hash }
  }
}

export interface CompletedHash {
  readonly root: 'domain' | 'message'
  readonly hash: Uint8Array
}

/** Text where it is text, whole and exact as long as it was kept; else what the screen would show. */
function leafText(field: FieldDefinition, value: Uint8Array): string {
  if (field.type === FIELD_TYPE.string) return Buffer.from(value).toString('utf8')
  if (field.type === FIELD_TYPE.int) return `0x${Buffer.from(value).toString('hex')}`
  return showValue(field, value)
}

function checkContract(field: FieldDefinition, value: Uint8Array): void {
  if (field.key !== 'verifyingContract' || field.type === FIELD_TYPE.address) return
  const isCosmos =
    field.type === FIELD_TYPE.string && Buffer.from(value).toString('latin1') === COSMOS
  if (!isCosmos) throw new StatusError(STATUS.invalidData)
}

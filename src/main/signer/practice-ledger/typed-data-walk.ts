import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes } from './bytes-format.ts'
import { STATUS, StatusError } from './status-word.ts'
import type { FieldDefinition, StructDefinition, StructDefinitions } from './struct-definitions.ts'
import { FIELD_TYPE } from './struct-definitions.ts'

interface StructFrame {
  readonly kind: 'struct'
  readonly struct: StructDefinition
  readonly parts: Uint8Array[]
  index: number
}

interface ArrayFrame {
  readonly kind: 'array'
  readonly field: FieldDefinition
  /** How many of the field's levels are opened, this one included. */
  readonly level: number
  readonly parts: Uint8Array[]
  left: number
}

type Frame = StructFrame | ArrayFrame

const MAX_STRUCT_DEPTH = 16
const MAX_ARRAY_DEPTH = 8

/** What the walk waits for next. `awaitsCount` is true where an array's length must come first. */
export interface PendingField {
  readonly field: FieldDefinition
  readonly awaitsCount: boolean
}

/**
 * Goes through the fields of one root struct in the order of their definition, depth first, and
 * hashes as EIP-712 says: a struct is keccak(typeHash ‖ parts), an array keccak(parts).
 */
export class TypedDataWalk {
  readonly #definitions: StructDefinitions
  readonly #frames: Frame[] = []
  #hash: Uint8Array | null = null

  constructor(definitions: StructDefinitions, root: StructDefinition) {
    this.#definitions = definitions
    this.#enter(root)
    this.#descend()
  }

  /** The struct's hash once the last field is in; null before. */
  get hash(): Uint8Array | null {
    return this.#hash
  }

  get pending(): PendingField | null {
    const frame = this.#frames.at(-1)
    if (!frame) return null
    if (frame.kind === 'array') {
      return { field: frame.field, awaitsCount: frame.level < frame.field.arrayLevels.length }
    }
    const field = frame.struct.fields[frame.index]
    return field ? { field, awaitsCount: field.arrayLevels.length > 0 } : null
  }

  /** Opens the outermost level that is still closed; the last of the written levels is outermost. */
  openArray(size: number): void {
    const pending = this.pending
    if (!pending?.awaitsCount) throw new StatusError(STATUS.invalidData)
    const top = this.#frames.at(-1)
    const level = (top?.kind === 'array' ? top.level : 0) + 1
    const { arrayLevels } = pending.field
    const expected = arrayLevels[arrayLevels.length - level] ?? null
    if (expected !== null && expected !== size) throw new StatusError(STATUS.invalidData)
    if (this.#count('array') >= MAX_ARRAY_DEPTH) throw new StatusError(STATUS.invalidData)
    this.#frames.push({ kind: 'array', field: pending.field, level, parts: [], left: size })
    if (size === 0) this.#closeFinished()
    this.#descend()
  }

  /** Takes the 32 bytes that stand for the pending field. */
  addValue(encoded: Uint8Array): void {
    this.#addPart(encoded)
    this.#closeFinished()
    this.#descend()
  }

  #count(kind: Frame['kind']): number {
    return this.#frames.filter((frame) => frame.kind === kind).length
  }

  #enter(struct: StructDefinition): void {
    if (struct.fields.length === 0) throw new StatusError(STATUS.invalidData)
    if (this.#count('struct') >= MAX_STRUCT_DEPTH) throw new StatusError(STATUS.invalidData)
    const parts = [this.#definitions.typeHash(struct)]
    this.#frames.push({ kind: 'struct', struct, parts, index: 0 })
  }

  /** Steps into struct-typed fields until a plain value or an array's length is next. */
  #descend(): void {
    for (let next = this.pending; next; next = this.pending) {
      if (next.awaitsCount || next.field.type !== FIELD_TYPE.custom) return
      this.#enter(this.#definitions.find(next.field.structName))
    }
  }

  #addPart(part: Uint8Array): void {
    const frame = this.#frames.at(-1)
    if (!frame) throw new StatusError(STATUS.invalidData)
    frame.parts.push(part)
    if (frame.kind === 'array') frame.left -= 1
    else frame.index += 1
  }

  #closeFinished(): void {
    for (let top = this.#frames.at(-1); top && isFinished(top); top = this.#frames.at(-1)) {
      this.#frames.pop()
      const hash = keccak_256(concatBytes(...top.parts))
      if (this.#frames.length === 0) this.#hash = hash
      else this.#addPart(hash)
    }
  }
}

const isFinished = (frame: Frame): boolean =>
  frame.kind === 'array' ? frame.left <= 0 : frame.index >= frame.struct.fields.length

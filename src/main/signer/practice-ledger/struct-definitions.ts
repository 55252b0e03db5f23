import { keccak_256 } from '@noble/hashes/sha3.js'
import { ByteReader } from './byte-reader.ts'
import { STATUS, StatusError } from './status-word.ts'

export const FIELD_TYPE = {
  custom: 0,
  int: 1,
  uint: 2,
  address: 3,
  bool: 4,
  string: 5,
  fixedBytes: 6,
  bytes: 7,
} as const

const TYPE_NAMES: readonly (string | null)[] = [
  null,
  'int',
  'uint',
  'address',
  'bool',
  'string',
  'bytes',
  'bytes',
]

export interface FieldDefinition {
  readonly type: number
  readonly structName: string
  /** Bytes of an intN, uintN or bytesN; null where the description has no size. */
  readonly size: number | null
  /** One entry a level, innermost first; null is a dynamic length. */
  readonly arrayLevels: readonly (number | null)[]
  readonly key: string
}

export interface StructDefinition {
  readonly name: string
  readonly fields: FieldDefinition[]
}

const IS_ARRAY = 0x80
const HAS_SIZE = 0x40
const TYPE_MASK = 0x0f
const FIXED_LENGTH = 1
const MEMORY_LIMIT = 15_000
const MEMORY_OVERHEAD = 28

/** Names are bytes to the app; latin1 keeps them one to one. The app's strings end at a zero. */
const toName = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString('latin1')
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

function readArrayLevels(reader: ByteReader): (number | null)[] {
  const count = reader.uint8()
  if (count === 0) throw new StatusError(STATUS.noInformation)
  return Array.from({ length: count }, () => {
    const kind = reader.uint8()
    if (kind > FIXED_LENGTH) throw new StatusError(STATUS.invalidData)
    return kind === FIXED_LENGTH ? reader.uint8() : null
  })
}

function readField(data: Uint8Array): FieldDefinition {
  const reader = new ByteReader(data)
  const description = reader.uint8()
  const type = description & TYPE_MASK
  const hasSize = (description & HAS_SIZE) !== 0
  const isCustom = type === FIELD_TYPE.custom
  if (hasSize && isCustom) throw new StatusError(STATUS.invalidData)
  const size = hasSize ? reader.uint8() : null
  const structName = isCustom ? toName(reader.take(reader.uint8())) : ''
  const arrayLevels = (description & IS_ARRAY) !== 0 ? readArrayLevels(reader) : []
  const key = toName(reader.take(reader.uint8()))
  if (reader.remaining > 0) throw new StatusError(STATUS.invalidData)
  return { type, structName, size, arrayLevels, key }
}

/** "uint64", "Person[2][]": what stands in the type string. Throws on a type that has no name. */
function typeText(field: FieldDefinition): string {
  const base = field.type === FIELD_TYPE.custom ? field.structName : TYPE_NAMES[field.type]
  if (base === null || base === undefined) throw new StatusError(STATUS.invalidData)
  return base + sizeText(field) + field.arrayLevels.map((level) => `[${level ?? ''}]`).join('')
}

function sizeText(field: FieldDefinition): string {
  if (field.size === null) return ''
  switch (field.type) {
    case FIELD_TYPE.int:
    case FIELD_TYPE.uint:
      return String(field.size * 8)
    case FIELD_TYPE.fixedBytes:
      return String(field.size)
    default:
      throw new StatusError(STATUS.invalidData)
  }
}

/** The types of one message, in the order in which they were sent. */
export class StructDefinitions {
  readonly #structs: StructDefinition[] = []
  #memoryUsed = 0

  addStruct(name: Uint8Array): void {
    if (name.length === 0) throw new StatusError(STATUS.invalidData)
    this.#allocate(name.length)
    this.#structs.push({ name: toName(name), fields: [] })
  }

  /** Adds to the struct that was named last. */
  addField(data: Uint8Array): void {
    const struct = this.#structs.at(-1)
    if (!struct || data.length === 0) throw new StatusError(STATUS.invalidData)
    this.#allocate(data.length)
    struct.fields.push(readField(data))
  }

  find(name: string): StructDefinition {
    const struct = this.#structs.find((candidate) => candidate.name === name)
    if (!struct) throw new StatusError(STATUS.invalidData, `no struct ${name}`)
    return struct
  }

  findByBytes(name: Uint8Array): StructDefinition {
    return this.find(Buffer.from(name).toString('latin1'))
  }

  /** keccak256 of the type string: the struct itself, then all it needs, by name. */
  typeHash(struct: StructDefinition): Uint8Array {
    const needed = new Set<StructDefinition>()
    this.#collect(struct, needed)
    needed.delete(struct)
    const sorted = [...needed].sort((a, b) => (a.name < b.name ? -1 : 1))
    const text = [struct, ...sorted]
      .map(({ name, fields }) => {
        const members = fields.map((field) => `${typeText(field)} ${field.key}`)
        return `${name}(${members.join(',')})`
      })
      .join('')
    return keccak_256(Buffer.from(text, 'latin1'))
  }

  /** The app keeps definitions in a small heap and says so when it is full. */
  #allocate(bytes: number): void {
    this.#memoryUsed += bytes + MEMORY_OVERHEAD
    if (this.#memoryUsed > MEMORY_LIMIT) throw new StatusError(STATUS.outOfMemory)
  }

  #collect(struct: StructDefinition, into: Set<StructDefinition>): void {
    for (const field of struct.fields) {
      if (field.type !== FIELD_TYPE.custom) continue
      const needed = this.find(field.structName)
      if (into.has(needed)) continue
      into.add(needed)
      this.#collect(needed, into)
    }
  }
}

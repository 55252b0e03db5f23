import { checksummedDigits, toHex, toUnsigned } from './bytes-format.ts'
import { STATUS, StatusError } from './status-word.ts'
import type { FieldDefinition } from './struct-definitions.ts'
import { FIELD_TYPE } from './struct-definitions.ts'

const WORD = 32
/** The app formats values into 379 characters and marks what it cut. */
const MAX_SHOWN = 379
const SHOWABLE_INT_SIZES: readonly number[] = [1, 2, 4, 8, 16, 32]

export const isDynamic = (field: FieldDefinition): boolean =>
  field.type === FIELD_TYPE.string || field.type === FIELD_TYPE.bytes

const isNegative = (field: FieldDefinition, value: Uint8Array): boolean =>
  value.length === (field.size ?? 0) && ((value[0] ?? 0) & 0x80) !== 0

function padded(value: Uint8Array, side: 'left' | 'right', filler = 0): Uint8Array {
  if (value.length > WORD) throw new StatusError(STATUS.invalidData)
  const word = new Uint8Array(WORD).fill(filler)
  word.set(value, side === 'left' ? WORD - value.length : 0)
  return word
}

/** The 32 bytes that go into the hash of a field that is no string and no bytes. */
export function encodeStatic(field: FieldDefinition, value: Uint8Array): Uint8Array {
  switch (field.type) {
    case FIELD_TYPE.int:
      if (value.length === 0) throw new StatusError(STATUS.invalidData)
      return padded(value, 'left', isNegative(field, value) ? 0xff : 0)
    case FIELD_TYPE.uint:
      return padded(value, 'left')
    case FIELD_TYPE.fixedBytes:
      return padded(value, 'right')
    case FIELD_TYPE.address:
      if (value.length !== 20) throw new StatusError(STATUS.invalidData)
      return padded(value, 'left')
    case FIELD_TYPE.bool:
      if (value.length !== 1) throw new StatusError(STATUS.invalidData)
      return padded(value, 'left')
    default:
      throw new StatusError(STATUS.invalidData)
  }
}

function intText(field: FieldDefinition, value: Uint8Array): string {
  const size = field.size ?? 0
  if (value.length === 0 || value.length > size || !SHOWABLE_INT_SIZES.includes(size)) {
    throw new StatusError(STATUS.invalidData)
  }
  const unsigned = toUnsigned(value)
  return (isNegative(field, value) ? unsigned - (1n << BigInt(8 * size)) : unsigned).toString()
}

const shortened = (text: string, isCut: boolean): string =>
  isCut ? `${text.slice(0, MAX_SHOWN - 3)}...` : text

/**
 * The text on the screen. Throws where the app cannot show a value: an address of another length,
 * a signed integer of an odd size such as int24, a value for a whole struct.
 */
export function showValue(field: FieldDefinition, value: Uint8Array): string {
  switch (field.type) {
    case FIELD_TYPE.string: {
      const text = Buffer.from(value).toString('utf8')
      return shortened(text, value.length > MAX_SHOWN)
    }
    case FIELD_TYPE.address:
      if (value.length !== 20) throw new StatusError(STATUS.invalidData)
      return `0x${checksummedDigits(value)}`
    case FIELD_TYPE.bool:
      if (value.length !== 1) throw new StatusError(STATUS.invalidData)
      return value[0] === 0 ? 'false' : 'true'
    case FIELD_TYPE.fixedBytes:
    case FIELD_TYPE.bytes:
      return shortened(`0x${toHex(value).toUpperCase()}`, value.length * 2 + 2 > MAX_SHOWN)
    case FIELD_TYPE.int:
      return intText(field, value)
    case FIELD_TYPE.uint:
      return toUnsigned(value.subarray(0, WORD)).toString()
    default:
      throw new StatusError(STATUS.noInformation)
  }
}

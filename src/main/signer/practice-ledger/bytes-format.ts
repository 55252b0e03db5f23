import { keccak_256 } from '@noble/hashes/sha3.js'

const DIGITS = '0123456789abcdef'

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += `${DIGITS[byte >> 4]}${DIGITS[byte & 15]}`
  return text
}

/** Takes an even number of hex digits with or without 0x; throws a plain sentence otherwise. */
export function fromHex(text: string): Uint8Array {
  const digits = text.startsWith('0x') || text.startsWith('0X') ? text.slice(2) : text
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) {
    throw new Error(`"${text.slice(0, 40)}" is not an even number of hex digits`)
  }
  const bytes = new Uint8Array(digits.length / 2)
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16)
  }
  return bytes
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

/** EIP-55: upper case where the hash of the lower-case digits is 8 or more. Without 0x. */
export function checksummedDigits(address: Uint8Array): string {
  const digits = toHex(address)
  const hash = toHex(keccak_256(new TextEncoder().encode(digits)))
  let text = ''
  for (let index = 0; index < digits.length; index++) {
    const digit = digits[index] ?? ''
    text += (hash[index] ?? '0') >= '8' ? digit.toUpperCase() : digit
  }
  return text
}

/** The unsigned number that the bytes stand for, highest byte first. */
export function toUnsigned(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`)
}

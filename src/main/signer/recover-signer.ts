import { recoverAddress, TypedDataEncoder } from 'ethers'
import type { Signature } from '#core/model/signature.ts'
import type { TypedData } from './drivers/typed-data.ts'

/** The EIP-712 digest of the data, computed with ethers. */
export function digestOf({ domain, types, message }: TypedData): string {
  const own = Object.fromEntries(
    Object.entries(types)
      .filter(([name]) => name !== 'EIP712Domain')
      .map(([name, fields]) => [name, fields.map((field) => ({ ...field }))]),
  )
  return TypedDataEncoder.hash({ ...domain }, own, { ...message })
}

/** Who signed, as a checksummed address; null when it is no signature of anybody. */
export function recoverSigner(typedData: TypedData, signature: Signature): string | null {
  try {
    return recoverAddress(digestOf(typedData), { ...signature })
  } catch {
    // ethers throws for values outside the curve: then nobody signed, which is the answer.
    return null
  }
}

export const sameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

import { encode } from '@msgpack/msgpack'
import { SigningKey } from 'ethers'
import { describe, expect, it } from 'vitest'
import { agentMessage } from './allowed-typed-data.ts'
import { connectionIdOf } from './connection-id.ts'
import { readSharedCases } from './practice-ledger/shared-cases.test-support.ts'
import { digestOf } from './recover-signer.ts'

interface Vector {
  readonly name: string
  readonly kind: string
  readonly action: Record<string, unknown>
  readonly nonce: number
  readonly vaultAddress: string | null
  readonly expiresAfter: number | null
  readonly isMainnet: boolean
  readonly primaryType?: string
  readonly types?: readonly { name: string; type: string }[]
  readonly connectionId?: string
  readonly expectedConnectionId?: string
  readonly expected: { readonly r: string; readonly s: string; readonly v: number }
}
interface Vectors {
  readonly privateKey: string
  readonly official: readonly Vector[]
  readonly connectionId: readonly Vector[]
  readonly derived: readonly Vector[]
}

const vectors = readSharedCases<Vectors>('signing.json')

/** The digest that the vector's key signs, by this folder's own hashing. */
function digestFor(vector: Vector): string {
  if (vector.kind === 'l1') {
    const id = connectionIdOf(encode(vector.action), {
      nonce: vector.nonce,
      expiresAfterMs: vector.expiresAfter,
      vaultAddress: vector.vaultAddress,
    })
    return digestOf(agentMessage(vector.isMainnet ? 'a' : 'b', id))
  }
  const primaryType = vector.primaryType ?? ''
  const fields = vector.types ?? []
  return digestOf({
    domain: {
      name: 'HyperliquidSignTransaction',
      version: '1',
      chainId: Number(vector.action.signatureChainId),
      verifyingContract: `0x${'00'.repeat(20)}`,
    },
    types: { [primaryType]: fields },
    primaryType,
    message: Object.fromEntries(
      fields.map(({ name }) => [name, vector.action[name] as string | number]),
    ),
  })
}

describe.skipIf(!vectors)("the venue's signing vectors", () => {
  const { privateKey, official, derived, connectionId } = vectors as Vectors

  it.each([...(official ?? []), ...(derived ?? [])])('$name', (vector) => {
    const { r, s, v } = new SigningKey(privateKey).sign(digestFor(vector))
    expect([BigInt(r), BigInt(s), v]).toEqual([
      BigInt(vector.expected.r),
      BigInt(vector.expected.s),
      vector.expected.v,
    ])
  })

  it.each(connectionId ?? [])('$name', (vector) => {
    const times = {
      nonce: vector.nonce,
      expiresAfterMs: vector.expiresAfter,
      vaultAddress: vector.vaultAddress,
    }
    expect(connectionIdOf(encode(vector.action), times)).toBe(vector.expectedConnectionId)
  })
})

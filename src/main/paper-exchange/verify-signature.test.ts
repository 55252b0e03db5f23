import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import type { WireSignature } from './verify-signature.ts'
import { connectionIdOf, recoverL1Signer, recoverUserSigner } from './verify-signature.ts'

interface Vector {
  readonly name: string
  readonly kind?: string
  readonly action: Record<string, unknown>
  readonly nonce: number
  readonly vaultAddress: string | null
  readonly expiresAfter: number | null
  readonly isMainnet: boolean
  readonly connectionId?: string
  readonly expectedConnectionId?: string
  readonly expected?: WireSignature
}

interface Vectors {
  readonly privateKey: string
  readonly official: Vector[]
  readonly connectionId: Vector[]
  readonly derived: Vector[]
}

const path = resolve('../shared/cases/signing.json')
const vectors: Vectors | null = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
if (!vectors) console.log('left out: ../shared/cases/signing.json is not here')

const messageOf = (vector: Vector) => ({
  action: vector.action,
  nonce: vector.nonce,
  vaultAddress: vector.vaultAddress,
  expiresAfterMs: vector.expiresAfter,
})

describe.runIf(vectors !== null)('the published vectors', () => {
  const { privateKey, official, connectionId, derived } = vectors as Vectors
  const address = new Wallet(privateKey).address.toLowerCase()
  const l1 = [...official, ...derived].filter((vector) => vector.kind === 'l1')
  const user = [...official, ...derived].filter((vector) => vector.kind === 'userSigned')

  it.each(l1.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const signer = recoverL1Signer(messageOf(vector), vector.expected as WireSignature)
    // Only what was signed for a test network is taken; the others recover somebody else.
    if (vector.isMainnet) expect(signer).not.toBe(address)
    else expect(signer).toBe(address)
    if (vector.connectionId) expect(connectionIdOf(messageOf(vector))).toBe(vector.connectionId)
  })

  it.each(connectionId.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    expect(connectionIdOf(messageOf(vector))).toBe(vector.expectedConnectionId)
  })

  it.each(user.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    expect(recoverUserSigner(vector.action, vector.expected as WireSignature)).toBe(address)
  })
})

describe('a signature', () => {
  const message = { action: { type: 'noop' }, nonce: 1, vaultAddress: null, expiresAfterMs: null }

  it('that is no point of the curve belongs to nobody', () => {
    const none = { r: `0x${'00'.repeat(32)}`, s: `0x${'00'.repeat(32)}`, v: 27 }
    expect(recoverL1Signer(message, none)).toBeNull()
    const high = { r: `0x${'11'.repeat(32)}`, s: `0x${'ff'.repeat(32)}`, v: 27 }
    expect(recoverL1Signer(message, high)).toBeNull()
  })

  it('over fields of the wrong type belongs to nobody', () => {
    const action = {
      type: 'approveAgent',
      signatureChainId: 'x',
      hyperliquidChain: 'Testnet',
      nonce: 'y',
    }
    expect(recoverUserSigner(action, { r: '0x1', s: '0x1', v: 27 })).toBeNull()
  })

  it('depends on the order of the keys', () => {
    const other = { ...message, action: { type: 'cancel', cancels: [{ o: 1, a: 0 }] } }
    const same = { ...message, action: { type: 'cancel', cancels: [{ a: 0, o: 1 }] } }
    expect(connectionIdOf(other)).not.toBe(connectionIdOf(same))
  })
})

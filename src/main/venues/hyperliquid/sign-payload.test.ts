import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createL1ActionHash, signL1Action, signUserSignedAction } from '@nktkas/hyperliquid/signing'
import { Signature, TypedDataEncoder, verifyTypedData, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { actionFromHex, agentTypedData, networkSource, signPayload } from './sign-payload.ts'

interface Expected {
  r: string
  s: string
  v: number
}
interface Vector {
  name: string
  kind: 'l1' | 'userSigned'
  action: Record<string, unknown>
  nonce: number
  vaultAddress: null
  expiresAfter: number | null
  isMainnet: boolean
  connectionId?: string
  primaryType: string
  types: { name: string; type: string }[]
  expected: Expected
}
interface Vectors {
  privateKey: string
  official: Vector[]
  derived: Vector[]
  connectionId: (Vector & { expectedConnectionId: string })[]
}

const FILE = resolve(process.cwd(), '../shared/cases/signing.json')
const isThere = existsSync(FILE)
if (!isThere) console.log(`Left out: the signing vectors, because ${FILE} is missing.`)
const vectors: Vectors = isThere
  ? (JSON.parse(readFileSync(FILE, 'utf8')) as Vectors)
  : { privateKey: `0x${'01'.repeat(32)}`, official: [], derived: [], connectionId: [] }
const wallet = new Wallet(vectors.privateKey)

async function signAgent(mode: 'paper' | 'mainnet', connectionId: string): Promise<Signature> {
  const { domain, types, message } = agentTypedData(mode, connectionId)
  const mutable = { Agent: types.Agent.map((field) => ({ ...field })) }
  return Signature.from(await wallet.signTypedData(domain, mutable, { ...message }))
}

const asNumbers = ({ r, s, v }: Expected) => ({ r: BigInt(r), s: BigInt(s), v })

describe('signPayload', () => {
  const l1 = [...vectors.official, ...vectors.derived].filter((vector) => vector.kind === 'l1')
  it.runIf(isThere)('has every vector to check', () => {
    expect(l1.length).toBe(5)
    expect(vectors.connectionId.length).toBe(1)
  })

  it.each(l1)('$name: r, s and v over our own hash and typed data', async (vector) => {
    const { connectionId } = signPayload(vector.action, vector.nonce, vector.expiresAfter)
    if (vector.connectionId) expect(connectionId).toBe(vector.connectionId)
    const mode = vector.isMainnet ? 'mainnet' : 'paper'
    expect(asNumbers(await signAgent(mode, connectionId))).toEqual(asNumbers(vector.expected))
  })

  it.each(l1)('$name: the library signs the same', async (vector) => {
    const signature = await signL1Action({
      wallet,
      action: vector.action,
      nonce: vector.nonce,
      isTestnet: !vector.isMainnet,
    })
    expect(asNumbers(signature)).toEqual(asNumbers(vector.expected))
  })

  it.each(vectors.connectionId)('$name', (vector) => {
    const payload = signPayload(vector.action, vector.nonce, vector.expiresAfter)
    expect(payload.connectionId).toBe(vector.expectedConnectionId)
  })

  const userSigned = vectors.official.filter((vector) => vector.kind === 'userSigned')
  it.each(userSigned)('$name: user-signed, by the library and by ethers', async (vector) => {
    const types = { [vector.primaryType]: vector.types }
    const byLibrary = await signUserSignedAction({
      wallet,
      action: vector.action as { signatureChainId: `0x${string}` },
      types: types as never,
    })
    expect(asNumbers(byLibrary)).toEqual(asNumbers(vector.expected))
    const domain = {
      name: 'HyperliquidSignTransaction',
      version: '1',
      chainId: BigInt(vector.action.signatureChainId as string),
      verifyingContract: `0x${'00'.repeat(20)}`,
    }
    const message = Object.fromEntries(
      vector.types.map(({ name }) => [name, vector.action[name]]),
    ) as Record<string, unknown>
    const signed = Signature.from(await wallet.signTypedData(domain, types, message))
    expect(asNumbers(signed)).toEqual(asNumbers(vector.expected))
  })

  it('puts the expiry into the hash and the network into the source', async () => {
    const action = { type: 'cancelByCloid', cancels: [{ asset: 3, cloid: `0x${'ab'.repeat(16)}` }] }
    const plain = signPayload(action, 5_000_000_000, null)
    const expiring = signPayload(action, 5_000_000_000, 1_700_000_000_000)
    expect(expiring.connectionId).not.toBe(plain.connectionId)
    expect(expiring.connectionId).toBe(
      createL1ActionHash({ action, nonce: 5_000_000_000, expiresAfter: 1_700_000_000_000 }),
    )
    expect([networkSource('paper'), networkSource('testnet'), networkSource('mainnet')]).toEqual([
      'b',
      'b',
      'a',
    ])
    const { domain, types, message } = agentTypedData('testnet', plain.connectionId)
    const mutable = { Agent: types.Agent.map((field) => ({ ...field })) }
    const signature = await wallet.signTypedData(domain, mutable, { ...message })
    expect(verifyTypedData(domain, mutable, { ...message }, signature)).toBe(wallet.address)
    expect(TypedDataEncoder.hashDomain(domain)).toMatch(/^0xd79297fc.*aa4040$/)
  })

  it('gives back from the bytes exactly the action that was encoded, numbers past 2^32 too', () => {
    const action = { type: 'scheduleCancel', time: 1_782_000_000_000 }
    const { actionBytes } = signPayload(action, 1, null)
    const sent = actionFromHex(Buffer.from(actionBytes).toString('hex'))
    expect(JSON.stringify(sent)).toBe(JSON.stringify(action))
  })

  it.each(['c0', '93010203', '80', '81a474797065c0', '01ff'])('refuses bytes %s', (hex) => {
    expect(() => actionFromHex(hex)).toThrow()
  })
})

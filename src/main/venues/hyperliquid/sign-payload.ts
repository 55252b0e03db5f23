import { decode, encode } from '@msgpack/msgpack'
import { createL1ActionHash } from '@nktkas/hyperliquid/signing'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import type { Mode } from '#core/model/signature.ts'

/** What the account signs for an action: the venue's phantom agent (EIP-712). */
export interface AgentTypedData {
  readonly domain: {
    readonly name: 'Exchange'
    readonly version: '1'
    readonly chainId: 1337
    readonly verifyingContract: '0x0000000000000000000000000000000000000000'
  }
  readonly types: {
    readonly Agent: readonly [
      { readonly name: 'source'; readonly type: 'string' },
      { readonly name: 'connectionId'; readonly type: 'bytes32' },
    ]
  }
  readonly primaryType: 'Agent'
  readonly message: { readonly source: 'a' | 'b'; readonly connectionId: string }
}

/** "a" is the venue's mark for real money; paper and testnet share "b". */
export const networkSource = (mode: Mode): 'a' | 'b' => (mode === 'mainnet' ? 'a' : 'b')

export const agentTypedData = (mode: Mode, connectionId: string): AgentTypedData => ({
  domain: {
    name: 'Exchange',
    version: '1',
    chainId: 1337,
    verifyingContract: '0x0000000000000000000000000000000000000000',
  },
  types: {
    Agent: [
      { name: 'source', type: 'string' },
      { name: 'connectionId', type: 'bytes32' },
    ],
  },
  primaryType: 'Agent',
  message: { source: networkSource(mode), connectionId },
})

/** MessagePack with the keys in the order in which the object has them. */
export const encodeAction = (action: object): Uint8Array => encode(action)

/** The action that the bytes stand for; throws when they are no map with a `type`. */
export function decodeAction(bytes: Uint8Array): Record<string, unknown> & { type: string } {
  const value = decode(bytes)
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !('type' in value)) {
    throw new TypeError('the bytes are no action')
  }
  const action = value as Record<string, unknown>
  if (typeof action.type !== 'string') throw new TypeError('the action has no type')
  return action as Record<string, unknown> & { type: string }
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/**
 * keccak256 over the action's bytes, the nonce, the mark for "no vault" and the expiry; 0x and 64
 * hex digits. Times are epoch ms. A null expiry leaves it out.
 */
function hashOfBytes(bytes: Uint8Array, nonce: number, expiresAfterMs: number | null): string {
  const expiry =
    expiresAfterMs === null
      ? new Uint8Array()
      : concatBytes(Uint8Array.of(0), bigEndian(expiresAfterMs))
  return `0x${bytesToHex(keccak_256(concatBytes(bytes, bigEndian(nonce), Uint8Array.of(0), expiry)))}`
}

/**
 * The bytes of an action and its connection id. The id comes from the library; it is compared with
 * the hash of the very bytes that are handed out, so that nothing else than these bytes can have
 * been hashed. Throws when the two differ.
 */
export function signPayload(
  action: object,
  nonce: number,
  expiresAfterMs: number | null,
): { readonly actionBytes: Uint8Array; readonly connectionId: string } {
  const actionBytes = encodeAction(action)
  const connectionId = createL1ActionHash({
    action: action as Record<string, unknown>,
    nonce,
    ...(expiresAfterMs === null ? {} : { expiresAfter: expiresAfterMs }),
  })
  if (connectionId !== hashOfBytes(actionBytes, nonce, expiresAfterMs)) {
    throw new Error('the hashed bytes are not the bytes of the action: nothing was signed')
  }
  return { actionBytes, connectionId }
}

/** The action as it goes into the request, out of the signed bytes and nothing else. */
export const actionFromHex = (hex: string): Record<string, unknown> & { type: string } =>
  decodeAction(hexToBytes(hex))

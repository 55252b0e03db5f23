import { createL1ActionHash } from '@nktkas/hyperliquid/signing'
import { recoverAddress, Signature, TypedDataEncoder } from 'ethers'

export interface WireSignature {
  readonly r: string
  readonly s: string
  readonly v: number
}

/** "b" is the testnet's; the paper exchange is one. What was signed with "a" recovers a stranger. */
const SOURCE = 'b'
const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

const L1_DOMAIN = { name: 'Exchange', version: '1', chainId: 1337, verifyingContract: ZERO_ADDRESS }
const L1_TYPES = {
  Agent: [
    { name: 'source', type: 'string' },
    { name: 'connectionId', type: 'bytes32' },
  ],
}

export interface L1Message {
  /** With its keys in the order in which they came. */
  readonly action: Record<string, unknown>
  readonly nonce: number
  readonly vaultAddress: string | null
  readonly expiresAfterMs: number | null
}

/** The hash that stands for an action, its nonce, vault and expiry. */
export function connectionIdOf(message: L1Message): string {
  return createL1ActionHash({
    action: message.action,
    nonce: message.nonce,
    ...(message.vaultAddress === null
      ? {}
      : { vaultAddress: message.vaultAddress as `0x${string}` }),
    ...(message.expiresAfterMs === null ? {} : { expiresAfter: message.expiresAfterMs }),
  })
}

/** Who signed an L1 action, lower case; null when the signature is none at all. */
export function recoverL1Signer(message: L1Message, signature: WireSignature): string | null {
  const agent = { source: SOURCE, connectionId: connectionIdOf(message) }
  return recover(TypedDataEncoder.hash(L1_DOMAIN, L1_TYPES, agent), signature)
}

type Field = readonly [name: string, type: string]

/** Fields of the user-signed actions after `hyperliquidChain`, in signing order. */
const USER_SIGNED: Record<
  string,
  { readonly primaryType: string; readonly fields: readonly Field[] }
> = {
  approveAgent: {
    primaryType: 'ApproveAgent',
    fields: [
      ['agentAddress', 'address'],
      ['agentName', 'string'],
      ['nonce', 'uint64'],
    ],
  },
  approveBuilderFee: {
    primaryType: 'ApproveBuilderFee',
    fields: [
      ['maxFeeRate', 'string'],
      ['builder', 'address'],
      ['nonce', 'uint64'],
    ],
  },
  usdClassTransfer: {
    primaryType: 'UsdClassTransfer',
    fields: [
      ['amount', 'string'],
      ['toPerp', 'bool'],
      ['nonce', 'uint64'],
    ],
  },
  withdraw3: {
    primaryType: 'Withdraw',
    fields: [
      ['destination', 'string'],
      ['amount', 'string'],
      ['time', 'uint64'],
    ],
  },
  usdSend: {
    primaryType: 'UsdSend',
    fields: [
      ['destination', 'string'],
      ['amount', 'string'],
      ['time', 'uint64'],
    ],
  },
}

export const isUserSigned = (type: string): boolean => Object.hasOwn(USER_SIGNED, type)

/** Who signed a user-signed action, lower case; null when the signature is none at all. */
export function recoverUserSigner(
  action: Record<string, unknown>,
  signature: WireSignature,
): string | null {
  const shape = USER_SIGNED[String(action.type)]
  if (!shape) return null
  const fields: Field[] = [['hyperliquidChain', 'string'], ...shape.fields]
  const types = {
    [`HyperliquidTransaction:${shape.primaryType}`]: fields.map(([name, type]) => ({ name, type })),
  }
  const message = Object.fromEntries(
    fields.map(([name]) => [name, name === 'agentName' ? (action[name] ?? '') : action[name]]),
  )
  try {
    const domain = {
      name: 'HyperliquidSignTransaction',
      version: '1',
      chainId: BigInt(String(action.signatureChainId)),
      verifyingContract: ZERO_ADDRESS,
    }
    return recover(TypedDataEncoder.hash(domain, types, message), signature)
  } catch {
    // A field that does not encode as its type cannot have been signed.
    return null
  }
}

function recover(digest: string, { r, s, v }: WireSignature): string | null {
  try {
    // Some clients leave out leading zeros.
    const padded = (word: string): string => `0x${word.slice(2).padStart(64, '0')}`
    const signature = Signature.from({ r: padded(r), s: padded(s), v: v < 27 ? v + 27 : v })
    return recoverAddress(digest, signature).toLowerCase()
  } catch {
    // Numbers outside the curve: nobody signed this.
    return null
  }
}

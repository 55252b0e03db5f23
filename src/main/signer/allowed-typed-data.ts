import type { Mode } from '#core/model/signature.ts'
import type { TypedData } from './drivers/typed-data.ts'
import type { VerifiedConnectionId } from './verify-action.ts'

declare const allowed: unique symbol

/**
 * Typed data that the device may be asked to sign. Only the functions below make it, one a purpose;
 * withdrawals, transfers and anything else have no function, so they cannot be expressed.
 */
export type AllowedTypedData = TypedData & { readonly [allowed]: true }

const made = new WeakSet<object>()

/** The same check for whatever got past the compiler. */
export const isAllowedTypedData = (data: object): data is AllowedTypedData => made.has(data)

function allow(data: TypedData): AllowedTypedData {
  const frozen = Object.freeze({ ...data, message: Object.freeze({ ...data.message }) })
  made.add(frozen)
  return frozen as TypedData as AllowedTypedData
}

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'
const ADDRESS = /^0x[0-9a-fA-F]{40}$/

const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const

const domain = (name: string, chainId: number) => ({
  name,
  version: '1',
  chainId,
  verifyingContract: ZERO_ADDRESS,
})

/** "a" is the venue's mark for real money; paper and testnet share "b". */
export const sourceFor = (mode: Mode): 'a' | 'b' => (mode === 'mainnet' ? 'a' : 'b')

/** The venue's phantom agent over an action that was decoded and compared. */
export const agentTypedData = (mode: Mode, connectionId: VerifiedConnectionId): AllowedTypedData =>
  allow(agentMessage(sourceFor(mode), connectionId))

/** The same data for looking at a signature afterwards; it cannot be signed. */
export const agentMessage = (source: 'a' | 'b', connectionId: string): TypedData => ({
  domain: domain('Exchange', 1337),
  types: {
    EIP712Domain: DOMAIN_FIELDS,
    Agent: [
      { name: 'source', type: 'string' },
      { name: 'connectionId', type: 'bytes32' },
    ],
  },
  primaryType: 'Agent',
  message: { source, connectionId },
})

/** Something else than an action that the owner signs, each with its own fixed shape. */
export type Statement =
  | {
      readonly kind: 'approveAgent'
      /** The session key's address. */
      readonly agentAddress: string
      /** With the venue's suffix " valid_until <ms>". */
      readonly agentName: string
      readonly nonce: number
    }
  | {
      readonly kind: 'resume'
      readonly account: string
      readonly reason: string
      readonly tsMs: number
    }
  | { readonly kind: 'practiceMessage'; readonly account: string; readonly tsMs: number }

const SIGNATURE_CHAIN_ID = 421_614
const APPROVE_AGENT = 'HyperliquidTransaction:ApproveAgent'
const MAX_TEXT = 200

function checkedAddress(address: string): string {
  if (!ADDRESS.test(address)) throw new Error(`"${address.slice(0, 50)}" is no address`)
  return address.toLowerCase()
}

function checkedText(text: string): string {
  if (text.length === 0 || text.length > MAX_TEXT || /[^\x20-\x7e]/.test(text)) {
    throw new Error(`a text for the device has 1 to ${MAX_TEXT} plain characters`)
  }
  return text
}

function checkedTime(tsMs: number): number {
  if (!Number.isSafeInteger(tsMs) || tsMs <= 0) throw new Error(`${tsMs} is no point in time`)
  return tsMs
}

const ownTypedData = (
  primaryType: string,
  fields: readonly { readonly name: string; readonly type: string }[],
  message: TypedData['message'],
): AllowedTypedData =>
  allow({
    domain: domain('Countersign', 1),
    types: { EIP712Domain: DOMAIN_FIELDS, [primaryType]: fields },
    primaryType,
    message,
  })

/** Throws a plain sentence when a field is not what it should be. */
export function statementTypedData(mode: Mode, statement: Statement): AllowedTypedData {
  switch (statement.kind) {
    case 'approveAgent':
      return allow({
        domain: domain('HyperliquidSignTransaction', SIGNATURE_CHAIN_ID),
        types: {
          EIP712Domain: DOMAIN_FIELDS,
          [APPROVE_AGENT]: [
            { name: 'hyperliquidChain', type: 'string' },
            { name: 'agentAddress', type: 'address' },
            { name: 'agentName', type: 'string' },
            { name: 'nonce', type: 'uint64' },
          ],
        },
        primaryType: APPROVE_AGENT,
        message: {
          hyperliquidChain: mode === 'mainnet' ? 'Mainnet' : 'Testnet',
          agentAddress: checkedAddress(statement.agentAddress),
          agentName: checkedText(statement.agentName),
          nonce: checkedTime(statement.nonce),
        },
      })
    case 'resume':
      return ownTypedData(
        'CountersignResume',
        [
          { name: 'account', type: 'address' },
          { name: 'reason', type: 'string' },
          { name: 'tsMs', type: 'uint64' },
        ],
        {
          account: checkedAddress(statement.account),
          reason: checkedText(statement.reason),
          tsMs: checkedTime(statement.tsMs),
        },
      )
    default:
      return ownTypedData(
        'CountersignPractice',
        [
          { name: 'message', type: 'string' },
          { name: 'account', type: 'address' },
          { name: 'tsMs', type: 'uint64' },
        ],
        {
          message: 'This practice message does nothing.',
          account: checkedAddress(statement.account),
          tsMs: checkedTime(statement.tsMs),
        },
      )
  }
}

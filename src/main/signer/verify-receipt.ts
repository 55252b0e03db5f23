import type { Signature } from '#core/model/signature.ts'
import { agentMessage } from './allowed-typed-data.ts'
import { actionBytesOf, connectionIdOf } from './connection-id.ts'
import type { DecodedAction } from './decoded-action.ts'
import { decodeAction } from './decoded-action.ts'
import { recoverSigner, sameAddress } from './recover-signer.ts'

/** What the store keeps of a signature; everything in it can be derived again without a network. */
export interface SignatureReceipt {
  /** Hex of the action's bytes, with or without 0x. */
  readonly actionHex: string
  readonly nonce: number
  readonly expiresAfterMs: number | null
  readonly source: 'a' | 'b'
  readonly connectionId: string
  readonly signature: Signature
  readonly recoveredAddress: string
}

export type ReceiptVerdict =
  | { readonly ok: true; readonly action: DecodedAction }
  | { readonly ok: false; readonly reason: string }

const refused = (reason: string): ReceiptVerdict => ({ ok: false, reason })

/** Derives the action, the hash and the signer of one receipt again. Pure; never throws. */
export function verifyReceipt(receipt: SignatureReceipt): ReceiptVerdict {
  let connectionId: string
  let bytes: Uint8Array
  try {
    bytes = actionBytesOf(receipt.actionHex)
    connectionId = connectionIdOf(bytes, receipt)
  } catch (cause) {
    return refused(`it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const decoding = decodeAction(bytes)
  if (!decoding.ok) return refused(decoding.reason)
  if (connectionId !== receipt.connectionId.toLowerCase()) {
    return refused(`its bytes hash to ${connectionId}, not to ${receipt.connectionId}`)
  }
  const signer = recoverSigner(agentMessage(receipt.source, connectionId), receipt.signature)
  if (signer === null) return refused('its signature is none')
  if (!sameAddress(signer, receipt.recoveredAddress)) {
    return refused(`it was signed by ${signer}, not by ${receipt.recoveredAddress}`)
  }
  return { ok: true, action: decoding.action }
}

/** The verdict on each receipt, in order. */
export const verifyReceipts = (receipts: readonly SignatureReceipt[]): readonly ReceiptVerdict[] =>
  receipts.map(verifyReceipt)

import { parseCanonicalJson } from '#core/model/canonical-json.ts'
import type { Signature } from '#core/model/signature.ts'
import type { Terms } from '#core/model/terms.ts'
import { agentMessage } from './allowed-typed-data.ts'
import { compareWithTerms, describeDifference } from './compare-terms.ts'
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

/** Coins by asset number, as the action's own terms call them; null where two coins share a number. */
function namedBy(action: DecodedAction, terms: Terms): ReadonlyMap<number, string> | null {
  const named = new Map<number, string>()
  const name = (asset: number, coin: string): boolean => {
    const known = named.get(asset) ?? coin
    named.set(asset, known)
    return known === coin
  }
  switch (action.type) {
    case 'order':
      return 'coin' in terms && action.orders.every(({ a }) => name(a, terms.coin)) ? named : null
    case 'modify':
      return 'coin' in terms && name(action.order.a, terms.coin) ? named : null
    case 'batchModify':
      return 'coin' in terms && action.modifies.every(({ order }) => name(order.a, terms.coin))
        ? named
        : null
    case 'cancelByCloid': {
      if (terms.kind !== 'cancel') return null
      const coins = terms.cancels.map(({ coin }) => coin)
      return action.cancels.every(({ asset }, at) => name(asset, coins[at] ?? '')) ? named : null
    }
    case 'updateLeverage':
      return 'coin' in terms && name(action.asset, terms.coin) ? named : null
    default:
      return null
  }
}

/**
 * Compares what the signed bytes say with the terms that were approved, receipt after receipt. The
 * venue's list of instruments is not in a receipt, so a number means the coin that the first
 * receipt uses it for, and must go on meaning it.
 */
export class TermsReader {
  readonly #coins = new Map<number, string>()

  /** Why the bytes are not the approved terms; null when they are. Never throws. */
  difference(actionHex: string, termsText: string): string | null {
    try {
      return this.#difference(actionHex, parseCanonicalJson(termsText) as Terms)
    } catch (cause) {
      return `its terms cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`
    }
  }

  #difference(actionHex: string, terms: Terms): string | null {
    const decoding = decodeAction(actionBytesOf(actionHex))
    if (!decoding.ok) return decoding.reason
    const named = namedBy(decoding.action, terms)
    if (named === null) return 'its bytes are another kind of action than its terms'
    for (const [assetId, coin] of named) {
      const known = this.#coins.get(assetId) ?? coin
      if (known !== coin) return `its bytes are for ${known}, its terms for ${coin}`
      this.#coins.set(assetId, coin)
    }
    const instruments = [...named].map(([assetId, coin]) => ({
      assetId,
      coin,
      sizeDecimals: 0,
      maxLeverage: 1,
      isDelisted: false,
    }))
    const [first] = compareWithTerms(decoding.action, terms, instruments)
    return first ? `its bytes are not its terms: ${describeDifference(first)}` : null
  }
}

/** The verdict on each receipt, in order. */
export const verifyReceipts = (receipts: readonly SignatureReceipt[]): readonly ReceiptVerdict[] =>
  receipts.map(verifyReceipt)

import type { Instrument } from '#core/model/instrument.ts'
import type { Terms } from '#core/model/terms.ts'
import { compareWithTerms, describeDifference } from './compare-terms.ts'
import { actionBytesOf, connectionIdOf } from './connection-id.ts'
import { decodeAction } from './decoded-action.ts'

/** What the desk asks the signer to sign. */
export interface ActionToVerify {
  readonly terms: Terms
  readonly actionHex: string
  readonly nonce: number
  readonly expiresAfterMs: number
  /** As the venue adapter hashed it; compared with our own. */
  readonly connectionId: string
}

declare const verified: unique symbol

/** A connection id whose bytes were decoded and compared with approved terms. */
export type VerifiedConnectionId = string & { readonly [verified]: true }

export type Verification =
  | { readonly ok: true; readonly connectionId: VerifiedConnectionId }
  | { readonly ok: false; readonly reason: string }

const MAX_SHOWN_DIFFERENCES = 3

const refused = (what: string): Verification => ({
  ok: false,
  reason: `What was to be signed is not what was approved: ${what}. Nothing was sent to the Ledger, and trading is halted.`,
})

/**
 * The second path: reads the bytes with its own decoder, compares every field with the approved
 * terms, and hashes the bytes with its own library. Only then is there a connection id to sign.
 */
export function verifyAction(
  request: ActionToVerify,
  instruments: readonly Instrument[],
): Verification {
  let bytes: Uint8Array
  try {
    bytes = actionBytesOf(request.actionHex)
  } catch (cause) {
    return refused(cause instanceof Error ? cause.message : String(cause))
  }
  const decoding = decodeAction(bytes)
  if (!decoding.ok) return refused(decoding.reason)
  const differences = compareWithTerms(decoding.action, request.terms, instruments)
  if (differences.length > 0) {
    return refused(differences.slice(0, MAX_SHOWN_DIFFERENCES).map(describeDifference).join('; '))
  }
  if (!isTime(request.nonce) || !isTime(request.expiresAfterMs)) {
    return refused('the nonce or the expiry is no point in time')
  }
  const connectionId = connectionIdOf(bytes, request)
  if (connectionId !== request.connectionId.toLowerCase()) {
    return refused(`the hash of the bytes is ${connectionId}, not ${request.connectionId}`)
  }
  return { ok: true, connectionId: connectionId as VerifiedConnectionId }
}

const isTime = (ms: number): boolean => Number.isSafeInteger(ms) && ms > 0

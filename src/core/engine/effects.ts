import type { ClientOrderId, TicketId } from '../model/ids.ts'
import type { Signature } from '../model/signature.ts'
import type { Terms } from '../model/terms.ts'

interface OfAttempt {
  readonly ticketId: TicketId
  readonly attempt: number
}

/** Build the venue's action; no side effect outside. */
export interface PrepareAction extends OfAttempt {
  readonly kind: 'prepareAction'
  readonly terms: Terms
  readonly nonce: number
  readonly expiresAfterMs: number
}
/** Ask the device; the signer decodes the bytes and compares them with the terms. */
export interface SignAction extends OfAttempt {
  readonly kind: 'signAction'
  readonly terms: Terms
  readonly nonce: number
  readonly expiresAfterMs: number
  readonly connectionId: string
  readonly actionHex: string
  /** The session key may sign it; absent: the device alone. */
  readonly signWith?: 'session'
}
/** Send once. */
export interface SubmitAction extends OfAttempt {
  readonly kind: 'submitAction'
  readonly terms: Terms
  readonly nonce: number
  readonly expiresAfterMs: number
  readonly actionHex: string
  readonly signature: Signature
}
/** Ask the venue what became of an order. Reads only, so it may be repeated. */
export interface LookUpOrder {
  readonly kind: 'lookUpOrder'
  readonly clientOrderId: ClientOrderId
}
/** Ask the venue for the whole account. */
export interface ObserveAccount {
  readonly kind: 'observeAccount'
  readonly cause: 'start' | 'reconnect' | 'wake' | 'periodic' | 'asked'
}
/** Ask the device for a signature over CountersignResume. */
export interface SignResume {
  readonly kind: 'signResume'
  readonly requestId: string
  readonly account: string
  /** Plain characters, as the device shows them. */
  readonly reason: string
  readonly tsMs: number
}
/** The ticket ended while the device was asking. */
export interface CancelSigning extends OfAttempt {
  readonly kind: 'cancelSigning'
}
/** Wipe the session key from memory. */
export interface DropSession {
  readonly kind: 'dropSession'
}

export type Effect =
  | PrepareAction
  | SignAction
  | SubmitAction
  | LookUpOrder
  | ObserveAccount
  | CancelSigning
  | DropSession
  | SignResume

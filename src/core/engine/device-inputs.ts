import type { SigningFailureCode } from '../model/device-error.ts'
import type { TicketId } from '../model/ids.ts'
import type { Signature } from '../model/signature.ts'

export type DeviceState = 'ready' | 'absent' | 'locked' | 'busy' | 'unknown'

export interface DeviceStateChanged {
  readonly kind: 'deviceStateChanged'
  readonly state: DeviceState
  readonly reason: string
}

/** How a request to the signer is called, in questions and when it is called off. */
export const signingRequestId = (ticketId: string, attempt: number): string =>
  `${ticketId}#${attempt}`

/**
 * What the device asks its owner at this moment, for the screen alone. `transactionCheck` comes once
 * in the life of a device, before its first signature.
 */
export interface DeviceQuestionAsked {
  readonly kind: 'deviceQuestionAsked'
  readonly requestId: string
  readonly question: 'transactionCheck' | 'review'
}

/** The device's answer to a resume. */
export interface ResumeAnswered {
  readonly kind: 'resumeAnswered'
  readonly requestId: string
  readonly outcome:
    | { readonly ok: true; readonly signature: Signature; readonly recoveredAddress: string }
    | { readonly ok: false; readonly message: string }
}

/** Step 9: the venue adapter built the action; nothing is signed yet. */
export interface ActionPrepared {
  readonly kind: 'actionPrepared'
  readonly ticketId: TicketId
  readonly attempt: number
  /** 0x and 64 hex digits. */
  readonly connectionId: string
  /** MessagePack of the action, hex without 0x. */
  readonly actionHex: string
}

export interface SignatureReturned {
  readonly kind: 'signatureReturned'
  readonly ticketId: TicketId
  readonly attempt: number
  readonly signature: Signature
  readonly recoveredAddress: string
  readonly connectionId: string
}

export interface SigningFailed {
  readonly kind: 'signingFailed'
  readonly ticketId: TicketId
  readonly attempt: number
  readonly code: SigningFailureCode
  readonly message: string
}

/** The venue took the device's approval of a session key. */
export interface SessionApproved {
  readonly kind: 'sessionApproved'
  readonly agentAddress: string
  readonly agentName: string
  readonly nonce: number
  readonly validUntilMs: number
  readonly signature: Signature
  readonly recoveredAddress: string
}

/** The key was wiped: by the owner, the screen lock, sleep, or the end of the program. */
export interface SessionDropped {
  readonly kind: 'sessionDropped'
  readonly reason: string
}

import type { ClientOrderId, TicketId } from '../model/ids.ts'
import type { OrderStatus } from '../model/order-status.ts'
import { isFinal } from '../model/order-status.ts'
import type { Signature } from '../model/signature.ts'
import type { Terms, TermsFigures } from '../model/terms.ts'
import type { OrderProposal } from '../risk/risk-inputs.ts'
import type { Band, DecisionRecord, Origin } from './events.ts'

/**
 * `pending` waits for the person; `preparing` and `onDevice` for the signature; `signed` was signed
 * and is about to be sent; `submitted` and `unknown` for the venue. The others are ends.
 */
export type TicketStage =
  | 'initialized'
  | 'pending'
  | 'preparing'
  | 'onDevice'
  | 'signed'
  | 'submitted'
  | 'unknown'
  | 'done'
  | 'declined'
  | 'expired'
  | 'denied'
  | 'rejected'

const ENDED = new Set<TicketStage>(['done', 'declined', 'expired', 'denied', 'rejected'])
export const isEnded = (stage: TicketStage): boolean => ENDED.has(stage)

/** Whether anything can still come of a ticket: it has not ended, or its entry may still fill. */
export function isUnderWay(ticket: Ticket, entryStatus: OrderStatus | null): boolean {
  if (!isEnded(ticket.stage)) return true
  return ticket.terms?.kind === 'bracket' && entryStatus !== null && !isFinal(entryStatus)
}

/** One approval: terms, what became of them, and every attempt to sign them. */
export interface Ticket {
  readonly ticketId: TicketId
  readonly ticketNumber: number
  readonly origin: Origin
  readonly coin: string
  readonly wish: OrderProposal | null
  /** What is offered once this ticket has left the position flat; null for all but a reverse. */
  readonly next: OrderProposal | null
  readonly openedWallMs: number
  readonly openedMarketMs: number
  stage: TicketStage
  terms: Terms | null
  digest: string
  figures: TermsFigures | null
  decision: DecisionRecord | null
  band: Band | null
  /** Wall time of what is offered now; a ticket that offers anew begins again. */
  offeredWallMs: number
  offerExpiresMs: number
  sentence: string
  orderIds: readonly ClientOrderId[]
  /** Grows with every press of Approve. */
  attempt: number
  nonce: number | null
  expiresAfterMs: number | null
  connectionId: string | null
  actionHex: string | null
  signature: Signature | null
  problem: { readonly code: string; readonly message: string } | null
  /** Wall time at which the venue's answer was an error; null while it was none. */
  refusedWallMs: number | null
  ending: string | null
}

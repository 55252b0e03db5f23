import type { EventType } from '#core/engine/events.ts'
import type { KillPlan } from './kill-plan.ts'

/** What a desk process is started with, as JSON in its first argument. */
export interface DeskOrders {
  readonly folder: string
  readonly httpUrl: string
  readonly wsUrl: string
  /** As a desk remembers it from its device. */
  readonly account: string
  readonly derivationPath: string
  /** Added to the machine's clock: the desk was off for so long. */
  readonly clockAheadMs: number
  readonly plan: KillPlan
  /** What the person at the desk does; see person.ts. */
  readonly person:
    | { readonly does: 'nothing' }
    | { readonly does: 'oneTrade' }
    | { readonly does: 'approve' }
    | { readonly does: 'everything'; readonly seed: number; readonly presses: number }
}

export interface TicketReport {
  readonly ticketId: string
  readonly kind: string
  readonly stage: string
  readonly ending: string | null
  readonly orderIds: readonly string[]
}

/** The desk as it stands when nothing is under way any more. */
export interface DeskReport {
  readonly bookHash: string
  readonly tickets: readonly TicketReport[]
  readonly causes: readonly string[]
  readonly differences: readonly string[]
  readonly faults: readonly string[]
  readonly moments: number
  /** From the start of the process until it was at rest. */
  readonly recoveryMs: number
}

export type DeskMessage =
  /** Prices are there and the account is known: the person may begin. */
  | { readonly type: 'ready' }
  | { readonly type: 'committed'; readonly events: readonly EventType[] }
  | { readonly type: 'atRest'; readonly report: DeskReport }
  | { readonly type: 'failed'; readonly message: string }

export type ExchangeMessage = {
  readonly type: 'ready'
  readonly url: string
  readonly wsUrl: string
}

import type { ClientOrderId, TicketId } from '../model/ids.ts'
import type { Side } from '../model/side.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { Price, Quantity } from '../money/amount.ts'
import type { Limits } from '../risk/limits.ts'

/** What a person asks for on the manual ticket. */
export interface OrderProposed {
  readonly kind: 'orderProposed'
  readonly coin: string
  readonly side: Side
  readonly entry: { readonly type: 'market' } | { readonly type: 'limit'; readonly price: Price }
  readonly sizing:
    | { readonly by: 'risk' }
    | { readonly by: 'quantity'; readonly quantity: Quantity }
  /** Null takes the default distance of the limits. */
  readonly stopPrice: Price | null
  readonly targetPrice: Price | null
}

/** The press of Approve, with the digest of the very terms that were on the screen. */
export interface ApprovalGranted {
  readonly kind: 'approvalGranted'
  readonly ticketId: TicketId
  readonly digest: string
}

export interface ApprovalDeclined {
  readonly kind: 'approvalDeclined'
  readonly ticketId: TicketId
  readonly reason: string
}

/** A new price for the same wish, after the old offer ended. */
export interface RequoteRequested {
  readonly kind: 'requoteRequested'
  readonly ticketId: TicketId
}

export interface CloseRequested {
  readonly kind: 'closeRequested'
  readonly coin: string
  /** Null closes all of it. */
  readonly quantity: Quantity | null
}

/** Closes all of a position and then offers the opposite bracket: two tickets, two signatures. */
export interface ReverseRequested {
  readonly kind: 'reverseRequested'
  readonly coin: string
}

export interface MoveRequested {
  readonly kind: 'moveRequested'
  readonly clientOrderId: ClientOrderId
  readonly triggerPrice: Price
}

export interface ProtectRequested {
  readonly kind: 'protectRequested'
  readonly coin: string
  readonly triggerPrice: Price
}

export interface CancelRequested {
  readonly kind: 'cancelRequested'
  readonly clientOrderIds: readonly ClientOrderId[]
}

export interface LeverageRequested {
  readonly kind: 'leverageRequested'
  readonly coin: string
  readonly leverage: number
}

export interface StrategySwitched {
  readonly kind: 'strategySwitched'
  readonly strategyId: string
  readonly coin: string
  readonly timeframe: Timeframe
  readonly isOn: boolean
}

export interface InstrumentSwitched {
  readonly kind: 'instrumentSwitched'
  readonly coin: string
  readonly isOn: boolean
}

/** Limits that were read and found valid; what they loosen needs the typed word. */
export interface LimitsEdited {
  readonly kind: 'limitsEdited'
  readonly limits: Limits
  readonly typedWord: string
}

export interface KillPressed {
  readonly kind: 'killPressed'
  readonly reason: string
  readonly shouldFlatten: boolean
}

export interface ResumeRequested {
  readonly kind: 'resumeRequested'
  /** The word that was typed; paper mode only. Elsewhere the device is asked. */
  readonly typedWord: string
}

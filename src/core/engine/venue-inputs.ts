import type { ClientOrderId, TicketId, TradeId, VenueOrderId } from '../model/ids.ts'
import type { Side } from '../model/side.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'

/** A resting order as the venue lists it. */
export interface VenueOrder {
  readonly clientOrderId: ClientOrderId | null
  readonly venueOrderId: VenueOrderId
  readonly coin: string
  readonly side: Side
  readonly price: Price
  readonly quantity: Quantity
  readonly isTrigger: boolean
  readonly isReduceOnly: boolean
}

export interface VenuePosition {
  readonly coin: string
  readonly quantity: Quantity
  readonly entryPrice: Price
  readonly leverage: number
  readonly liquidationPrice: Price | null
}

/** Everything the venue says of the account at one moment. */
export interface AccountObserved {
  readonly kind: 'accountObserved'
  readonly cause: 'start' | 'reconnect' | 'wake' | 'periodic' | 'asked'
  /** The venue's time of this answer; absent where it names none. */
  readonly tsEventMs?: number
  /**
   * Venue times up to which a question has confirmed all fills and all funding, and the desk was
   * told of them before this answer; null before the first, absent where nobody asks.
   */
  readonly fillsConfirmedMs?: number | null
  readonly fundingConfirmedMs?: number | null
  /** Collateral without unrealised profit. */
  readonly cash: Money
  readonly positions: readonly VenuePosition[]
  readonly openOrders: readonly VenueOrder[]
}

/** What the venue said of one order in its answer to an action. */
export type OrderAnswer =
  | { readonly result: 'resting'; readonly venueOrderId: VenueOrderId }
  | { readonly result: 'waiting' }
  | { readonly result: 'filled'; readonly venueOrderId: VenueOrderId }
  | { readonly result: 'canceled' }
  | { readonly result: 'error'; readonly message: string }

export interface SubmissionAnswered {
  readonly kind: 'submissionAnswered'
  readonly ticketId: TicketId
  readonly attempt: number
  readonly outcome:
    | { readonly result: 'answered'; readonly answers: readonly OrderAnswer[] }
    | { readonly result: 'refused'; readonly message: string }
    | { readonly result: 'notSent'; readonly message: string }
    | { readonly result: 'unknown'; readonly message: string }
}

/** From the private stream or from a question by client order id. */
export interface OrderReported {
  readonly kind: 'orderReported'
  readonly clientOrderId: ClientOrderId | null
  readonly venueOrderId: VenueOrderId
  readonly status: 'open' | 'triggered' | 'filled' | 'canceled' | 'rejected'
  /** The venue's own word for it, e.g. "siblingFilledCanceled". */
  readonly venueStatus: string
  readonly tsEventMs: number
}

export interface OrderLookedUp {
  readonly kind: 'orderLookedUp'
  readonly clientOrderId: ClientOrderId
  readonly answer:
    | { readonly result: 'found'; readonly report: OrderReported }
    | { readonly result: 'neverSeen' }
    | { readonly result: 'failed'; readonly message: string }
}

export interface FillReported {
  readonly kind: 'fillReported'
  readonly tradeId: TradeId
  readonly clientOrderId: ClientOrderId | null
  readonly venueOrderId: VenueOrderId
  readonly coin: string
  readonly side: Side
  readonly price: Price
  readonly quantity: Quantity
  readonly startPosition: Quantity
  readonly closedPnl: Money
  readonly fee: Money
  readonly isTaker: boolean
  readonly isLiquidation: boolean
  readonly tsEventMs: number
}

export interface FundingReported {
  readonly kind: 'fundingReported'
  readonly coin: string
  /** Positive was received. */
  readonly amount: Money
  readonly tsEventMs: number
}

/** What the venue reckons the margin of a coin's positions with, also while there is none. */
export interface LeverageReported {
  readonly kind: 'leverageReported'
  readonly coin: string
  readonly leverage: number
}

/** Something happened on the account outside the desk's markets: named, and nothing else. */
export interface ForeignActivityReported {
  readonly kind: 'foreignActivityReported'
  readonly coin: string | null
  /** One plain sentence; the same thing has the same sentence. */
  readonly message: string
  /** The venue's time; null where it holds now. */
  readonly tsEventMs: number | null
}

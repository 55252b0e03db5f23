import type { Money, Price, Quantity, Ratio } from '../money/amount.ts'
import type { VenueOrder, VenueOrderStatus } from './venue-order.ts'

/** One execution of one account's order; `tid` is unique at the venue. */
export interface VenueFill {
  readonly tid: number
  readonly account: string
  readonly oid: number
  readonly clientOrderId: string | null
  readonly asset: number
  readonly coin: string
  readonly isBuy: boolean
  readonly price: Price
  readonly size: Quantity
  /** Market time, epoch ms. */
  readonly timeMs: number
  /** The signed position before this fill. */
  readonly startPosition: Quantity
  /** "Open Long", "Close Short", "Long > Short", … */
  readonly direction: string
  /** Realised by the closing part, without fees. */
  readonly closedPnl: Money
  /** Positive where the account pays. */
  readonly fee: Money
  readonly isTaker: boolean
  readonly liquidation: { readonly markPrice: Price; readonly method: 'market' | 'backstop' } | null
}

/** One hour's payment of one position; negative where the account paid. */
export interface FundingPayment {
  readonly account: string
  readonly asset: number
  readonly coin: string
  readonly timeMs: number
  readonly payment: Money
  readonly size: Quantity
  readonly rate: Ratio
}

export interface Liquidation {
  readonly account: string
  readonly timeMs: number
  readonly notional: Money
  readonly accountValue: Money
  readonly isCross: boolean
}

/** What a step did, in the order in which it happened. Orders are copies as of that moment. */
export type MatchingEvent =
  | {
      readonly kind: 'order'
      readonly order: VenueOrder
      readonly status: VenueOrderStatus
      readonly timeMs: number
      /** False for a bracket's child that only waits: the venue does not report it yet. */
      readonly isAnnounced: boolean
    }
  | { readonly kind: 'fill'; readonly fill: VenueFill }
  | { readonly kind: 'funding'; readonly funding: FundingPayment }
  | { readonly kind: 'liquidation'; readonly liquidation: Liquidation }

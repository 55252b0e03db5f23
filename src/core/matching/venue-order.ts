import type { Price, Quantity } from '../money/amount.ts'

/** How long a limit order waits; a triggered market order is an `Ioc`. */
export type VenueTimeInForce = 'Gtc' | 'Ioc' | 'Alo' | 'FrontendMarket' | 'LiquidationMarket'

/** The venue's words for what became of an order, as its order updates and order status say them. */
export type VenueOrderStatus =
  | 'open'
  | 'triggered'
  | 'filled'
  | 'canceled'
  | 'rejected'
  | 'marginCanceled'
  | 'reduceOnlyCanceled'
  | 'selfTradeCanceled'
  | 'siblingFilledCanceled'
  | 'liquidatedCanceled'
  | 'scheduledCancel'
  | 'tickRejected'
  | 'minTradeNtlRejected'
  | 'perpMarginRejected'
  | 'reduceOnlyRejected'
  | 'badAloPxRejected'
  | 'iocCancelRejected'
  | 'badTriggerPxRejected'
  | 'marketOrderNoLiquidityRejected'
  | 'oracleRejected'
  | 'tooManyOpenOrdersRejected'

/** Statuses of an order that still rests at the venue; every other one is final. */
export const isLiveStatus = (status: VenueOrderStatus): boolean =>
  status === 'open' || status === 'triggered'

/** Stop ("sl") or target ("tp"), released by the mark price. */
export interface Trigger {
  readonly price: Price
  readonly isMarket: boolean
  readonly kind: 'tp' | 'sl'
}

/** What a client asks for. `null` stands for a number that could not be read. */
export interface OrderRequest {
  readonly asset: number
  readonly isBuy: boolean
  readonly limitPrice: Price | null
  readonly size: Quantity | null
  readonly isReduceOnly: boolean
  readonly timeInForce: VenueTimeInForce
  readonly trigger: { price: Price | null; isMarket: boolean; kind: 'tp' | 'sl' } | null
  readonly clientOrderId: string | null
}

/** An order as the venue keeps it; changed in place while it lives. */
export interface VenueOrder {
  readonly oid: number
  readonly account: string
  readonly asset: number
  readonly isBuy: boolean
  readonly limitPrice: Price
  readonly originalSize: Quantity
  /** What is still unfilled. */
  size: Quantity
  readonly isReduceOnly: boolean
  readonly timeInForce: VenueTimeInForce
  readonly trigger: Trigger | null
  readonly clientOrderId: string | null
  /** Market time of the placement, epoch ms. */
  readonly placedMs: number
  status: VenueOrderStatus
  /** A child of a bracket whose parent has not filled: not live, not shown as open. */
  isWaitingForParent: boolean
  /** Follows the whole position instead of a size of its own. */
  readonly isPositionTpsl: boolean
  /** Children of this order, by oid; only on the parent of a bracket. */
  childOids: readonly number[]
  /** The other children of the same bracket; cancelled when this one fills. */
  siblingOids: readonly number[]
}

/** On the book: neither a child that waits nor a trigger that has not been released. */
export const isResting = (order: VenueOrder): boolean =>
  !order.isWaitingForParent && (order.trigger === null || order.status === 'triggered')

import type { Money, Price, Quantity } from '../money/amount.ts'
import type { ClientOrderId, OrderRole, TicketId, TradeId, VenueOrderId } from './ids.ts'
import type { OrderStatus } from './order-status.ts'
import type { Side } from './side.ts'

export type TimeInForce = 'Gtc' | 'Ioc' | 'Alo'

/** One order of one ticket, from wish to end. */
export interface Order {
  readonly clientOrderId: ClientOrderId
  readonly ticketId: TicketId
  readonly role: OrderRole
  readonly coin: string
  readonly side: Side
  readonly quantity: Quantity
  /** The limit for an entry or exit, the trigger for a stop or target. */
  readonly price: Price
  readonly isReduceOnly: boolean
  readonly timeInForce: TimeInForce | null
  status: OrderStatus
  venueOrderId: VenueOrderId | null
  filledQuantity: Quantity
  /** Why it ended, in the words of whoever ended it. */
  reason: string | null
}

/** One execution as the venue reports it. */
export interface Fill {
  readonly tradeId: TradeId
  readonly clientOrderId: ClientOrderId | null
  readonly venueOrderId: VenueOrderId
  readonly coin: string
  readonly side: Side
  readonly price: Price
  readonly quantity: Quantity
  /** The signed position before this fill. */
  readonly startPosition: Quantity
  /** Realised by this fill at the average entry, without fees: the venue's figure. */
  readonly closedPnl: Money
  /** Positive where the account paid; negative is a rebate. */
  readonly fee: Money
  readonly isTaker: boolean
  readonly isLiquidation: boolean
  /** The venue's time, epoch ms. */
  readonly tsEventMs: number
}

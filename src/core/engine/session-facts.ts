import type { ClientOrderId, OrderRole, TicketId } from '../model/ids.ts'
import { isAtVenue } from '../model/order-status.ts'
import type { Side } from '../model/side.ts'
import type { Price, Quantity } from '../money/amount.ts'
import { asPrice, asQuantity, ZERO_QUANTITY } from '../money/amount.ts'
import { isAsleep } from './bracket-children.ts'
import type { DeskState } from './state.ts'
import { isEnded } from './ticket.ts'

/** An order that rests at the venue, as far as the session key must know it. */
export interface RestingOrder {
  readonly clientOrderId: ClientOrderId
  readonly ticketId: TicketId
  readonly coin: string
  readonly role: OrderRole
  readonly side: Side
  /** Of a stop or target: its trigger. */
  readonly price: Price
  /** What is not filled of it yet. */
  readonly left: Quantity
  readonly filledQuantity: Quantity
  /** A stop or target that sleeps until its entry has filled: it protects nothing yet. */
  readonly isWaiting: boolean
  /** Its cancellation or replacement is under way already. */
  readonly isLeaving: boolean
}

/** What a decision on the session key depends on, at one moment. */
export interface SessionFacts {
  readonly position: (coin: string) => Quantity
  readonly mid: (coin: string) => Price | null
  readonly orders: readonly RestingOrder[]
}

/** Orders that another ticket is about to cancel or replace. */
function leavingIds(state: DeskState, except: TicketId | null): Set<ClientOrderId> {
  const leaving = new Set<ClientOrderId>()
  for (const { ticketId, stage, terms } of state.book.tickets.values()) {
    if (ticketId === except || isEnded(stage)) continue
    if (terms?.kind === 'move') leaving.add(terms.replacesId)
    if (terms?.kind === 'cancel') for (const one of terms.cancels) leaving.add(one.clientOrderId)
  }
  return leaving
}

/** The facts for one ticket; what other tickets have under way counts as gone. */
export function sessionFacts(state: DeskState, ticketId: TicketId | null): SessionFacts {
  const leaving = leavingIds(state, ticketId)
  const orders: RestingOrder[] = []
  for (const order of state.book.openOrders.values()) {
    if (!isAtVenue(order.status)) continue
    const { clientOrderId, coin, role, side, price, filledQuantity } = order
    orders.push({
      clientOrderId,
      ticketId: order.ticketId,
      coin,
      role,
      side,
      price,
      left: asQuantity(order.quantity - filledQuantity),
      filledQuantity,
      isWaiting: isAsleep(state.book, order),
      isLeaving: order.status === 'PendingCancel' || leaving.has(clientOrderId),
    })
  }
  return {
    position: (coin) => state.book.positions.get(coin)?.quantity ?? ZERO_QUANTITY,
    mid: (coin) => {
      const quote = state.market.quotes.get(coin)
      return quote ? asPrice((quote.bid + quote.ask) / 2n) : null
    },
    orders,
  }
}

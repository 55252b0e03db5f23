import type { EventBody } from '#core/engine/events.ts'
import type { Book } from '#core/engine/state.ts'
import type { TicketId } from '#core/model/ids.ts'
import type { OrderHappening, OrderStatus } from '#core/model/order-status.ts'
import { orderStatusPairs } from '#core/model/order-status.ts'

/** Ticket events move every order of their ticket. */
const TICKET_HAPPENINGS: Partial<Record<EventBody['type'], OrderHappening>> = {
  OrderDenied: 'denied',
  OrderDeclined: 'declined',
  OrderExpired: 'expired',
  OrderApproved: 'approved',
  SigningInterrupted: 'approvalReopened',
  SignatureDiscarded: 'approvalReopened',
  OrderSigned: 'signed',
  OrderSubmitted: 'submitted',
}

const keyOf = (status: OrderStatus, happening: OrderHappening): string => `${status} ${happening}`

/** A ticket that is denied at once never had orders: what would have been one ends as it began. */
const isWithoutOrders = (book: Book, ticketId: TicketId): boolean =>
  book.tickets.get(ticketId)?.orderIds.length === 0

/** Which pairs of the order status table were reached, and how often. */
export class Coverage {
  readonly counts = new Map<string, number>()

  /** To be called before the event is folded into the book. */
  note(book: Book, event: EventBody): void {
    if (event.type === 'OrderMoved') {
      const status = book.orders.get(event.clientOrderId)?.status
      if (status) this.#add(keyOf(status, event.happening))
    } else if (event.type === 'ApprovalRequested') {
      for (const { clientOrderId } of event.orders) {
        const status = book.orders.get(clientOrderId)?.status ?? 'Initialized'
        this.#add(keyOf(status, 'approvalRequested'))
      }
    } else if (event.type === 'OrderDenied' && isWithoutOrders(book, event.ticketId)) {
      this.#add(keyOf('Initialized', 'denied'))
    } else {
      const happening = TICKET_HAPPENINGS[event.type]
      if (happening && 'ticketId' in event) this.#noteTicket(book, event.ticketId, happening)
    }
  }

  #noteTicket(book: Book, ticketId: string, happening: OrderHappening): void {
    for (const id of book.tickets.get(ticketId as never)?.orderIds ?? []) {
      const status = book.orders.get(id)?.status
      if (status) this.#add(keyOf(status, happening))
    }
  }

  #add(key: string, count = 1): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count)
  }

  merge(counts: Iterable<readonly [string, number]>): void {
    for (const [key, count] of counts) this.#add(key, count)
  }

  missing(): string[] {
    return orderStatusPairs()
      .map(([status, happening]) => keyOf(status, happening))
      .filter((key) => !this.counts.has(key))
  }

  /** One line a status: its happenings with how often each was seen. */
  table(): string {
    const rows = new Map<OrderStatus, string[]>()
    for (const [status, happening] of orderStatusPairs()) {
      const count = this.counts.get(keyOf(status, happening)) ?? 0
      rows.set(status, [...(rows.get(status) ?? []), `${happening} ${count}`])
    }
    return [...rows]
      .map(([status, cells]) => `  ${status.padEnd(16)} ${cells.join(', ')}`)
      .join('\n')
  }
}

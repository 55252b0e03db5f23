import type { Order } from './order.ts'
import type { OrderHappening } from './order-status.ts'
import { nextOrderStatus } from './order-status.ts'

/** A pair that the status table does not have: a bug here or at the venue, never ignored. */
export class OrderStatusError extends Error {
  override readonly name = 'OrderStatusError'
}

/** Moves one order along the table; throws OrderStatusError where there is no such step. */
export function moveOrder(order: Order, happening: OrderHappening): void {
  const next = nextOrderStatus(order.status, happening)
  if (next === null) {
    throw new OrderStatusError(
      `order ${order.clientOrderId} is ${order.status}: "${happening}" cannot happen to it`,
    )
  }
  order.status = next
}

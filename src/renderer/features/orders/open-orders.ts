import type { OrderView } from '#contract/views.ts'
import type { OrderStatus } from '#core/model/order-status.ts'
import { isAtVenue, isInFlight } from '#core/model/order-status.ts'

/** On its way to the venue or resting there. */
export const isOpenOrder = (order: OrderView): boolean =>
  isAtVenue(order.status as OrderStatus) || isInFlight(order.status as OrderStatus)

/** A cancel that is already under way is not asked for twice. */
export const canCancel = (order: OrderView): boolean =>
  isAtVenue(order.status as OrderStatus) && order.status !== 'PendingCancel'

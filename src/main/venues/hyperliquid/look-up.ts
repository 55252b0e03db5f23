import type { OrderLookedUp } from '#core/engine/venue-inputs.ts'
import type { ClientOrderId } from '#core/model/ids.ts'
import type { InfoClient } from './info-client.ts'
import type { OrderUpdate } from './parse-account.ts'
import { orderStatusAnswerSchema } from './parse-account.ts'

export type OrderAnswerById =
  | { readonly isKnown: true; readonly order: OrderUpdate }
  | { readonly isKnown: false }

/** Asks for one order by client order id (text) or by the venue's own number. Throws VenueReadError. */
export function askOrderStatus(
  info: InfoClient,
  accountAddress: string,
  oid: ClientOrderId | number,
): Promise<OrderAnswerById> {
  const request = { type: 'orderStatus', user: accountAddress, oid }
  return info.ask(request, orderStatusAnswerSchema, 'exit')
}

/** Never rejects: what went wrong is part of the answer. */
export async function lookUpOrder(
  info: InfoClient,
  accountAddress: string,
  clientOrderId: ClientOrderId,
): Promise<OrderLookedUp> {
  const result = (answer: OrderLookedUp['answer']): OrderLookedUp => ({
    kind: 'orderLookedUp',
    clientOrderId,
    answer,
  })
  try {
    const found = await askOrderStatus(info, accountAddress, clientOrderId)
    if (!found.isKnown) return result({ result: 'neverSeen' })
    const { order } = found
    if (order.clientOrderId !== null && order.clientOrderId !== clientOrderId) {
      return result({ result: 'failed', message: 'The venue answered for another order.' })
    }
    const { venueOrderId, status, venueStatus, tsEventMs } = order
    return result({
      result: 'found',
      report: {
        kind: 'orderReported',
        clientOrderId,
        venueOrderId,
        status,
        venueStatus,
        tsEventMs,
      },
    })
  } catch (error) {
    return result({ result: 'failed', message: (error as Error).message })
  }
}

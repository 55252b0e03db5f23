import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId, OrderRole, TicketId } from '../model/ids.ts'
import type { Order, TimeInForce } from '../model/order.ts'
import type { Side } from '../model/side.ts'
import { opposite } from '../model/side.ts'
import type { BracketTerms, Terms } from '../model/terms.ts'
import type { Price, Quantity } from '../money/amount.ts'
import { ZERO_QUANTITY } from '../money/amount.ts'

interface Leg {
  readonly clientOrderId: ClientOrderId
  readonly role: OrderRole
  readonly side: Side
  readonly quantity: Quantity
  readonly price: Price
  readonly timeInForce: TimeInForce | null
}

const bracketLegs = (terms: BracketTerms): Leg[] => {
  const { quantity } = terms
  const exit = { side: opposite(terms.side), quantity, timeInForce: null }
  const legs: Leg[] = [
    {
      clientOrderId: terms.entryId,
      role: 'entry',
      side: terms.side,
      quantity,
      price: terms.limitPrice,
      timeInForce: terms.timeInForce,
    },
  ]
  if (terms.targetPrice !== null && terms.targetId !== null) {
    legs.push({ ...exit, clientOrderId: terms.targetId, role: 'target', price: terms.targetPrice })
  }
  legs.push({ ...exit, clientOrderId: terms.stopId, role: 'stop', price: terms.stopPrice })
  return legs
}

function legsOf(terms: Terms): Leg[] {
  switch (terms.kind) {
    case 'bracket':
      return bracketLegs(terms)
    case 'close':
      return [
        {
          clientOrderId: terms.exitId,
          role: 'exit',
          side: terms.side,
          quantity: terms.quantity,
          price: terms.limitPrice,
          timeInForce: 'Ioc',
        },
      ]
    case 'move':
      return [
        { ...terms, clientOrderId: terms.newId, price: terms.triggerPrice, timeInForce: null },
      ]
    case 'protect':
      return [
        {
          ...terms,
          clientOrderId: terms.stopId,
          role: 'stop',
          price: terms.triggerPrice,
          timeInForce: null,
        },
      ]
    case 'cancel':
    case 'leverage':
      return []
    default:
      return assertNever(terms)
  }
}

/**
 * The orders that the terms bring into being, in the order in which the venue answers them: entry,
 * target, stop.
 */
export function ordersOf(ticketId: TicketId, terms: Terms): Order[] {
  if (terms.kind === 'cancel' || terms.kind === 'leverage') return []
  const { coin } = terms
  return legsOf(terms).map(({ clientOrderId, role, side, quantity, price, timeInForce }) => ({
    clientOrderId,
    ticketId,
    role,
    coin,
    side,
    quantity,
    price,
    isReduceOnly: role !== 'entry',
    timeInForce,
    status: 'Initialized',
    venueOrderId: null,
    filledQuantity: ZERO_QUANTITY,
    reason: null,
  }))
}

import type { Grouping } from '../matching/place-orders.ts'
import type { OrderRequest } from '../matching/venue-order.ts'
import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import type { Side } from '../model/side.ts'
import { opposite } from '../model/side.ts'
import type { CancelTerms, LeverageTerms, Terms } from '../model/terms.ts'
import type { Price, Quantity } from '../money/amount.ts'
import { asPrice } from '../money/amount.ts'
import { roundToTick } from '../money/tick.ts'

/**
 * The limit behind a market trigger: a tenth beyond the trigger, on the tick towards it (the venue's
 * own tolerance, and what the desk's adapter sends).
 */
function limitBehind(trigger: Price, side: Side, sizeDecimals: number): Price {
  const limit = asPrice((trigger * (side === 'buy' ? 11n : 9n)) / 10n)
  return roundToTick(limit, sizeDecimals, side === 'buy' ? 'down' : 'up')
}

interface TriggerParts {
  readonly role: 'stop' | 'target'
  readonly side: Side
  readonly quantity: Quantity
  readonly triggerPrice: Price
  readonly clientOrderId: ClientOrderId
}

const triggerRequest = (parts: TriggerParts, sizeDecimals: number): OrderRequest => ({
  asset: 0,
  isBuy: parts.side === 'buy',
  limitPrice: limitBehind(parts.triggerPrice, parts.side, sizeDecimals),
  size: parts.quantity,
  isReduceOnly: true,
  timeInForce: 'Gtc',
  trigger: {
    price: parts.triggerPrice,
    isMarket: true,
    kind: parts.role === 'stop' ? 'sl' : 'tp',
  },
  clientOrderId: parts.clientOrderId,
})

export interface PlacedTogether {
  readonly requests: readonly OrderRequest[]
  readonly grouping: Grouping
}

/** The orders of approved terms as the venue takes them, in the order in which it answers. */
export function orderRequests(
  terms: Exclude<Terms, CancelTerms | LeverageTerms>,
  sizeDecimals: number,
): PlacedTogether {
  switch (terms.kind) {
    case 'bracket': {
      const { side, quantity, targetPrice, targetId } = terms
      const exit = { side: opposite(side), quantity }
      const entry: OrderRequest = {
        asset: 0,
        isBuy: side === 'buy',
        limitPrice: terms.limitPrice,
        size: quantity,
        isReduceOnly: false,
        timeInForce: terms.timeInForce,
        trigger: null,
        clientOrderId: terms.entryId,
      }
      const stop = triggerRequest(
        { ...exit, role: 'stop', triggerPrice: terms.stopPrice, clientOrderId: terms.stopId },
        sizeDecimals,
      )
      if (targetPrice === null || targetId === null) {
        return { requests: [entry, stop], grouping: 'normalTpsl' }
      }
      const target = triggerRequest(
        { ...exit, role: 'target', triggerPrice: targetPrice, clientOrderId: targetId },
        sizeDecimals,
      )
      return { requests: [entry, target, stop], grouping: 'normalTpsl' }
    }
    case 'close': {
      const close: OrderRequest = {
        asset: 0,
        isBuy: terms.side === 'buy',
        limitPrice: terms.limitPrice,
        size: terms.quantity,
        isReduceOnly: true,
        timeInForce: 'Ioc',
        trigger: null,
        clientOrderId: terms.exitId,
      }
      return { requests: [close], grouping: 'na' }
    }
    case 'move': {
      const moved = { ...terms, clientOrderId: terms.newId }
      return { requests: [triggerRequest(moved, sizeDecimals)], grouping: 'na' }
    }
    case 'protect': {
      const stop = { ...terms, role: 'stop' as const, clientOrderId: terms.stopId }
      return { requests: [triggerRequest(stop, sizeDecimals)], grouping: 'na' }
    }
    default:
      return assertNever(terms)
  }
}

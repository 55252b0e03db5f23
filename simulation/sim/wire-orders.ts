import type { CancelTarget } from '#core/matching/cancel-orders.ts'
import type { Modification } from '#core/matching/modify-orders.ts'
import type { Grouping } from '#core/matching/place-orders.ts'
import type { OrderRequest } from '#core/matching/venue-order.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import type { VenueAction, WireOrder } from '../../src/main/venues/hyperliquid/action.ts'

/** The action of the signed bytes in the words of the matching model. */
export type SimAction =
  | {
      readonly kind: 'place'
      readonly requests: readonly OrderRequest[]
      readonly grouping: Grouping
    }
  | { readonly kind: 'modify'; readonly modifications: readonly Modification[] }
  | { readonly kind: 'cancel'; readonly targets: readonly CancelTarget[] }
  | { readonly kind: 'leverage'; readonly asset: number; readonly leverage: number }

function toRequest(wire: WireOrder): OrderRequest {
  const trigger = 'trigger' in wire.t ? wire.t.trigger : null
  return {
    asset: wire.a,
    isBuy: wire.b,
    limitPrice: parsePrice(wire.p),
    size: parseQuantity(wire.s),
    isReduceOnly: wire.r,
    timeInForce: 'limit' in wire.t ? wire.t.limit.tif : 'Gtc',
    trigger: trigger && {
      price: parsePrice(trigger.triggerPx),
      isMarket: trigger.isMarket,
      kind: trigger.tpsl,
    },
    clientOrderId: wire.c,
  }
}

export function toSimAction(action: VenueAction): SimAction {
  switch (action.type) {
    case 'order':
      return {
        kind: 'place',
        requests: action.orders.map(toRequest),
        grouping: action.grouping,
      }
    case 'batchModify':
      return {
        kind: 'modify',
        modifications: action.modifies.map(({ oid, order }) => ({
          id: oid,
          request: toRequest(order),
        })),
      }
    case 'cancelByCloid':
      return {
        kind: 'cancel',
        targets: action.cancels.map(({ asset, cloid }) => ({ asset, id: cloid })),
      }
    default:
      return { kind: 'leverage', asset: action.asset, leverage: action.leverage }
  }
}

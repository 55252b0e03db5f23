import type { VenueOrder } from '#core/matching/venue-order.ts'
import type { VenueState } from '#core/matching/venue-state.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import type { ArchivedOrder } from '../archive.ts'

const coinOf = (state: VenueState, asset: number): string => state.markets[asset]?.coin ?? ''
const sideOf = (isBuy: boolean): 'B' | 'A' => (isBuy ? 'B' : 'A')

/** As in openOrders and orderUpdates. */
export function toOpenOrder(state: VenueState, order: VenueOrder) {
  return {
    coin: coinOf(state, order.asset),
    side: sideOf(order.isBuy),
    limitPx: formatDecimal(order.limitPrice),
    sz: formatDecimal(order.size),
    oid: order.oid,
    timestamp: order.placedMs,
    origSz: formatDecimal(order.originalSize),
    ...(order.clientOrderId === null ? {} : { cloid: order.clientOrderId }),
    ...(order.isReduceOnly ? { reduceOnly: true } : {}),
  }
}

/** As in frontendOpenOrders, orderStatus and historicalOrders. */
export interface FrontendOrder {
  readonly coin: string
  readonly side: 'B' | 'A'
  readonly limitPx: string
  readonly sz: string
  readonly oid: number
  readonly timestamp: number
  readonly triggerCondition: string
  readonly isTrigger: boolean
  readonly triggerPx: string
  readonly children: readonly FrontendOrder[]
  readonly isPositionTpsl: boolean
  readonly reduceOnly: boolean
  readonly orderType: string
  readonly origSz: string
  readonly tif: string | null
  readonly cloid: string | null
}

export function toFrontendOrder(state: VenueState, order: VenueOrder): FrontendOrder {
  const isUntriggered = order.trigger !== null && order.status !== 'triggered'
  const children = order.childOids.flatMap((oid) => {
    const child = state.accounts.get(order.account)?.orders.get(oid)
    return child?.isWaitingForParent ? [toFrontendOrder(state, child)] : []
  })
  return {
    coin: coinOf(state, order.asset),
    side: sideOf(order.isBuy),
    limitPx: formatDecimal(order.limitPrice),
    sz: formatDecimal(order.size),
    oid: order.oid,
    timestamp: order.placedMs,
    triggerCondition: triggerCondition(order),
    isTrigger: isUntriggered,
    triggerPx: order.trigger ? formatDecimal(order.trigger.price) : '0.0',
    children,
    isPositionTpsl: order.isPositionTpsl,
    reduceOnly: order.isReduceOnly,
    orderType: orderType(order),
    origSz: formatDecimal(order.originalSize),
    tif: order.trigger ? null : order.timeInForce,
    cloid: order.clientOrderId,
  }
}

function orderType({ trigger, timeInForce }: VenueOrder): string {
  if (!trigger) return timeInForce === 'LiquidationMarket' ? 'Market' : 'Limit'
  const kind = trigger.kind === 'sl' ? 'Stop' : 'Take Profit'
  return `${kind} ${trigger.isMarket ? 'Market' : 'Limit'}`
}

function triggerCondition({ trigger, isBuy }: VenueOrder): string {
  if (!trigger) return 'N/A'
  const isReleasedByFall = isBuy === (trigger.kind === 'tp')
  return `Price ${isReleasedByFall ? 'below' : 'above'} ${formatDecimal(trigger.price)}`
}

/** What rests, newest first; children that wait are shown inside their parents only. */
export function openOrdersOf(state: VenueState, address: string): VenueOrder[] {
  const orders = [...(state.accounts.get(address)?.orders.values() ?? [])]
  return orders.filter((order) => !order.isWaitingForParent).sort((a, b) => b.oid - a.oid)
}

export const toOrderWithStatus = (state: VenueState, archived: ArchivedOrder) => ({
  order: toFrontendOrder(state, archived.order),
  status: archived.status,
  statusTimestamp: archived.statusMs,
})

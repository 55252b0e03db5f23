import type { Price, Quantity } from '../money/amount.ts'
import { asMoney, SCALE } from '../money/amount.ts'
import { notional } from '../money/rounding.ts'
import { isOnLot, isOnTick } from '../money/tick.ts'
import { magnitude } from './apply-position.ts'
import type { Rejection } from './rejection.ts'
import type { OrderRequest } from './venue-order.ts'
import type { Market, VenueAccount } from './venue-state.ts'

/** A request whose numbers are all there and legal in their market. */
export interface LegalOrder {
  readonly market: Market
  readonly limitPrice: Price
  readonly size: Quantity
  readonly triggerPrice: Price | null
}

export type OrderCheck =
  | { readonly ok: true; readonly order: LegalOrder }
  | { readonly ok: false; readonly rejection: Rejection }

/** What the check has to know besides the request itself. */
export interface CheckContext {
  readonly account: VenueAccount
  /** A child of a bracket: closes what its parent opens, so it has no minimum of its own. */
  readonly isChild: boolean
  readonly isPositionTpsl: boolean
  /** The price that a trigger must not have passed already. */
  readonly triggerReference: Price | null
}

const MINIMUM_VALUE = asMoney(10n * SCALE)
const OPEN_ORDERS_MAX = 1000
const FARTHEST_SHARE = (80n * SCALE) / 100n

const refuse = (rejection: Rejection): OrderCheck => ({ ok: false, rejection })

/** The rules that need no matching: asset, size, tick, distance, minimum, trigger, order count. */
export function checkOrder(
  markets: readonly Market[],
  request: OrderRequest,
  context: CheckContext,
): OrderCheck {
  const market = markets[request.asset]
  if (!market) return refuse({ code: 'unknownAsset' })
  const sizeRejection = checkSize(market, request, context)
  if (sizeRejection) return refuse(sizeRejection)
  const priceRejection = checkPrices(market, request)
  if (priceRejection) return refuse(priceRejection)
  if (market.price <= 0n) return refuse({ code: 'noLiquidity' })
  const order: LegalOrder = {
    market,
    limitPrice: request.limitPrice as Price,
    size: request.size as Quantity,
    triggerPrice: request.trigger?.price ?? null,
  }
  const rejection =
    checkDistance(market, order.limitPrice) ??
    checkMinimum(order, request, context) ??
    checkTrigger(market, request, context) ??
    (context.account.orders.size >= OPEN_ORDERS_MAX ? ({ code: 'tooManyOrders' } as const) : null)
  return rejection ? refuse(rejection) : { ok: true, order }
}

function checkSize(market: Market, request: OrderRequest, context: CheckContext): Rejection | null {
  if (request.size === null || request.size < 0n) return { code: 'invalidSize' }
  if (request.size === 0n) return context.isPositionTpsl ? null : { code: 'zeroSize' }
  return isOnLot(request.size, market.sizeDecimals) ? null : { code: 'invalidSize' }
}

function checkPrices(market: Market, request: OrderRequest): Rejection | null {
  const prices = request.trigger
    ? [request.limitPrice, request.trigger.price]
    : [request.limitPrice]
  for (const price of prices) {
    if (price === null || price <= 0n) return { code: 'invalidPrice' }
    if (!isOnTick(price, market.sizeDecimals)) return { code: 'tick' }
  }
  return null
}

function checkDistance(market: Market, limitPrice: Price): Rejection | null {
  const distance = magnitude(limitPrice - market.oracle)
  return distance * SCALE > market.oracle * FARTHEST_SHARE ? { code: 'tooFarFromReference' } : null
}

function checkMinimum(
  order: LegalOrder,
  request: OrderRequest,
  context: CheckContext,
): Rejection | null {
  if (context.isChild || context.isPositionTpsl) return null
  const held = magnitude(context.account.positions.get(request.asset)?.size ?? 0n)
  // Closing all of a small position is allowed.
  if (request.isReduceOnly && order.size >= held) return null
  return notional(order.limitPrice, order.size, 'down') < MINIMUM_VALUE
    ? { code: 'minimumValue' }
    : null
}

function checkTrigger(
  market: Market,
  request: OrderRequest,
  context: CheckContext,
): Rejection | null {
  if (!request.trigger?.price) return null
  const reference = context.triggerReference ?? market.mark
  const isPassed = isTriggered(
    request.isBuy,
    request.trigger.kind,
    request.trigger.price,
    reference,
  )
  return isPassed ? { code: 'triggerPrice' } : null
}

/** A selling stop and a buying target are released from above, the other two from below. */
export function isTriggered(
  isBuy: boolean,
  kind: 'tp' | 'sl',
  triggerPrice: Price,
  mark: Price,
): boolean {
  const isReleasedByFall = isBuy === (kind === 'tp')
  return isReleasedByFall ? mark <= triggerPrice : mark >= triggerPrice
}

import type { Price } from '../money/amount.ts'
import { asPrice } from '../money/amount.ts'
import type { CheckContext, LegalOrder } from './check-order.ts'
import { checkOrder } from './check-order.ts'
import {
  dropPointlessReduceOnly,
  dropWaitingChildren,
  endOrder,
  finishFilled,
} from './end-order.ts'
import { hasMarginFor } from './margin.ts'
import type { MatchingEvent } from './matching-event.ts'
import type { Rejection } from './rejection.ts'
import { rejectionStatus, rejectionText } from './rejection.ts'
import type { Run } from './run.ts'
import { accountOf, admit, isStillLive, report, startRun } from './run.ts'
import { bookOf } from './synthetic-book.ts'
import type { Taken } from './take-liquidity.ts'
import { takeLiquidity, wouldMatch, wouldMeetOwn } from './take-liquidity.ts'
import type { OrderRequest, VenueOrder } from './venue-order.ts'
import type { VenueState } from './venue-state.ts'

export type Grouping = 'na' | 'normalTpsl' | 'positionTpsl'

/** The answer for one order of a request. */
export type Placement =
  | { readonly kind: 'resting'; readonly oid: number; readonly clientOrderId: string | null }
  | {
      readonly kind: 'filled'
      readonly oid: number
      readonly clientOrderId: string | null
      readonly taken: Taken
      readonly averagePrice: Price
    }
  | { readonly kind: 'waitingForFill' }
  | { readonly kind: 'waitingForTrigger' }
  | { readonly kind: 'error'; readonly message: string }

/** A request that is wrong as a whole is refused with one sentence and changes nothing. */
export type PlaceOutcome =
  | {
      readonly ok: true
      readonly placements: readonly Placement[]
      readonly events: readonly MatchingEvent[]
    }
  | { readonly ok: false; readonly message: string }

/**
 * Places one request's orders. `normalTpsl` makes the first order the parent of the others: they
 * wait until it has filled completely.
 */
export function placeOrders(
  state: VenueState,
  address: string,
  requests: readonly OrderRequest[],
  grouping: Grouping,
  timeMs: number,
): PlaceOutcome {
  const wrong = checkRequest(requests, grouping)
  if (wrong) return { ok: false, message: wrong }
  const run = startRun(state, timeMs)
  const placements =
    grouping === 'normalTpsl'
      ? placeBracket(run, address, requests)
      : requests.map(
          (request) =>
            placeOne(run, address, request, { isPositionTpsl: grouping === 'positionTpsl' })
              .placement,
        )
  return { ok: true, placements, events: run.events }
}

function checkRequest(requests: readonly OrderRequest[], grouping: Grouping): string | null {
  if (requests.length === 0) return 'Order action has no orders.'
  if (requests.some((request) => request.trigger && !request.isReduceOnly)) {
    return 'TP/SL order must be reduce only.'
  }
  const triggers = requests.filter((request) => request.trigger).length
  if (grouping === 'na') return null
  const expected = grouping === 'normalTpsl' ? requests.length - 1 : requests.length
  const isFirstParent = grouping === 'positionTpsl' || !requests[0]?.trigger
  const isCountRight = triggers === expected && triggers >= 1 && triggers <= 2
  return isCountRight && isFirstParent ? null : 'Unexpected number of trigger orders'
}

function placeBracket(run: Run, address: string, requests: readonly OrderRequest[]): Placement[] {
  const [parentRequest, ...childRequests] = requests as [OrderRequest, ...OrderRequest[]]
  const refused = refuseChildren(run, address, parentRequest, childRequests)
  if (refused) return requests.map(() => refused)
  const firstChildOid = run.state.nextOid + 1
  const childOids = childRequests.map((_, index) => firstChildOid + index)
  const children = (): void => {
    for (const request of childRequests) admitChild(run, address, request, childOids)
  }
  const { order, placement } = placeOne(run, address, parentRequest, { childOids, children })
  if (!order || placement.kind === 'error') return requests.map(() => placement)
  const waiting: Placement =
    placement.kind === 'filled' && order.status === 'filled'
      ? { kind: 'waitingForTrigger' }
      : { kind: 'waitingForFill' }
  return [placement, ...childRequests.map(() => waiting)]
}

/** A child that breaks a rule refuses the bracket: an entry without its stop is no bracket. */
function refuseChildren(
  run: Run,
  address: string,
  parent: OrderRequest,
  children: readonly OrderRequest[],
): Placement | null {
  const market = run.state.markets[parent.asset]
  if (!market || parent.limitPrice === null) return null
  const isImmediate = wouldMatch(run, market, parent.isBuy, parent.limitPrice)
  const reference = isImmediate ? market.mark : parent.limitPrice
  for (const child of children) {
    const check = checkOrder(run.state.markets, child, {
      account: accountOf(run, address),
      isChild: true,
      isPositionTpsl: false,
      triggerReference: reference,
    })
    if (!check.ok) return errorOf(check.rejection, child.asset)
    if (child.asset !== parent.asset || child.isBuy === parent.isBuy) {
      return errorOf({ code: 'reduceOnly' }, child.asset)
    }
  }
  return null
}

function admitChild(
  run: Run,
  address: string,
  request: OrderRequest,
  childOids: readonly number[],
): void {
  const market = run.state.markets[request.asset]
  if (!market || request.limitPrice === null || request.size === null) return
  const oid = run.state.nextOid
  const legal: LegalOrder = {
    market,
    limitPrice: request.limitPrice,
    size: request.size,
    triggerPrice: request.trigger?.price ?? null,
  }
  const order = createOrder(run, address, request, legal, {
    isWaitingForParent: true,
    siblingOids: childOids.filter((other) => other !== oid),
  })
  admit(market, accountOf(run, address), order)
  report(run, order, 'open')
}

export interface PlaceOptions {
  readonly isPositionTpsl?: boolean
  readonly childOids?: readonly number[]
  readonly siblingOids?: readonly number[]
  /** A bracket's child: no minimum value of its own. */
  readonly isChild?: boolean
  /** A child whose parent has not filled: nothing of it is live yet. */
  readonly isWaitingForParent?: boolean
  /** The price that a trigger must not have passed; the mark without it. */
  readonly triggerReference?: Price | null
  /** Called once the order exists and before it trades. */
  readonly children?: () => void
}

export interface Placed {
  readonly placement: Placement
  readonly order: VenueOrder | null
}

/** Places one order: checks, margin, then matching by its time in force. */
export function placeOne(
  run: Run,
  address: string,
  request: OrderRequest,
  options: PlaceOptions,
): Placed {
  const account = accountOf(run, address)
  const context: CheckContext = {
    account,
    isChild: options.isChild ?? false,
    isPositionTpsl: options.isPositionTpsl ?? false,
    triggerReference: options.triggerReference ?? null,
  }
  const check = checkOrder(run.state.markets, request, context)
  if (!check.ok) return refused(run, address, request, check.rejection)
  const rejection = options.isWaitingForParent
    ? null
    : checkAgainstAccount(run, address, request, check.order)
  if (rejection) return refused(run, address, request, rejection)
  const order = createOrder(run, address, request, check.order, options)
  admit(check.order.market, account, order)
  if (order.trigger || order.isWaitingForParent) {
    report(run, order, 'open')
    return { order, placement: restingOf(order) }
  }
  return matchNew(run, check.order, order, options)
}

function checkAgainstAccount(
  run: Run,
  address: string,
  request: OrderRequest,
  legal: LegalOrder,
): Rejection | null {
  const account = accountOf(run, address)
  const { market, limitPrice, size } = legal
  if (request.isReduceOnly) {
    const held = account.positions.get(market.asset)?.size ?? 0n
    const canReduce = request.isBuy ? held < 0n : held > 0n
    if (!canReduce) return { code: 'reduceOnly' }
  } else if (
    !hasMarginFor(run.state, account, {
      asset: market.asset,
      isBuy: request.isBuy,
      size,
      limitPrice,
    })
  ) {
    return { code: 'margin' }
  }
  if (request.trigger) return null
  const isMatching = wouldMatch(run, market, request.isBuy, limitPrice)
  const meetsOwn = (): boolean =>
    wouldMeetOwn(run, market, { account: address, isBuy: request.isBuy }, limitPrice)
  if (request.timeInForce === 'Alo' && (isMatching || meetsOwn())) {
    const book = bookOf(market, run.state.seed)
    return { code: 'postOnly', bid: book.bids[0]?.price ?? null, ask: book.asks[0]?.price ?? null }
  }
  const isImmediate = request.timeInForce === 'Ioc' || request.timeInForce === 'FrontendMarket'
  return isImmediate && !isMatching ? { code: 'noImmediateMatch' } : null
}

function matchNew(run: Run, legal: LegalOrder, order: VenueOrder, options: PlaceOptions): Placed {
  report(run, order, 'open')
  options.children?.()
  const taken = takeLiquidity(run, legal.market, order, null)
  settleTaken(run, order)
  if (taken.size > 0n) dropPointlessReduceOnly(run, order.account, order.asset)
  return { order, placement: placementOf(order, taken) }
}

/** After an order has taken what it could: filled, gone, or resting with the remainder. */
export function settleTaken(run: Run, order: VenueOrder): void {
  if (!isStillLive(run, order)) return
  if (order.size === 0n) finishFilled(run, order)
  else if (order.timeInForce !== 'Gtc' && order.timeInForce !== 'Alo')
    endOrder(run, order, 'canceled')
}

function placementOf(order: VenueOrder, taken: Taken): Placement {
  if (taken.size === 0n) return restingOf(order)
  const { oid, clientOrderId } = order
  return {
    kind: 'filled',
    oid,
    clientOrderId,
    taken,
    averagePrice: asPrice(taken.cost / taken.size),
  }
}

const restingOf = ({ oid, clientOrderId }: VenueOrder): Placement => ({
  kind: 'resting',
  oid,
  clientOrderId,
})

const errorOf = (rejection: Rejection, asset: number): Placement => ({
  kind: 'error',
  message: rejectionText(rejection, asset),
})

/** A refusal that needed the market leaves a refused order behind, as the venue's history does. */
function refused(run: Run, address: string, request: OrderRequest, rejection: Rejection): Placed {
  const status = rejectionStatus(rejection)
  const market = run.state.markets[request.asset]
  if (status && market && request.limitPrice !== null && request.size !== null) {
    const order = createOrder(run, address, request, {
      market,
      limitPrice: request.limitPrice,
      size: request.size,
      triggerPrice: request.trigger?.price ?? null,
    })
    report(run, order, status)
    dropWaitingChildren(run, order, status)
  }
  return { order: null, placement: errorOf(rejection, request.asset) }
}

function createOrder(
  run: Run,
  address: string,
  request: OrderRequest,
  legal: LegalOrder,
  options: PlaceOptions = {},
): VenueOrder {
  const oid = run.state.nextOid
  run.state.nextOid += 1
  const { trigger } = request
  return {
    oid,
    account: address,
    asset: request.asset,
    isBuy: request.isBuy,
    limitPrice: legal.limitPrice,
    originalSize: legal.size,
    size: legal.size,
    isReduceOnly: request.isReduceOnly,
    // A triggered market order takes what its limit reaches and does not rest.
    timeInForce: trigger ? (trigger.isMarket ? 'Ioc' : 'Gtc') : request.timeInForce,
    trigger:
      trigger && legal.triggerPrice !== null
        ? { price: legal.triggerPrice, isMarket: trigger.isMarket, kind: trigger.kind }
        : null,
    clientOrderId: request.clientOrderId,
    placedMs: run.timeMs,
    status: 'open',
    isWaitingForParent: options.isWaitingForParent ?? false,
    isPositionTpsl: options.isPositionTpsl ?? false,
    childOids: options.childOids ?? [],
    siblingOids: options.siblingOids ?? [],
  }
}

import type { Price, Quantity } from '../money/amount.ts'
import { asQuantity } from '../money/amount.ts'
import { applyFunding, HOUR_MS } from './apply-funding.ts'
import { isTriggered } from './check-order.ts'
import { dropPointlessReduceOnly, endOrder, finishFilled } from './end-order.ts'
import { executeFill } from './execute-fill.ts'
import { liquidateWhereNeeded } from './liquidate.ts'
import { hasMarginFor } from './margin.ts'
import type { MatchingEvent } from './matching-event.ts'
import { settleTaken } from './place-orders.ts'
import type { Run } from './run.ts'
import { accountOf, isStillLive, report, startRun } from './run.ts'
import { tradedThroughSize } from './synthetic-book.ts'
import { shrinkToPosition, takeLiquidity } from './take-liquidity.ts'
import type { VenueOrder } from './venue-order.ts'
import { isResting } from './venue-order.ts'
import type { Market, VenueState } from './venue-state.ts'

/** One price of one coin. `mark` and `oracle` default to the price. */
export interface MarketTick {
  readonly asset: number
  /** Market time, epoch ms; never before the coin's last tick. */
  readonly timeMs: number
  readonly price: Price
  readonly mark?: Price
  readonly oracle?: Price
}

const NOTHING: readonly MatchingEvent[] = []

/**
 * Moves one market on: funding of the hours that ended, resting orders that the price traded
 * through, triggers by the new mark, liquidations. Returns what happened, usually nothing.
 */
export function applyTick(state: VenueState, tick: MarketTick): readonly MatchingEvent[] {
  const market = state.markets[tick.asset]
  if (!market) throw new RangeError(`the venue has no asset ${tick.asset}`)
  if (market.orders.size === 0 && market.holders.size === 0) {
    market.fundingHour = Math.floor(tick.timeMs / HOUR_MS)
    setPrices(market, tick)
    return NOTHING
  }
  const run = startRun(state, tick.timeMs)
  applyFunding(run, market)
  setPrices(market, tick)
  fillTradedThrough(run, market, true)
  fillTradedThrough(run, market, false)
  fireTriggers(run, market)
  liquidateWhereNeeded(run, market)
  return run.events
}

/** After a jump of market time: the hours in between are not charged. */
export function skipFunding(state: VenueState): void {
  for (const market of state.markets) market.fundingHour = 0
}

function setPrices(market: Market, tick: MarketTick): void {
  market.price = tick.price
  market.mark = tick.mark ?? tick.price
  market.oracle = tick.oracle ?? tick.price
  market.timeMs = tick.timeMs
  market.isSilent = false
  market.bookOfTick = null
}

/**
 * Makers fill at their own price once the feed's price has gone beyond it, best price first, then
 * the oldest; one tick brings as much as one side of the book holds.
 */
function fillTradedThrough(run: Run, market: Market, isBuy: boolean): void {
  const { price } = market
  let passed: VenueOrder[] | null = null
  for (const order of market.orders.values()) {
    if (order.isBuy !== isBuy || !isResting(order)) continue
    if (isBuy ? price >= order.limitPrice : price <= order.limitPrice) continue
    if (passed) passed.push(order)
    else passed = [order]
  }
  if (passed === null) return
  passed.sort((a, b) => byPriceThenAge(a, b, isBuy))
  let left = tradedThroughSize(market, run.state.seed, isBuy)
  for (const order of passed) {
    if (left <= 0n) break
    if (isStillLive(run, order)) left = asQuantity(left - fillMaker(run, market, order, left))
  }
}

function byPriceThenAge(a: VenueOrder, b: VenueOrder, isBuy: boolean): number {
  if (a.limitPrice === b.limitPrice) return a.oid - b.oid
  return a.limitPrice > b.limitPrice === isBuy ? -1 : 1
}

function fillMaker(run: Run, market: Market, order: VenueOrder, left: Quantity): Quantity {
  if (!shrinkToPosition(run, order)) return asQuantity(0n)
  const size = order.size < left ? order.size : left
  if (!order.isReduceOnly && !canStillPay(run, order)) {
    endOrder(run, order, 'marginCanceled')
    return asQuantity(0n)
  }
  executeFill(run, market, order, {
    price: order.limitPrice,
    size,
    isTaker: false,
    liquidation: null,
  })
  if (order.size === 0n) finishFilled(run, order)
  dropPointlessReduceOnly(run, order.account, market.asset)
  return size
}

/** The order already counts among what the account must be able to pay. */
function canStillPay(run: Run, order: VenueOrder): boolean {
  const account = accountOf(run, order.account)
  account.orders.delete(order.oid)
  const isCovered = hasMarginFor(run.state, account, order)
  account.orders.set(order.oid, order)
  return isCovered
}

function fireTriggers(run: Run, market: Market): void {
  let fired: VenueOrder[] | null = null
  for (const order of market.orders.values()) {
    const { trigger } = order
    if (trigger === null || order.status !== 'open' || order.isWaitingForParent) continue
    if (!isTriggered(order.isBuy, trigger.kind, trigger.price, market.mark)) continue
    if (fired) fired.push(order)
    else fired = [order]
  }
  if (fired === null) return
  for (const order of fired) {
    if (!isStillLive(run, order)) continue
    report(run, order, 'triggered')
    const taken = takeLiquidity(run, market, order, null)
    settleTaken(run, order)
    if (taken.size > 0n) dropPointlessReduceOnly(run, order.account, market.asset)
  }
}

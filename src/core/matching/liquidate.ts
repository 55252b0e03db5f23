import type { Money, Price } from '../money/amount.ts'
import { asMoney, asPrice, asQuantity, SCALE } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import { magnitude } from './apply-position.ts'
import { endAllOrders } from './cancel-orders.ts'
import { dropPointlessReduceOnly } from './end-order.ts'
import { executeFill } from './execute-fill.ts'
import {
  crossMaintenance,
  crossValue,
  maintenanceMargin,
  marketOf,
  positionValue,
  unrealizedAt,
} from './margin.ts'
import type { Run } from './run.ts'
import { accountOf, admit, report } from './run.ts'
import { takeLiquidity } from './take-liquidity.ts'
import type { VenueOrder } from './venue-order.ts'
import type { Market, VenueAccount, VenuePosition } from './venue-state.ts'

/**
 * Closes what its margin no longer carries: on the book while at least two thirds of the
 * maintenance margin are left, otherwise the backstop takes it over at the price that uses up what
 * is left. An account never falls below zero.
 */
export function liquidateWhereNeeded(run: Run, market: Market): void {
  for (const address of [...market.holders]) {
    const account = accountOf(run, address)
    const position = account.positions.get(market.asset)
    if (!position) continue
    if (position.isolatedMargin === null) liquidateCross(run, account)
    else liquidateIsolated(run, account, market, position)
  }
}

function liquidateCross(run: Run, account: VenueAccount): void {
  const value = crossValue(run.state, account)
  const maintenance = crossMaintenance(run.state, account)
  if (value >= maintenance) return
  announce(run, account, value, true)
  endAllOrders(run, account.address, 'liquidatedCanceled')
  const positions = [...account.positions.values()].filter((one) => one.isolatedMargin === null)
  if (value * 3n >= maintenance * 2n) {
    for (const position of positions)
      closeOnBook(run, account, marketOf(run.state, position.asset), position)
    return
  }
  takeOverCross(run, account, positions, value)
}

function liquidateIsolated(
  run: Run,
  account: VenueAccount,
  market: Market,
  position: VenuePosition,
): void {
  const value = asMoney((position.isolatedMargin ?? 0n) + unrealizedAt(run.state, position))
  const maintenance = maintenanceMargin(market, positionValue(run.state, position))
  if (value >= maintenance) return
  announce(run, account, value, false)
  for (const order of [...account.orders.values()]) {
    if (order.asset === market.asset && order.isReduceOnly) report(run, order, 'liquidatedCanceled')
  }
  if (value * 3n >= maintenance * 2n) closeOnBook(run, account, market, position)
  else closeAt(run, account, market, position, backstopPrice(market, position, value))
}

function announce(run: Run, account: VenueAccount, value: Money, isCross: boolean): void {
  let notional = 0n
  for (const position of account.positions.values()) {
    if ((position.isolatedMargin === null) === isCross)
      notional += positionValue(run.state, position)
  }
  run.events.push({
    kind: 'liquidation',
    liquidation: {
      account: account.address,
      timeMs: run.timeMs,
      notional: asMoney(notional),
      accountValue: value,
      isCross,
    },
  })
}

/** A market order for the whole position; what the book cannot take waits for the next tick. */
function closeOnBook(
  run: Run,
  account: VenueAccount,
  market: Market,
  position: VenuePosition,
): void {
  const order = liquidationOrder(run, account, market, position, worstPrice(market, position))
  takeLiquidity(run, market, order, { markPrice: market.mark, method: 'market' })
  report(run, order, order.size === 0n ? 'filled' : 'canceled')
  dropPointlessReduceOnly(run, order.account, market.asset)
}

function closeAt(
  run: Run,
  account: VenueAccount,
  market: Market,
  position: VenuePosition,
  price: Price,
): void {
  const order = liquidationOrder(run, account, market, position, price)
  executeFill(run, market, order, {
    price,
    size: order.size,
    isTaker: true,
    liquidation: { markPrice: market.mark, method: 'backstop' },
  })
  report(run, order, 'filled')
  dropPointlessReduceOnly(run, order.account, market.asset)
}

function takeOverCross(
  run: Run,
  account: VenueAccount,
  positions: readonly VenuePosition[],
  value: Money,
): void {
  const total = positions.reduce((sum, one) => sum + positionValue(run.state, one), 0n)
  for (const position of positions) {
    const market = marketOf(run.state, position.asset)
    const part = divideRounded(value * positionValue(run.state, position), total, 'down')
    closeAt(run, account, market, position, backstopPrice(market, position, asMoney(part)))
  }
  // Rounding may leave a hundred-millionth on the wrong side of zero.
  if (account.positions.size === 0 && account.collateral < 0n) account.collateral = asMoney(0n)
}

/** The price at which `value` is used up, rounded in the account's favour. */
function backstopPrice(market: Market, position: VenuePosition, value: Money): Price {
  const side = position.size > 0n ? 1n : -1n
  const distance = divideRounded(value * SCALE, magnitude(position.size), 'down')
  const price = market.mark - side * distance
  return asPrice(price > 0n ? price : 1n)
}

const worstPrice = (market: Market, position: VenuePosition): Price =>
  position.size > 0n ? asPrice(1n) : asPrice(market.mark * 10n)

function liquidationOrder(
  run: Run,
  account: VenueAccount,
  market: Market,
  position: VenuePosition,
  limitPrice: Price,
): VenueOrder {
  const size = asQuantity(magnitude(position.size))
  const order: VenueOrder = {
    oid: run.state.nextOid,
    account: account.address,
    asset: market.asset,
    isBuy: position.size < 0n,
    limitPrice,
    originalSize: size,
    size,
    isReduceOnly: true,
    timeInForce: 'LiquidationMarket',
    trigger: null,
    clientOrderId: null,
    placedMs: run.timeMs,
    status: 'open',
    isWaitingForParent: false,
    isPositionTpsl: false,
    childOids: [],
    siblingOids: [],
  }
  run.state.nextOid += 1
  admit(market, account, order)
  return order
}

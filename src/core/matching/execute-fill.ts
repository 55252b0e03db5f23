import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, asQuantity, ZERO_MONEY } from '../money/amount.ts'
import { divideRounded, notional } from '../money/rounding.ts'
import type { PositionChange } from './apply-position.ts'
import { applyToPosition } from './apply-position.ts'
import { addVolume, feeOf, feeTierOf } from './fees.ts'
import type { VenueFill } from './matching-event.ts'
import type { Run } from './run.ts'
import { accountOf } from './run.ts'
import type { VenueOrder } from './venue-order.ts'
import type { Market, VenueAccount } from './venue-state.ts'
import { leverageOf } from './venue-state.ts'

export interface Execution {
  readonly price: Price
  readonly size: Quantity
  readonly isTaker: boolean
  readonly liquidation: VenueFill['liquidation']
}

/** Books one execution of an order: position, cash, fee, volume, and the fill itself. */
export function executeFill(
  run: Run,
  market: Market,
  order: VenueOrder,
  execution: Execution,
): VenueFill {
  const account = accountOf(run, order.account)
  const before = account.positions.get(market.asset) ?? null
  const signedSize = asQuantity(order.isBuy ? execution.size : -execution.size)
  const change = applyToPosition(before, market.asset, signedSize, execution.price)
  const fee = chargeFee(run, account, execution)
  account.collateral = asMoney(account.collateral + change.closedPnl + change.releasedMargin - fee)
  settlePosition(account, market, change)
  order.size = asQuantity(order.size - execution.size)
  const fill: VenueFill = {
    tid: run.state.nextTid,
    account: account.address,
    oid: order.oid,
    clientOrderId: order.clientOrderId,
    asset: market.asset,
    coin: market.coin,
    isBuy: order.isBuy,
    price: execution.price,
    size: execution.size,
    timeMs: run.timeMs,
    startPosition: before?.size ?? asQuantity(0n),
    direction: liquidationDirection(execution, change, before?.isolatedMargin ?? null, order),
    closedPnl: change.closedPnl,
    fee,
    isTaker: execution.isTaker,
    liquidation: execution.liquidation,
  }
  run.state.nextTid += 1
  run.events.push({ kind: 'fill', fill })
  return fill
}

function chargeFee(run: Run, account: VenueAccount, execution: Execution): Money {
  const value = notional(execution.price, execution.size, 'halfEven')
  const tier = feeTierOf(run.state.feeTiers, account, run.timeMs)
  addVolume(account, value, execution.isTaker, run.timeMs)
  // The backstop takes a position over without a trade on the book: no fee.
  if (execution.liquidation?.method === 'backstop') return ZERO_MONEY
  return feeOf(value, execution.isTaker ? tier.taker : tier.maker)
}

function settlePosition(account: VenueAccount, market: Market, change: PositionChange): void {
  if (change.position === null) {
    account.positions.delete(market.asset)
    market.holders.delete(account.address)
    return
  }
  const leverage = leverageOf(account, market)
  market.holders.add(account.address)
  if (leverage.isCross) {
    account.positions.set(market.asset, change.position)
    return
  }
  const added = asMoney(divideRounded(change.openedNotional, BigInt(leverage.value), 'up'))
  account.collateral = asMoney(account.collateral - added)
  account.positions.set(market.asset, {
    ...change.position,
    isolatedMargin: asMoney((change.position.isolatedMargin ?? 0n) + added),
  })
}

function liquidationDirection(
  execution: Execution,
  change: PositionChange,
  isolatedMargin: Money | null,
  order: VenueOrder,
): string {
  if (!execution.liquidation) return change.direction
  return `Liquidated ${isolatedMargin === null ? 'Cross' : 'Isolated'} ${order.isBuy ? 'Short' : 'Long'}`
}

import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, asPrice, asQuantity, SCALE } from '../money/amount.ts'
import { divideRounded, notional } from '../money/rounding.ts'
import { magnitude, unrealizedPnl } from './apply-position.ts'
import type { Market, VenueAccount, VenuePosition, VenueState } from './venue-state.ts'
import { leverageOf } from './venue-state.ts'

/** Cash and cross positions at mark; isolated positions keep their own. */
export function crossValue(state: VenueState, account: VenueAccount): Money {
  let value: bigint = account.collateral
  for (const position of account.positions.values()) {
    if (position.isolatedMargin === null) value += unrealizedAt(state, position)
  }
  return asMoney(value)
}

/** Everything the account is worth at mark. */
export function accountValue(state: VenueState, account: VenueAccount): Money {
  let value: bigint = account.collateral
  for (const position of account.positions.values()) {
    value += unrealizedAt(state, position) + (position.isolatedMargin ?? 0n)
  }
  return asMoney(value)
}

export const unrealizedAt = (state: VenueState, position: VenuePosition): Money =>
  unrealizedPnl(position, marketOf(state, position.asset).mark)

/** Dollars of a position at mark. */
export const positionValue = (state: VenueState, position: VenuePosition): Money =>
  notional(marketOf(state, position.asset).mark, asQuantity(magnitude(position.size)), 'halfEven')

export function marketOf(state: VenueState, asset: number): Market {
  const market = state.markets[asset]
  if (!market) throw new RangeError(`the venue has no asset ${asset}`)
  return market
}

/** Half of the initial margin at the coin's highest leverage (the venue's rule). */
export function maintenanceMargin(market: Market, value: Money): Money {
  return asMoney(divideRounded(value, BigInt(2 * market.maxLeverage), 'up'))
}

export function crossMaintenance(state: VenueState, account: VenueAccount): Money {
  let sum = 0n
  for (const position of account.positions.values()) {
    if (position.isolatedMargin !== null) continue
    sum += maintenanceMargin(marketOf(state, position.asset), positionValue(state, position))
  }
  return asMoney(sum)
}

/** The initial margin that a position ties up. */
export function marginUsed(
  state: VenueState,
  account: VenueAccount,
  position: VenuePosition,
): Money {
  const market = marketOf(state, position.asset)
  if (position.isolatedMargin !== null) {
    return asMoney(position.isolatedMargin + unrealizedAt(state, position))
  }
  const leverage = BigInt(leverageOf(account, market).value)
  return asMoney(divideRounded(positionValue(state, position), leverage, 'up'))
}

/** An order that is not live yet but must be paid for. */
export interface Candidate {
  readonly asset: number
  readonly isBuy: boolean
  readonly size: Quantity
  readonly limitPrice: Price
}

/**
 * What positions and open orders need together: for each coin the worse of "all buys fill" and
 * "all sells fill", at the set leverage.
 */
export function requiredMargin(
  state: VenueState,
  account: VenueAccount,
  candidate: Candidate | null,
): Money {
  let sum = 0n
  for (const market of state.markets) {
    const position = account.positions.get(market.asset)
    const isInvolved = candidate?.asset === market.asset
    if (!position && !isInvolved && market.orders.size === 0) continue
    sum += requiredInMarket(account, market, position, isInvolved ? candidate : null)
  }
  return asMoney(sum)
}

function requiredInMarket(
  account: VenueAccount,
  market: Market,
  position: VenuePosition | undefined,
  candidate: Candidate | null,
): bigint {
  const held = position ? position.size * market.mark : 0n
  let bought = held
  let sold = -held
  const add = (order: Candidate): void => {
    if (order.isBuy) bought += order.size * lower(order.limitPrice, market.mark)
    else sold += order.size * higher(order.limitPrice, market.mark)
  }
  for (const order of account.orders.values()) {
    if (order.asset === market.asset && !order.isReduceOnly && !order.isWaitingForParent) add(order)
  }
  if (candidate) add(candidate)
  // An isolated position has its own margin; only what goes beyond it needs the account's.
  const isolated = position?.isolatedMargin != null ? magnitude(held) : 0n
  const worst = higher(higher(bought, sold), magnitude(held)) - isolated
  return divideRounded(worst, SCALE * BigInt(leverageOf(account, market).value), 'up')
}

/** Whether the account may take on `candidate`: it is covered, or it adds no need for margin. */
export function hasMarginFor(
  state: VenueState,
  account: VenueAccount,
  candidate: Candidate,
): boolean {
  const after = requiredMargin(state, account, candidate)
  if (after <= crossValue(state, account)) return true
  return after <= requiredMargin(state, account, null)
}

/** What could be withdrawn or used for new positions. */
export function availableMargin(state: VenueState, account: VenueAccount): Money {
  let used = 0n
  for (const position of account.positions.values()) {
    if (position.isolatedMargin === null) used += marginUsed(state, account, position)
  }
  const free = crossValue(state, account) - used
  return asMoney(free > 0n ? free : 0n)
}

/**
 * The mark at which this position would be liquidated with everything else standing still; null
 * where there is none above zero. The venue's formula: price − side × free margin / size /
 * (1 − maintenance × side).
 */
export function liquidationPrice(
  state: VenueState,
  account: VenueAccount,
  position: VenuePosition,
): Price | null {
  const market = marketOf(state, position.asset)
  const need = maintenanceMargin(market, positionValue(state, position))
  const free =
    position.isolatedMargin === null
      ? crossValue(state, account) - crossMaintenance(state, account)
      : position.isolatedMargin + unrealizedAt(state, position) - need
  const side = position.size > 0n ? 1n : -1n
  const twiceLeverage = BigInt(2 * market.maxLeverage)
  const denominator = magnitude(position.size) * (twiceLeverage - side)
  const distance = divideRounded(free * SCALE * twiceLeverage, denominator, 'halfEven')
  const price = market.mark - side * distance
  return price > 0n ? asPrice(price) : null
}

const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b)

import type { Money } from '../money/amount.ts'
import { asMoney } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import {
  availableMargin,
  crossValue,
  marketOf,
  positionValue,
  requiredMargin,
  unrealizedAt,
} from './margin.ts'
import type { Market, VenueAccount, VenueState } from './venue-state.ts'
import { leverageOf } from './venue-state.ts'

/** Null: done. Otherwise the venue's sentence. */
export type AccountOutcome = string | null

const SHORT_OF_MARGIN = {
  cross:
    'Cross position does not have sufficient margin available to decrease leverage. To decrease leverage, deposit more collateral.',
  isolated:
    'Isolated position does not have sufficient margin available to decrease leverage. To decrease leverage, add margin to the position.',
} as const

/** Sets a coin's leverage for the account; an open position keeps its margin mode. */
export function updateLeverage(
  state: VenueState,
  account: VenueAccount,
  asset: number,
  isCross: boolean,
  value: number,
): AccountOutcome {
  const market = state.markets[asset]
  if (!market) return `Invalid asset. asset=${asset}`
  if (!Number.isInteger(value) || value < 1 || value > market.maxLeverage) {
    return 'Invalid leverage value'
  }
  if (isCross && market.isIsolatedOnly) return 'Cross margin is not allowed for this asset.'
  const before = leverageOf(account, market)
  const position = account.positions.get(asset)
  if (position && before.isCross !== isCross) {
    return 'Cannot switch leverage type with open position.'
  }
  account.leverage.set(asset, { isCross, value })
  const refusal = value < before.value ? checkMargin(state, account, market, isCross) : null
  if (refusal) account.leverage.set(asset, before)
  return refusal
}

function checkMargin(
  state: VenueState,
  account: VenueAccount,
  market: Market,
  isCross: boolean,
): AccountOutcome {
  const position = account.positions.get(market.asset)
  if (isCross || !position) {
    const isCovered = requiredMargin(state, account, null) <= crossValue(state, account)
    return isCovered ? null : SHORT_OF_MARGIN.cross
  }
  return isolatedValue(state, account, market) >= isolatedNeed(state, account, market)
    ? null
    : SHORT_OF_MARGIN.isolated
}

/**
 * Moves money into (positive) or out of (negative) an isolated position. What stays must still
 * carry the position at its leverage.
 */
export function updateIsolatedMargin(
  state: VenueState,
  account: VenueAccount,
  asset: number,
  amount: Money,
): AccountOutcome {
  const market = state.markets[asset]
  if (!market) return `Invalid asset. asset=${asset}`
  const position = account.positions.get(asset)
  if (!position || position.isolatedMargin === null) {
    return 'Cannot update margin: no isolated position is open.'
  }
  if (amount > availableMargin(state, account)) {
    return 'Insufficient margin available to add to the position.'
  }
  const left = isolatedValue(state, account, market) + amount
  if (amount < 0n && left < isolatedNeed(state, account, market)) return SHORT_OF_MARGIN.isolated
  account.collateral = asMoney(account.collateral - amount)
  account.positions.set(asset, {
    ...position,
    isolatedMargin: asMoney(position.isolatedMargin + amount),
  })
  return null
}

function isolatedValue(state: VenueState, account: VenueAccount, market: Market): bigint {
  const position = account.positions.get(market.asset)
  return position ? (position.isolatedMargin ?? 0n) + unrealizedAt(state, position) : 0n
}

function isolatedNeed(state: VenueState, account: VenueAccount, market: Market): bigint {
  const position = account.positions.get(market.asset)
  if (!position) return 0n
  const leverage = BigInt(leverageOf(account, market).value)
  return divideRounded(positionValue(state, position), leverage, 'up')
}

/** The largest sizes that the free margin opens now, for the venue's "available to trade". */
export function openableNotional(state: VenueState, account: VenueAccount, asset: number): Money {
  const leverage = BigInt(leverageOf(account, marketOf(state, asset)).value)
  return asMoney(availableMargin(state, account) * leverage)
}

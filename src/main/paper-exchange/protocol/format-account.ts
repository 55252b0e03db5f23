import { openableNotional } from '#core/matching/leverage.ts'
import {
  accountValue,
  availableMargin,
  crossMaintenance,
  crossValue,
  liquidationPrice,
  marginUsed,
  marketOf,
  positionValue,
  unrealizedAt,
} from '#core/matching/margin.ts'
import type { VenueAccount, VenuePosition, VenueState } from '#core/matching/venue-state.ts'
import { createAccount, entryPrice, leverageOf } from '#core/matching/venue-state.ts'
import type { Money } from '#core/money/amount.ts'
import { asMoney, asPrice, asQuantity, SCALE } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { divideRounded } from '#core/money/rounding.ts'
import { lotSize, roundToLot } from '#core/money/tick.ts'

/** As in clearinghouseState; an address without an account has an empty one. */
export function toClearinghouseState(state: VenueState, address: string, timeMs: number) {
  const account = state.accounts.get(address) ?? createAccount(address)
  const positions = [...account.positions.values()].sort((a, b) => a.asset - b.asset)
  if (account.isUnified) return unifiedState(state, account, positions, timeMs)
  const cross = positions.filter((position) => position.isolatedMargin === null)
  return {
    marginSummary: summary(state, account, positions, accountValue(state, account)),
    crossMarginSummary: summary(state, account, cross, crossValue(state, account)),
    crossMaintenanceMarginUsed: formatDecimal(crossMaintenance(state, account)),
    withdrawable: formatDecimal(availableMargin(state, account)),
    assetPositions: positions.map((position) => ({
      type: 'oneWay',
      position: toPosition(state, account, position),
    })),
    time: timeMs,
  }
}

/** A unified account's money is told on the spot side; here only its positions are. */
function unifiedState(
  state: VenueState,
  account: VenueAccount,
  positions: readonly VenuePosition[],
  timeMs: number,
) {
  const none = {
    accountValue: '0.0',
    totalNtlPos: '0.0',
    totalRawUsd: '0.0',
    totalMarginUsed: '0.0',
  }
  return {
    marginSummary: none,
    crossMarginSummary: none,
    crossMaintenanceMarginUsed: formatDecimal(crossMaintenance(state, account)),
    withdrawable: '0.0',
    assetPositions: positions.map((position) => ({
      type: 'oneWay',
      position: toPosition(state, account, position),
    })),
    time: timeMs,
  }
}

function summary(
  state: VenueState,
  account: VenueAccount,
  positions: readonly VenuePosition[],
  value: Money,
) {
  let notional = 0n
  let signed = 0n
  let used = 0n
  for (const position of positions) {
    const worth = positionValue(state, position)
    notional += worth
    signed += position.size > 0n ? worth : -worth
    used += marginUsed(state, account, position)
  }
  return {
    accountValue: formatDecimal(value),
    totalNtlPos: formatDecimal(notional),
    totalRawUsd: formatDecimal(value - signed),
    totalMarginUsed: formatDecimal(used),
  }
}

function toPosition(state: VenueState, account: VenueAccount, position: VenuePosition) {
  const market = marketOf(state, position.asset)
  const leverage = leverageOf(account, market)
  const unrealized = unrealizedAt(state, position)
  const liquidation = liquidationPrice(state, account, position)
  const margin = divideRounded(position.cost, BigInt(leverage.value), 'up')
  return {
    coin: market.coin,
    szi: formatDecimal(position.size),
    leverage: leverage.isCross
      ? { type: 'cross', value: leverage.value }
      : { type: 'isolated', value: leverage.value, rawUsd: formatDecimal(rawDollars(position)) },
    entryPx: formatDecimal(entryPrice(position)),
    positionValue: formatDecimal(positionValue(state, position)),
    unrealizedPnl: formatDecimal(unrealized),
    returnOnEquity: formatDecimal(
      margin === 0n ? 0n : divideRounded(unrealized * SCALE, margin, 'halfEven'),
    ),
    liquidationPx: liquidation === null ? null : formatDecimal(liquidation),
    marginUsed: formatDecimal(marginUsed(state, account, position)),
    maxLeverage: market.maxLeverage,
    cumFunding: {
      allTime: formatDecimal(position.fundingAllTime),
      sinceOpen: formatDecimal(position.fundingSinceOpen),
      sinceChange: formatDecimal(position.fundingSinceChange),
    },
  }
}

const rawDollars = (position: VenuePosition): bigint => {
  const margin = position.isolatedMargin ?? 0n
  return position.size > 0n ? margin - position.cost : margin + position.cost
}

/** As in spotClearinghouseState: the spot side's dollars, or all of them in a unified account. */
export function toSpotState(state: VenueState, address: string) {
  const account = state.accounts.get(address) ?? createAccount(address)
  let total: bigint = account.spotDollars
  let hold = 0n
  if (account.isUnified) {
    total += account.collateral
    for (const position of account.positions.values()) {
      total += position.isolatedMargin ?? 0n
      hold += marginUsed(state, account, position)
    }
  }
  if (total === 0n) return { balances: [] }
  const amounts = { total: formatDecimal(total), hold: formatDecimal(hold), entryNtl: '0.0' }
  return { balances: [{ coin: 'USDC', token: 0, ...amounts }] }
}

/** As in activeAssetData: what the free margin could open in this coin. */
export function toActiveAssetData(state: VenueState, address: string, asset: number) {
  const account = state.accounts.get(address) ?? createAccount(address)
  const market = marketOf(state, asset)
  const leverage = leverageOf(account, market)
  const money = openableNotional(state, account, asset)
  const size =
    market.mark > 0n
      ? roundToLot(asQuantity((money * SCALE) / asPrice(market.mark)), market.sizeDecimals)
      : lotSize(market.sizeDecimals)
  const dollars = formatDecimal(asMoney(money / BigInt(leverage.value)))
  return {
    user: address,
    coin: market.coin,
    leverage: leverage.isCross
      ? { type: 'cross', value: leverage.value }
      : { type: 'isolated', value: leverage.value, rawUsd: '0.0' },
    maxTradeSzs: [formatDecimal(size), formatDecimal(size)],
    availableToTrade: [dollars, dollars],
    markPx: formatDecimal(market.mark),
  }
}

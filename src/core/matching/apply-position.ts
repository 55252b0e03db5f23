import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, asQuantity, SCALE, ZERO_MONEY } from '../money/amount.ts'
import { divideRounded, notional } from '../money/rounding.ts'
import type { VenuePosition } from './venue-state.ts'

export interface PositionChange {
  /** Null when the fill closed the position. */
  readonly position: VenuePosition | null
  /** Without fees. */
  readonly closedPnl: Money
  /** Money that an isolated position gives back. */
  readonly releasedMargin: Money
  /** Dollars of the part that opened or added. */
  readonly openedNotional: Money
  readonly direction: string
}

/**
 * One fill on one position. The average entry moves only when the position grows: a closing fill
 * takes its share of the cost away, and what crosses zero closes first and opens anew.
 * `signedSize` is positive for a buy.
 */
export function applyToPosition(
  before: VenuePosition | null,
  asset: number,
  signedSize: Quantity,
  price: Price,
): PositionChange {
  const held = before?.size ?? 0n
  const isClosing = held !== 0n && held < 0n !== signedSize < 0n
  const closing = isClosing ? smaller(magnitude(held), magnitude(signedSize)) : 0n
  const opening = magnitude(signedSize) - closing
  const closed = closePart(before, closing, price)
  const openedNotional =
    opening === 0n ? ZERO_MONEY : notional(price, asQuantity(opening), 'halfEven')
  const size = asQuantity(held + signedSize)
  const isNew = opening > 0n && (closing > 0n || held === 0n)
  return {
    position: size === 0n ? null : nextPosition(before, asset, size, closed, openedNotional, isNew),
    closedPnl: closed.pnl,
    releasedMargin: closed.released,
    openedNotional,
    direction: directionOf(asQuantity(held), size),
  }
}

interface ClosedPart {
  readonly pnl: Money
  readonly released: Money
  readonly cost: Money
}

function closePart(before: VenuePosition | null, closing: bigint, price: Price): ClosedPart {
  if (before === null || closing === 0n) {
    return { pnl: ZERO_MONEY, released: ZERO_MONEY, cost: before?.cost ?? ZERO_MONEY }
  }
  const held = magnitude(before.size)
  const share = (amount: bigint): bigint =>
    closing === held ? amount : divideRounded(amount * closing, held, 'halfEven')
  const cost = share(before.cost)
  const proceeds = notional(price, asQuantity(closing), 'halfEven')
  return {
    pnl: asMoney(before.size > 0n ? proceeds - cost : cost - proceeds),
    released: asMoney(share(before.isolatedMargin ?? 0n)),
    cost: asMoney(before.cost - cost),
  }
}

function nextPosition(
  before: VenuePosition | null,
  asset: number,
  size: Quantity,
  closed: ClosedPart,
  openedNotional: Money,
  isNew: boolean,
): VenuePosition {
  const kept = before?.isolatedMargin ?? null
  return {
    asset,
    size,
    cost: asMoney((isNew ? 0n : closed.cost) + openedNotional),
    isolatedMargin: kept === null ? null : asMoney(kept - closed.released),
    fundingAllTime: before?.fundingAllTime ?? ZERO_MONEY,
    fundingSinceOpen: isNew ? ZERO_MONEY : (before?.fundingSinceOpen ?? ZERO_MONEY),
    fundingSinceChange: ZERO_MONEY,
  }
}

function directionOf(before: Quantity, after: Quantity): string {
  if (before !== 0n && after !== 0n && before < 0n !== after < 0n) {
    return before > 0n ? 'Long > Short' : 'Short > Long'
  }
  const isLong = before === 0n ? after > 0n : before > 0n
  const side = isLong ? 'Long' : 'Short'
  return magnitude(after) > magnitude(before) ? `Open ${side}` : `Close ${side}`
}

/** What closing at `mark` would bring. */
export function unrealizedPnl(position: VenuePosition, mark: Price): Money {
  const worth = divideRounded(magnitude(position.size) * mark, SCALE, 'halfEven')
  return asMoney(position.size > 0n ? worth - position.cost : position.cost - worth)
}

export const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

import type { FundingPayment, VenueFill } from '#core/matching/matching-event.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { asMoney, asPrice, asQuantity } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { divideRounded } from '#core/money/rounding.ts'
import type { LedgerEntry } from '../archive.ts'

/** A hash of the right shape; the paper exchange has no chain. */
const hashOf = (kind: number, id: number): string =>
  `0x${kind.toString(16).padStart(2, '0')}${id.toString(16).padStart(62, '0')}`

/** As in userNonFundingLedgerUpdates: money that came or went otherwise than by trading. */
export const toLedgerUpdate = (entry: LedgerEntry) => ({
  time: entry.timeMs,
  hash: hashOf(3, entry.timeMs),
  delta: { type: entry.kind, usdc: formatDecimal(entry.amount), ...detailsOf(entry) },
})

function detailsOf(entry: LedgerEntry): object {
  switch (entry.kind) {
    case 'deposit':
      return {}
    case 'accountClassTransfer':
      return { toPerp: entry.toPerp }
    case 'withdraw':
      return { nonce: entry.nonce, fee: formatDecimal(entry.fee ?? 0n) }
    case 'internalTransfer':
      return { user: entry.sender, destination: entry.destination, fee: '0.0' }
    default:
      return assertNever(entry.kind)
  }
}

/** As in userFills. `fee` is what the account paid; `closedPnl` is without it. */
export function toUserFill(fill: VenueFill) {
  return {
    coin: fill.coin,
    px: formatDecimal(fill.price),
    sz: formatDecimal(fill.size),
    side: fill.isBuy ? 'B' : 'A',
    time: fill.timeMs,
    startPosition: formatDecimal(fill.startPosition),
    dir: fill.direction,
    closedPnl: formatDecimal(fill.closedPnl),
    hash: hashOf(1, fill.tid),
    oid: fill.oid,
    crossed: fill.isTaker,
    fee: formatDecimal(fill.fee),
    tid: fill.tid,
    feeToken: 'USDC',
    twapId: null,
    ...(fill.clientOrderId === null ? {} : { cloid: fill.clientOrderId }),
    ...(fill.liquidation
      ? {
          liquidation: {
            liquidatedUser: fill.account,
            markPx: formatDecimal(fill.liquidation.markPrice),
            method: fill.liquidation.method,
          },
        }
      : {}),
  }
}

/**
 * For `aggregateByTime`, oldest first: what a crossing order took of several levels at one moment is
 * one fill at their average price. Fills of resting orders stay as they are.
 */
export function joinFills(fills: readonly VenueFill[]): VenueFill[] {
  const joined: VenueFill[] = []
  for (const fill of fills) {
    const last = joined[joined.length - 1]
    const isSame =
      last?.isTaker && fill.isTaker && last.oid === fill.oid && last.timeMs === fill.timeMs
    if (isSame) joined[joined.length - 1] = joinTwo(last, fill)
    else joined.push(fill)
  }
  return joined
}

export const joinNewestFirst = (fills: readonly VenueFill[]): VenueFill[] =>
  joinFills([...fills].reverse()).reverse()

function joinTwo(first: VenueFill, next: VenueFill): VenueFill {
  const size = asQuantity(first.size + next.size)
  const cost = first.price * first.size + next.price * next.size
  const start = first.startPosition
  const end = start + (first.isBuy ? size : -size)
  const isFlip = start !== 0n && end !== 0n && start < 0n !== end < 0n
  return {
    ...first,
    size,
    price: asPrice(divideRounded(cost, size, 'halfEven')),
    closedPnl: asMoney(first.closedPnl + next.closedPnl),
    fee: asMoney(first.fee + next.fee),
    direction: isFlip ? (start > 0n ? 'Long > Short' : 'Short > Long') : first.direction,
  }
}

const fundingDelta = (funding: FundingPayment) => ({
  coin: funding.coin,
  usdc: formatDecimal(funding.payment),
  szi: formatDecimal(funding.size),
  fundingRate: formatDecimal(funding.rate),
  nSamples: null,
})

/** As in the answer to userFunding. */
export const toUserFunding = (funding: FundingPayment) => ({
  time: funding.timeMs,
  hash: hashOf(2, funding.timeMs + funding.asset),
  delta: { type: 'funding', ...fundingDelta(funding) },
})

/** As in the userFundings channel. */
export const toFundingEvent = (funding: FundingPayment) => ({
  time: funding.timeMs,
  ...fundingDelta(funding),
})

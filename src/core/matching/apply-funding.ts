import type { Money, Quantity, Ratio } from '../money/amount.ts'
import { asMoney, asRatio, SCALE } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import type { Run } from './run.ts'
import { accountOf } from './run.ts'
import type { Market } from './venue-state.ts'

export const HOUR_MS = 3_600_000

/** The venue's cap: 4 % an hour. */
const RATE_CAP = (4n * SCALE) / 100n

export function cappedRate(rate: Ratio): Ratio {
  if (rate > RATE_CAP) return asRatio(RATE_CAP)
  return rate < -RATE_CAP ? asRatio(-RATE_CAP) : rate
}

/**
 * Millionths of a dollar, as the venue books it. Positive: the position receives. The rate is in
 * parts of `rateScale`.
 */
export function fundingPayment(
  size: Quantity,
  oracle: bigint,
  rate: bigint,
  rateScale: bigint = SCALE,
): Money {
  const step = 100n
  return asMoney(-divideRounded(size * oracle * rate, SCALE * rateScale * step, 'halfEven') * step)
}

/**
 * Charges every full hour that has passed since the last charge, at the oracle price that stood
 * when the hour ended. Call it before the tick's own price is set.
 */
export function applyFunding(run: Run, market: Market): void {
  const hour = Math.floor(run.timeMs / HOUR_MS)
  if (market.fundingHour === 0 || market.oracle <= 0n) market.fundingHour = hour
  while (market.fundingHour < hour) {
    if (market.holders.size === 0) {
      market.fundingHour = hour
      return
    }
    market.fundingHour += 1
    chargeHour(run, market, market.fundingHour * HOUR_MS)
  }
}

function chargeHour(run: Run, market: Market, hourMs: number): void {
  const rate = cappedRate(market.fundingRate)
  for (const address of market.holders) {
    const account = accountOf(run, address)
    const position = account.positions.get(market.asset)
    if (!position) continue
    const payment = fundingPayment(position.size, market.oracle, rate)
    const isCross = position.isolatedMargin === null
    if (isCross) account.collateral = asMoney(account.collateral + payment)
    account.positions.set(market.asset, {
      ...position,
      isolatedMargin: isCross ? null : asMoney((position.isolatedMargin ?? 0n) + payment),
      // The venue counts what was paid, so a payment received lowers these.
      fundingAllTime: asMoney(position.fundingAllTime - payment),
      fundingSinceOpen: asMoney(position.fundingSinceOpen - payment),
      fundingSinceChange: asMoney(position.fundingSinceChange - payment),
    })
    const funding = {
      account: address,
      asset: market.asset,
      coin: market.coin,
      timeMs: hourMs,
      payment,
      size: position.size,
      rate,
    }
    run.events.push({ kind: 'funding', funding })
  }
}

import type { Money, Ratio } from '../money/amount.ts'
import { asMoney, asRatio, SCALE } from '../money/amount.ts'
import { parseMoney, parseRatio } from '../money/decimal.ts'
import { divideRounded } from '../money/rounding.ts'
import type { DayVolume, VenueAccount } from './venue-state.ts'

/** Rates from this traded volume of the last 14 days on. */
export interface FeeTier {
  readonly volumeFrom: Money
  readonly taker: Ratio
  readonly maker: Ratio
}

const tier = (volumeFrom: string, taker: string, maker: string): FeeTier => ({
  volumeFrom: parseMoney(volumeFrom),
  taker: parseRatio(taker),
  maker: parseRatio(maker),
})

/** Hyperliquid's published schedule for perpetuals. */
export const DEFAULT_FEE_TIERS: readonly FeeTier[] = [
  tier('0', '0.00045', '0.00015'),
  tier('5000000', '0.0004', '0.00012'),
  tier('25000000', '0.00035', '0.00008'),
  tier('100000000', '0.0003', '0.00004'),
  tier('500000000', '0.00028', '0'),
  tier('2000000000', '0.00026', '0'),
  tier('7000000000', '0.00024', '0'),
]

const DAY_MS = 86_400_000
const WINDOW_DAYS = 14

export const dayOf = (timeMs: number): number => Math.floor(timeMs / DAY_MS)

/** The tier by the volume of the 14 full days before `timeMs`. */
export function feeTierOf(
  tiers: readonly FeeTier[],
  account: VenueAccount,
  timeMs: number,
): FeeTier {
  const today = dayOf(timeMs)
  let volume = 0n
  for (const day of account.volumeByDay) {
    if (day.day < today && day.day >= today - WINDOW_DAYS) volume += day.taker + day.maker
  }
  let found: FeeTier = { volumeFrom: asMoney(0n), taker: asRatio(0n), maker: asRatio(0n) }
  for (const candidate of tiers) if (volume >= candidate.volumeFrom) found = candidate
  return found
}

/** The venue books fees in millionths of a dollar. */
const FEE_STEP = 100n
const FEE_SCALE = SCALE * FEE_STEP

export function feeOf(notional: Money, rate: Ratio): Money {
  return asMoney(divideRounded(notional * rate, FEE_SCALE, 'halfEven') * FEE_STEP)
}

export function addVolume(
  account: VenueAccount,
  notional: Money,
  isTaker: boolean,
  timeMs: number,
): void {
  account.volumeTotal = asMoney(account.volumeTotal + notional)
  const today = dayOf(timeMs)
  let entry: DayVolume | undefined = account.volumeByDay.find((day) => day.day === today)
  if (!entry) {
    entry = { day: today, taker: asMoney(0n), maker: asMoney(0n) }
    account.volumeByDay = [...account.volumeByDay, entry].slice(-(WINDOW_DAYS + 1))
  }
  if (isTaker) entry.taker = asMoney(entry.taker + notional)
  else entry.maker = asMoney(entry.maker + notional)
}

import type { Money, Ratio } from '../money/amount.ts'
import { basisPoints } from '../money/amount.ts'
import { parseMoney, parseRatio } from '../money/decimal.ts'

/**
 * Every number that the risk manager goes by (rows R1 to R11). Shares are of equity unless the
 * field says otherwise; a rule with two limits takes the stricter.
 */
export interface Limits {
  /** Most that one trade may lose, at the worst price with fees and stop slippage. */
  readonly riskPerTrade: Ratio
  /** Most that one day may lose, as a share of the day's first equity. */
  readonly dayLossShare: Ratio
  /** The same in dollars; null where only the share counts. */
  readonly dayLossAmount: Money | null
  /** IANA zone whose midnight begins the day. */
  readonly dayTimeZone: string
  /** Most that all open positions and tickets may lose together. */
  readonly openRiskMax: Ratio
  /** Most margin that one position may bind at the set leverage. */
  readonly positionMarginMax: Ratio
  /** Most notional of all positions and tickets together. */
  readonly grossNotionalMax: Ratio
  readonly positionsMax: number
  readonly leverageMax: number
  /** Least weighted mean of a signal's confluence parts. */
  readonly confluenceMin: Ratio
  /** How long the same signal stays blocked after it was let through. */
  readonly duplicateBlockMs: number
  readonly tradesPerDay9h: number
  readonly tradesPerDay6h: number
  readonly tradesPerDay3h: number
  /** For each other timeframe, and for manual orders together. */
  readonly tradesPerDayOther: number
  /** Entry to stop where a strategy gives none. */
  readonly defaultStop: Ratio
  /** Entry to target where a strategy gives none. */
  readonly defaultTarget: Ratio
  /** How far from the mid the worst price lies. */
  readonly priceBand: Ratio
  /** How long a ticket's offer can be approved. */
  readonly offerLifeMs: number
  /** How long an approved action may be decided on at the device and travel to the venue. */
  readonly actionLifeMs: number
  /** How much worse than its trigger a stop is taken to fill. */
  readonly stopSlippage: Ratio
  /** Reckoned on both legs. */
  readonly takerFee: Ratio
  readonly quoteAgeMsMax: number
  /** Losing trades in a row that stop entries, and for how long. */
  readonly lossesInRowMax: number
  readonly lossesCoolDownMs: number
  /** Fall from the highest equity that halts. */
  readonly drawdownMax: Ratio
  readonly venueErrorsPerMinuteMax: number
  /** How long everything must be well before entries go on by themselves. */
  readonly healthyMsMin: number
  /** Age of a position that raises an alert. */
  readonly positionAgeMsMax: number
  /** Nearness of the liquidation price, as a share of the mark, that raises an alert. */
  readonly liquidationDistanceMin: Ratio
}

export type ProfileName = 'strict' | 'standard' | 'custom'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const standard: Limits = {
  riskPerTrade: parseRatio('0.01'),
  dayLossShare: parseRatio('0.03'),
  dayLossAmount: null,
  dayTimeZone: 'UTC',
  openRiskMax: parseRatio('0.02'),
  positionMarginMax: parseRatio('0.05'),
  grossNotionalMax: parseRatio('1.5'),
  positionsMax: 3,
  leverageMax: 10,
  confluenceMin: parseRatio('0.75'),
  duplicateBlockMs: HOUR_MS,
  tradesPerDay9h: 2,
  tradesPerDay6h: 2,
  tradesPerDay3h: 1,
  tradesPerDayOther: 3,
  defaultStop: parseRatio('0.02'),
  defaultTarget: parseRatio('0.04'),
  priceBand: basisPoints(30),
  offerLifeMs: 2 * MINUTE_MS,
  actionLifeMs: 2 * MINUTE_MS,
  stopSlippage: basisPoints(10),
  takerFee: basisPoints(4.5),
  quoteAgeMsMax: 5_000,
  lossesInRowMax: 3,
  lossesCoolDownMs: HOUR_MS,
  drawdownMax: parseRatio('0.1'),
  venueErrorsPerMinuteMax: 5,
  healthyMsMin: 5 * MINUTE_MS,
  positionAgeMsMax: 24 * HOUR_MS,
  liquidationDistanceMin: parseRatio('0.1'),
}

/**
 * The shipped profiles: Standard has the defaults, Strict caps the day at $9.99 as well, Custom
 * begins as Standard and is the one that a person edits.
 */
export const PROFILES: Readonly<Record<ProfileName, Limits>> = {
  strict: { ...standard, dayLossAmount: parseMoney('9.99') },
  standard,
  custom: standard,
}

import { parseMoney, parseRatio } from '../money/decimal.ts'
import type { Limits } from './limits.ts'

/** Which way a field must move to allow less; `neither` changes the trade, not the permission. */
export type Stricter = 'lower' | 'higher' | 'neither'

interface Described {
  readonly label: string
  readonly rule: string
  readonly stricter: Stricter
}

interface OfAmount extends Described {
  /** Scaled 1e8. */
  readonly min: bigint
  readonly max: bigint
  readonly canBeNone: boolean
}
interface OfWholes extends Described {
  readonly min: number
  readonly max: number
}

export type AmountField =
  | (OfAmount & { readonly kind: 'ratio' })
  | (OfAmount & { readonly kind: 'money' })

export type CountField =
  | (OfWholes & { readonly kind: 'count' })
  | (OfWholes & { readonly kind: 'durationMs' })

export interface ZoneField extends Described {
  readonly kind: 'zone'
}

export type LimitField = AmountField | CountField | ZoneField

export type LimitName = keyof Limits

const ratio = (
  label: string,
  rule: string,
  min: string,
  max: string,
  stricter: Stricter = 'lower',
): LimitField => ({
  kind: 'ratio',
  label,
  rule,
  stricter,
  min: parseRatio(min),
  max: parseRatio(max),
  canBeNone: false,
})

const count = (
  label: string,
  rule: string,
  min: number,
  max: number,
  stricter: Stricter = 'lower',
): LimitField => ({ kind: 'count', label, rule, stricter, min, max })

const duration = (
  label: string,
  rule: string,
  min: number,
  max: number,
  stricter: Stricter,
): LimitField => ({ kind: 'durationMs', label, rule, stricter, min, max })

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS

/** One row a limit: its meaning, its rule, the allowed range, and the stricter direction. */
export const LIMIT_FIELDS: Readonly<Record<LimitName, LimitField>> = {
  riskPerTrade: ratio('Risk per trade', 'R2', '0.0001', '0.05'),
  dayLossShare: ratio('Daily loss, share of the day-start equity', 'R1', '0.001', '0.2'),
  dayLossAmount: {
    kind: 'money',
    label: 'Daily loss in dollars',
    rule: 'R1',
    stricter: 'lower',
    min: parseMoney('1'),
    max: parseMoney('1000000000'),
    canBeNone: true,
  },
  dayTimeZone: { kind: 'zone', label: 'Zone of the trading day', rule: 'R1', stricter: 'neither' },
  openRiskMax: ratio('Open risk of all positions', 'R3', '0.001', '0.2'),
  positionMarginMax: ratio("A position's margin", 'R3', '0.001', '1'),
  grossNotionalMax: ratio('Gross notional', 'R3', '0.01', '10'),
  positionsMax: count('Open positions', 'R3', 1, 10),
  leverageMax: count('Leverage', 'R3', 1, 10),
  confluenceMin: ratio('Confluence score', 'R6', '0', '1', 'higher'),
  duplicateBlockMs: duration('Block of the same signal', 'R5', 0, DAY_MS, 'higher'),
  tradesPerDay9h: count('Trades a day on 9h', 'R4', 0, 1000),
  tradesPerDay6h: count('Trades a day on 6h', 'R4', 0, 1000),
  tradesPerDay3h: count('Trades a day on 3h', 'R4', 0, 1000),
  tradesPerDayOther: count('Trades a day on any other timeframe', 'R4', 0, 1000),
  defaultStop: ratio('Default stop', 'R7', '0.001', '0.2', 'neither'),
  defaultTarget: ratio('Default target', 'R7', '0.001', '0.5', 'neither'),
  priceBand: ratio('Price band around the mid', 'C5', '0.0001', '0.02', 'neither'),
  offerLifeMs: duration('Time to approve an offer', 'C5', 20 * SECOND_MS, 5 * MINUTE_MS, 'lower'),
  actionLifeMs: duration('Time to sign an order', 'C5', 20 * SECOND_MS, 5 * MINUTE_MS, 'lower'),
  stopSlippage: ratio('Slippage reckoned at the stop', 'R2', '0', '0.05', 'higher'),
  takerFee: ratio('Taker fee reckoned on each leg', 'R2', '0', '0.01', 'higher'),
  quoteAgeMsMax: duration('Age of the quote', 'V5', 500, MINUTE_MS, 'lower'),
  lossesInRowMax: count('Losses in a row', 'R9', 1, 20),
  lossesCoolDownMs: duration('Pause after losses in a row', 'R9', MINUTE_MS, DAY_MS, 'higher'),
  drawdownMax: ratio('Drawdown from the highest equity', 'R9', '0.01', '0.5'),
  venueErrorsPerMinuteMax: count('Venue errors a minute', 'R9', 1, 100),
  healthyMsMin: duration('Healthy time before entries go on', 'R9', MINUTE_MS, DAY_MS, 'higher'),
  positionAgeMsMax: duration('Age of a position', 'R11', MINUTE_MS, 30 * DAY_MS, 'lower'),
  liquidationDistanceMin: ratio('Distance to the liquidation', 'R11', '0.01', '0.5', 'higher'),
}

export const LIMIT_NAMES = Object.keys(LIMIT_FIELDS) as readonly LimitName[]

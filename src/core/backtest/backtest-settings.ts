import type { Timeframe } from '../model/timeframe.ts'
import type { Money, Ratio } from '../money/amount.ts'
import type { Limits } from '../risk/limits.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import type { SignalDetail, StrategyParameters } from '../strategies/strategy.ts'
import type { FundingRates } from './funding-rates.ts'

/** What trading costs. Shares are of the price or the notional: 0.0005 is five basis points. */
export interface BacktestCosts {
  /** Of the notional, for every fill but a resting target. */
  readonly takerFee: Ratio
  /** Of the notional, for a target that rests as a limit order. */
  readonly makerFee: Ratio
  /** Dollars for each fill, on top of the share. */
  readonly fixedFee: Money
  /** From the price of a candle to the bid and to the ask. */
  readonly halfSpread: Ratio
  /** How much worse than the bid or ask a market order or a stop fills. */
  readonly slippage: Ratio
  /** Per hour of the clock, where an instrument has no rates of its own; positive: longs pay shorts. */
  readonly fundingRate: Ratio
}

/** One instrument with its candles, oldest first, without repeats. */
export interface BacktestMarket {
  readonly coin: string
  /** How long one candle lasts. */
  readonly timeframe: Timeframe
  readonly candles: CandleColumns
  /** Decimals of a size: 0 is whole units. */
  readonly sizeDecimals: number
  /** Highest leverage of the instrument; the maintenance margin is half of its initial margin. */
  readonly maxLeverage: number
  /** What the account uses. */
  readonly leverage: number
  /** Recorded funding in place of the one rate of the costs; an hour without a rate pays none. */
  readonly funding?: FundingRates
}

export interface BacktestStrategy {
  readonly id: string
  readonly parameters: StrategyParameters
  /** A multiple of the candles' own. */
  readonly timeframe: Timeframe
  /** Candles before a first signal counts; null: as many as the strategy asks for. */
  readonly warmUpCandles: number | null
  /** `sides` without the risk manager makes trades without a tag, faster. */
  readonly detail: SignalDetail
}

/** Stop and target as shares of the entry; null: none. */
export interface FixedProtection {
  readonly stop: Ratio | null
  readonly target: Ratio | null
}

/** Sizes without the risk manager: a share of what is free, at every signal. */
export interface FixedSizing {
  readonly by: 'share'
  /** 1 is all of it. */
  readonly share: Ratio
  /** A signal closes what is open in its instrument before it enters. */
  readonly isExclusive: boolean
  readonly protection: FixedProtection
}

/** Sizes by the risk manager of the desk, with its limits. */
export interface RiskSizing {
  readonly by: 'risk'
  readonly limits: Limits
}

/** When a market order fills: at the open of the next candle, or at the close it was decided on. */
export type FillMoment = 'nextOpen' | 'sameClose'

/** What becomes of positions that are open at the end. */
export type EndRule = 'leave' | 'closeAtLastOpen' | 'closeAtLastClose'

export interface BacktestSettings {
  readonly markets: readonly BacktestMarket[]
  readonly strategy: BacktestStrategy
  readonly cash: Money
  readonly costs: BacktestCosts
  readonly sizing: FixedSizing | RiskSizing
  readonly fill: FillMoment
  readonly end: EndRule
  /**
   * Whether the instruments are margined contracts whose maintenance margin liquidates. Without,
   * an account is closed only when all of it is used up.
   */
  readonly hasMaintenance: boolean
}

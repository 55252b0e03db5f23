import type { Side } from '../model/side.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { CandleView } from './candle-view.ts'

/** One named reason for a signal: how strongly it speaks, in [0, 1], and how much it counts. */
export interface ConfluencePart {
  readonly name: string
  readonly score: number
  readonly weight: number
}

/** A wish to trade. Sizing, prices and the word "yes" belong to the risk manager. */
export interface StrategySignal {
  readonly side: Side
  /** Entry to stop as a share of the entry: 0.02 is 2 %. Left out: the default of the limits. */
  readonly stopDistance?: number
  /** Entry to target as a share of the entry. Left out: the default of the limits. */
  readonly targetDistance?: number
  readonly confluence: readonly ConfluencePart[]
  /** One sentence with the numbers that led to it. */
  readonly reason: string
}

/**
 * What a signal must say. `sides`: its side and distances count, words and confluence are read by
 * nobody, and a strategy may leave them empty; for a backtest whose sizes are fixed.
 */
export type SignalDetail = 'full' | 'sides'

/** One setting of a strategy. */
export interface StrategyParameter {
  readonly name: string
  readonly unit: 'candles' | '%' | 'points' | 'deviations' | 'times the stop'
  readonly min: number
  readonly max: number
  readonly step: number
  readonly default: number
  /** What it does, in one sentence. */
  readonly meaning: string
}

export type StrategyParameters = Readonly<Record<string, number>>

/**
 * One run of a strategy over one instrument. It is called once for every closed candle, in order,
 * and keeps what it needs between the calls; it reads nothing but the view, allocates nothing while
 * it has no signal, and answers the same for the same candles.
 */
export interface StrategyInstance {
  onCandle(view: CandleView): StrategySignal | null
}

/** What the desk knows of a strategy before it runs. */
export interface StrategyDefinition {
  readonly id: string
  readonly name: string
  /** The market idea in three sentences. */
  readonly idea: string
  readonly parameters: readonly StrategyParameter[]
  readonly defaultTimeframe: Timeframe
  /**
   * Longer timeframes that the view must build when the strategy trades on `timeframe`. Those that
   * only the confluence looks at may be left out where `sides` are asked for.
   */
  higherTimeframes(timeframe: Timeframe, detail?: SignalDetail): readonly Timeframe[]
  /**
   * Closed candles of `timeframe` that the strategy must have been given before its signals count;
   * from there on its signals do not depend on how much history came before.
   */
  warmUpCandles(parameters: StrategyParameters, timeframe: Timeframe): number
  /**
   * Closed candles until its own indicators have values, without the parts of the confluence; a
   * report compares with holding from there on. Left out: as many as `warmUpCandles`.
   */
  indicatorCandles?(parameters: StrategyParameters): number
  /** `parameters` as `resolveParameters` made them: every name, each inside its range. */
  create(parameters: StrategyParameters, detail?: SignalDetail): StrategyInstance
  /** Why these values do not go together, or null; each is already inside its own range. */
  conflict?(parameters: StrategyParameters): string | null
}

import { z } from 'zod'
import { coinText, decimalText, positiveDecimalText, timeframeText } from './decimal-text.ts'

/** Of a set of candles in the store. */
export const candleSetIdText = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'a set of candles')
/** Of recorded funding rates in the store. */
export const fundingSetIdText = z.string().regex(/^funding-[0-9a-f]{16}$/, 'funding rates')
export const runIdText = z.string().regex(/^r-[0-9a-f]{16}$/, 'a run')
const shareText = z.string().regex(/^(0|1)(\.\d{1,8})?$|^0?\.\d{1,8}$/, 'a share from 0 to 1')

const shareUpTo = (most: number) =>
  shareText.refine((text) => Number(text) <= most, `at most ${most * 100} per cent`)

/** The venue caps an hour at 4 per cent. */
const fundingText = decimalText.refine(
  (text) => Math.abs(Number(text)) <= 0.04,
  'at most 4 per cent',
)

/** Everything that a run depends on, besides the candles themselves; stored with it. */
export const backtestSpec = z.strictObject({
  candleSetId: candleSetIdText,
  /** Epoch ms; null: from the first, to the last candle. */
  fromMs: z.int().nullable(),
  toMs: z.int().nullable(),
  strategyId: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  parameters: z
    .record(z.string().max(40), z.number())
    .refine((parameters) => Object.keys(parameters).length <= 24, 'at most 24 parameters'),
  timeframe: timeframeText,
  cash: positiveDecimalText,
  /** Shares: 0.0005 is 0.05 %. */
  takerFee: shareUpTo(0.1),
  makerFee: shareUpTo(0.1),
  fixedFee: decimalText.refine((text) => !text.startsWith('-'), 'no less than zero'),
  spread: shareUpTo(0.2),
  slippageBps: z.number().min(0).max(1000),
  /** An hour; positive: longs pay shorts. */
  funding: fundingText,
  /** Recorded rates in place of the one rate, which is zero then. */
  fundingSetId: fundingSetIdText.optional(),
  leverage: z.int().min(1).max(50),
  sizing: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('risk'), profile: z.enum(['standard', 'strict']) }),
    z.strictObject({
      by: z.literal('share'),
      share: shareText,
      isExclusive: z.boolean(),
      /** Per cent of the entry; null: none. */
      stopPct: z.number().gt(0).lt(100).nullable(),
      targetPct: z.number().gt(0).lt(1000).nullable(),
    }),
  ]),
  hasWholeUnits: z.boolean(),
  fill: z.enum(['nextOpen', 'sameClose']),
  end: z.enum(['leave', 'closeAtLastOpen', 'closeAtLastClose']),
})
export type BacktestSpec = z.infer<typeof backtestSpec>

export const researchRequests = {
  /** ResearchView: what is stored, and what is under way. */
  getResearch: z.strictObject({}),
  /** Asks for a file; answered with an ImportView when it was read, or null. */
  importCandles: z.strictObject({}),
  /** Asks for a file of funding rates; answered with a FundingImportView, or null. */
  importFunding: z.strictObject({}),
  /** The newest candles of the venue; answered with an ImportView. */
  downloadCandles: z.strictObject({
    coin: coinText,
    timeframe: timeframeText,
    count: z.int().min(10).max(5000),
  }),
  removeCandles: z.strictObject({ candleSetId: candleSetIdText }),
  /** Answered with the run's id at once; its progress is in ResearchView. */
  startBacktest: z.strictObject({ spec: backtestSpec }),
  cancelBacktest: z.strictObject({ runId: runIdText }),
  /**
   * RunView of a run that is done, as JSON text: main hands the file on without reading it, so that
   * no order waits for a long report.
   */
  getBacktest: z.strictObject({ runId: runIdText }),
  removeBacktest: z.strictObject({ runId: runIdText }),
  /** Asks where to; answered with the path, or null. */
  exportBacktest: z.strictObject({ runId: runIdText, format: z.enum(['csv', 'json']) }),
} as const

export interface GapView {
  readonly afterMs: number
  readonly beforeMs: number
  readonly missing: number
}

export interface CandleSetView {
  readonly candleSetId: string
  readonly coin: string
  readonly timeframe: z.infer<typeof timeframeText>
  readonly candles: number
  readonly firstMs: number
  readonly lastMs: number
  /** How many gaps there are in all, and the largest of them. */
  readonly gapCount: number
  readonly missing: number
  readonly gaps: readonly GapView[]
  /** Where they came from, in words. */
  readonly source: string
  readonly addedMs: number
}

export interface ImportView {
  /** Null where nothing was taken. */
  readonly candleSet: CandleSetView | null
  readonly problems: readonly { readonly line: number; readonly message: string }[]
  readonly problemCount: number
}

export interface FundingSetView {
  readonly fundingSetId: string
  /** Of the file. */
  readonly name: string
  readonly rates: number
  readonly firstMs: number
  readonly lastMs: number
}

export interface FundingImportView {
  /** Null where nothing was taken. */
  readonly fundingSet: FundingSetView | null
  readonly problems: readonly { readonly line: number; readonly message: string }[]
  readonly problemCount: number
}

export interface ParameterFormView {
  readonly name: string
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly default: number
  readonly meaning: string
}

export interface StrategyFormView {
  readonly strategyId: string
  readonly name: string
  readonly idea: string
  readonly parameters: readonly ParameterFormView[]
}

/** The figures of docs/backtest.md; null where a figure does not exist. */
export type RunFiguresView = Readonly<Record<string, number | null>>

export interface RunSummaryView {
  readonly runId: string
  readonly spec: BacktestSpec
  readonly coin: string
  readonly createdMs: number
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** 0 to 1. */
  readonly progress: number
  /** Why it failed. */
  readonly problem: string | null
  readonly figures: RunFiguresView | null
}

export interface ResearchView {
  readonly candleSets: readonly CandleSetView[]
  /** Newest first. */
  readonly runs: readonly RunSummaryView[]
  readonly strategies: readonly StrategyFormView[]
}

export interface CurvePointView {
  readonly timeMs: number
  readonly equity: number
  /** The deepest since the point before, below zero: −0.1 is 10 % down. */
  readonly drawdown: number
}

export interface RunTradeView {
  readonly side: 'buy' | 'sell'
  readonly size: string
  readonly entryBar: number
  readonly exitBar: number
  readonly entryTimeMs: number
  readonly exitTimeMs: number
  readonly entryPrice: string
  readonly exitPrice: string
  readonly pnl: string
  readonly returnPct: number
  readonly fees: string
  readonly durationMs: number
  readonly exitReason: string
  readonly tag: string
}

export interface PriceBarView {
  readonly openTimeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

export interface RunView extends RunSummaryView {
  /** Joined where there are too many to draw. */
  readonly bars: readonly PriceBarView[]
  readonly curve: readonly CurvePointView[]
  /** The first 20,000. */
  readonly trades: readonly RunTradeView[]
  readonly denials: Readonly<Record<string, number>>
  readonly elapsedMs: number
  /** SHA-256 over the candles, so that a repetition knows whether they are the same. */
  readonly candlesDigest: string
  readonly programVersion: string
}

export interface ResearchAnswers {
  readonly getResearch: ResearchView
  readonly importCandles: ImportView | null
  readonly importFunding: FundingImportView | null
  readonly downloadCandles: ImportView
  readonly startBacktest: { readonly runId: string }
  readonly getBacktest: string
  readonly exportBacktest: string | null
}

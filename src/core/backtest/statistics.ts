import { TIMEFRAME_MS } from '../model/timeframe.ts'
import { toNumber } from '../money/decimal.ts'
import { ANNUAL_RETURNS_MIN } from './annual-figures.ts'
import type { BacktestSettings } from './backtest-settings.ts'
import type { DailyReturns } from './daily-returns.ts'
import { annualDaysOf, dailyReturns } from './daily-returns.ts'
import type { DrawdownStatistics } from './drawdowns.ts'
import { drawdownsOf } from './drawdowns.ts'
import type { BacktestRun } from './run-candles.ts'
import type { BacktestTrade } from './trade-recorder.ts'

const DAY_MS = 86_400_000
/** Mean length of a year of the calendar. */
const YEAR_DAYS = 365.25

/** As many trading days a year as the annual figures suppose; `auto` looks for weekends. */
export type AnnualDays = 252 | 365 | 'auto'

/**
 * What a report says of a run. Everything is defined in docs/backtest.md. Null stands for a figure
 * that the run does not give: no trade, no fall, no day.
 */
export interface BacktestStatistics {
  readonly trades: number
  readonly equityFinal: number
  readonly equityPeak: number
  readonly returnPct: number
  readonly returnAnnPct: number | null
  readonly cagrPct: number | null
  readonly volatilityAnnPct: number | null
  readonly buyHoldReturnPct: number | null
  readonly exposurePct: number
  readonly maxDrawdownPct: number
  readonly avgDrawdownPct: number | null
  readonly maxDrawdownDays: number | null
  readonly avgDrawdownDays: number | null
  readonly winRatePct: number | null
  readonly bestTradePct: number | null
  readonly worstTradePct: number | null
  readonly avgTradePct: number | null
  readonly maxTradeDays: number | null
  readonly avgTradeDays: number | null
  readonly profitFactor: number | null
  readonly expectancyPct: number | null
  readonly sqn: number | null
  readonly kelly: number | null
  readonly sharpe: number | null
  readonly sortino: number | null
  readonly calmar: number | null
  readonly feesPaid: number
  readonly annualDays: 252 | 365
  /** Changes from one day to the next that the annual figures stand on: noise below the minimum. */
  readonly dailyReturns: number
  readonly dailyReturnsMin: number
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
const percent = (share: number): number | null => finite(share * 100)
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/** √(Σ (x − mean)² / (n − 1)): the deviation of a sample. */
export function sampleDeviation(values: readonly number[]): number {
  const average = mean(values)
  return Math.sqrt(sum(values.map((value) => (value - average) ** 2)) / (values.length - 1))
}

/** exp(mean(ln(1 + r))) − 1; 0 where one of them lost everything. */
export function geometricMean(returns: readonly number[]): number {
  if (returns.some((value) => value <= -1)) return 0
  return Math.exp(mean(returns.map((value) => Math.log(1 + value)))) - 1
}

/** Whole days, a begun one counting as one. */
const wholeDays = (ms: number): number => Math.ceil(ms / DAY_MS)

interface TradeFigures {
  readonly winRate: number
  readonly returns: readonly number[]
  readonly sqn: number
  readonly kelly: number
  readonly profitFactor: number
  readonly durationsMs: readonly number[]
}

function tradeFigures(trades: readonly BacktestTrade[], settings: BacktestSettings): TradeFigures {
  const returns = trades.map(({ returnShare }) => returnShare)
  const pnl = trades.map((trade) => toNumber(trade.pnl))
  const wins = pnl.filter((value) => value > 0)
  const losses = pnl.filter((value) => value < 0)
  const winRate = wins.length / pnl.length
  const lost = Math.abs(sum(returns.filter((value) => value < 0)))
  const openMs = (trade: BacktestTrade, bar: number): number => {
    const market = settings.markets.find(({ coin }) => coin === trade.coin)
    return market?.candles.openTimeMs[bar] ?? Number.NaN
  }
  return {
    winRate,
    returns,
    sqn: (Math.sqrt(pnl.length) * mean(pnl)) / sampleDeviation(pnl),
    kelly: winRate - (1 - winRate) / (mean(wins) / -mean(losses)),
    profitFactor: sum(returns.filter((value) => value > 0)) / lost,
    // From candle to candle, so that an exit inside a candle lasts no different than one at its open.
    durationsMs: trades.map(
      (trade) => openMs(trade, trade.exitBar) - openMs(trade, trade.entryBar),
    ),
  }
}

interface AnnualFigures {
  readonly returnAnn: number
  readonly volatilityAnn: number
  readonly sortino: number
}

/** From the mean and the variance of daily returns that compound over a year. */
function annualFigures({ returns, annualDays }: DailyReturns): AnnualFigures {
  const daily = geometricMean(returns)
  const growth = 1 + daily
  const returnAnn = growth ** annualDays - 1
  const variance = sampleDeviation(returns) ** 2
  const volatilityAnn = Math.sqrt(
    (variance + growth ** 2) ** annualDays - growth ** (2 * annualDays),
  )
  const downside = Math.sqrt(mean(returns.map((value) => Math.min(value, 0) ** 2)))
  return { returnAnn, volatilityAnn, sortino: returnAnn / (downside * Math.sqrt(annualDays)) }
}

/** Equal parts of all instruments, from the close at which the strategy could first speak. */
function buyAndHold({ markets, strategy }: BacktestSettings, indicatorCandles: number): number {
  const waitMs = indicatorCandles * TIMEFRAME_MS[strategy.timeframe]
  const returns = markets.map(({ candles: { close }, timeframe }) => {
    const first = waitMs / TIMEFRAME_MS[timeframe] - 1
    const from = close[Math.min(Math.max(first, 0), close.length - 1)] as number
    return (close[close.length - 1] as number) / from - 1
  })
  return mean(returns)
}

function peakOf(equity: Float64Array): number {
  let peak = Number.NEGATIVE_INFINITY
  for (const value of equity) if (value > peak) peak = value
  return peak
}

function exposureOf(isExposed: Uint8Array): number {
  let exposed = 0
  for (const one of isExposed) exposed += one
  return exposed / isExposed.length
}

/** `indicatorCandles`: as many of the strategy's candles as its own indicators need for a value. */
export function statisticsOf(
  run: BacktestRun,
  settings: BacktestSettings,
  options: { readonly annualDays: AnnualDays; readonly indicatorCandles: number },
): BacktestStatistics {
  const { equity, times, desk } = run
  const { trades, venue } = desk
  const first = equity[0] as number
  const final = equity[equity.length - 1] as number
  const days = dailyReturns(times, equity, annualDaysOf(options.annualDays, times))
  const annual = annualFigures(days)
  const years = ((times[times.length - 1] as number) - (times[0] as number)) / DAY_MS / YEAR_DAYS
  const falls: DrawdownStatistics = drawdownsOf(times, equity)
  const { winRate, returns, sqn, kelly, profitFactor, durationsMs } = tradeFigures(trades, settings)
  const span = (pick: (values: readonly number[]) => number): number | null =>
    durationsMs.length === 0 ? null : wholeDays(pick(durationsMs))
  const ofTrades = (pick: (values: readonly number[]) => number): number | null =>
    returns.length === 0 ? null : percent(pick(returns))
  return {
    trades: trades.length,
    equityFinal: final,
    equityPeak: peakOf(equity),
    returnPct: ((final - first) / first) * 100,
    returnAnnPct: percent(annual.returnAnn),
    cagrPct: percent((final / first) ** (1 / years) - 1),
    volatilityAnnPct: percent(annual.volatilityAnn),
    buyHoldReturnPct: percent(buyAndHold(settings, options.indicatorCandles)),
    exposurePct: exposureOf(run.isExposed) * 100,
    maxDrawdownPct: -falls.deepest * 100,
    avgDrawdownPct: falls.count === 0 ? null : -falls.meanDepth * 100,
    maxDrawdownDays: falls.count === 0 ? null : wholeDays(falls.longestMs),
    avgDrawdownDays: falls.count === 0 ? null : wholeDays(falls.meanMs),
    winRatePct: percent(winRate),
    bestTradePct: ofTrades((values) => values.reduce((a, b) => Math.max(a, b))),
    worstTradePct: ofTrades((values) => values.reduce((a, b) => Math.min(a, b))),
    avgTradePct: ofTrades(geometricMean),
    maxTradeDays: span((values) => values.reduce((a, b) => Math.max(a, b))),
    avgTradeDays: span(mean),
    profitFactor: finite(profitFactor),
    expectancyPct: ofTrades(mean),
    sqn: finite(sqn),
    kelly: finite(kelly),
    sharpe: finite(annual.returnAnn / annual.volatilityAnn),
    sortino: finite(annual.sortino),
    calmar: finite(annual.returnAnn / falls.deepest),
    feesPaid: toNumber(venue.feesPaid),
    annualDays: days.annualDays,
    dailyReturns: days.returns.length,
    dailyReturnsMin: ANNUAL_RETURNS_MIN,
  }
}

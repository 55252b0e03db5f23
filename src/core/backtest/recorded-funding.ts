import { TIMEFRAME_MS } from '../model/timeframe.ts'
import { toNumber } from '../money/decimal.ts'
import type { BacktestMarket, BacktestSettings } from './backtest-settings.ts'
import type { FundingCover } from './funding-rates.ts'
import { fundingCover } from './funding-rates.ts'
import type { BacktestRun } from './run-candles.ts'

/** From the first open to the last close. */
export function candlePeriod({ candles: { openTimeMs }, timeframe }: BacktestMarket): {
  readonly fromMs: number
  readonly toMs: number
} {
  const fromMs = openTimeMs[0] as number
  return { fromMs, toMs: (openTimeMs.at(-1) as number) + TIMEFRAME_MS[timeframe] }
}

/** How much of its candles the recorded rates of an instrument cover; null without such rates. */
export function recordedCover(market: BacktestMarket): FundingCover | null {
  if (market.funding === undefined) return null
  const { fromMs, toMs } = candlePeriod(market)
  return fundingCover(market.funding, fromMs, toMs)
}

/** What recorded rates came to, over all instruments; nothing where there are none. */
export function recordedFunding(
  { markets }: BacktestSettings,
  { desk }: BacktestRun,
): Readonly<Record<string, number>> {
  const covers = markets.map(recordedCover).filter((cover) => cover !== null)
  if (covers.length === 0) return {}
  return {
    fundingPaid: -toNumber(desk.venue.fundingTotal),
    fundingRates: covers.reduce((total, { payments }) => total + payments, 0),
    missingFundingRates: covers.reduce((total, { missing }) => total + missing, 0),
  }
}

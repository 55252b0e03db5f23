import { asRatio } from '../money/amount.ts'
import { parseMoney, parseRatio } from '../money/decimal.ts'
import { emptyColumns } from '../strategies/candle-view.ts'
import type { BacktestCosts, BacktestSettings, FixedSizing } from './backtest-settings.ts'
import type { CandleFill } from './candle-fill.ts'
import type { CandleMarket } from './candle-market.ts'
import { CandleVenue } from './candle-venue.ts'

export const START_MS = Date.UTC(2023, 2, 1)
const MINUTE_MS = 60_000

/** open, high, low, close of one candle. */
export type Bar = readonly [number, number, number, number]

export const NO_COSTS: BacktestCosts = {
  takerFee: asRatio(0n),
  makerFee: asRatio(0n),
  fixedFee: parseMoney('0'),
  halfSpread: asRatio(0n),
  slippage: asRatio(0n),
  fundingRate: asRatio(0n),
}

export const ALL_IN: FixedSizing = {
  by: 'share',
  share: parseRatio('1'),
  isExclusive: true,
  protection: { stop: null, target: null },
}

export function columnsOf(bars: readonly Bar[], stepMs = MINUTE_MS, startMs = START_MS) {
  const columns = emptyColumns(bars.length)
  bars.forEach(([open, high, low, close], index) => {
    columns.openTimeMs[index] = startMs + index * stepMs
    columns.open[index] = open
    columns.high[index] = high
    columns.low[index] = low
    columns.close[index] = close
    columns.volume[index] = 1
  })
  return columns
}

export function settingsOf(
  bars: readonly Bar[],
  change: Partial<BacktestSettings> = {},
  market: Partial<BacktestSettings['markets'][number]> = {},
): BacktestSettings {
  return {
    markets: [
      {
        coin: 'BTC',
        timeframe: '1m',
        candles: columnsOf(bars),
        sizeDecimals: 5,
        maxLeverage: 40,
        leverage: 1,
        ...market,
      },
    ],
    strategy: {
      id: 'sma-cross',
      parameters: { fast: 2, slow: 3 },
      timeframe: market.timeframe ?? '1m',
      warmUpCandles: 0,
      detail: 'full',
    },
    cash: parseMoney('10000'),
    costs: NO_COSTS,
    sizing: ALL_IN,
    fill: 'nextOpen',
    end: 'leave',
    hasMaintenance: false,
    ...change,
  }
}

/** A venue whose fills are gathered; candles are settled one after the other by `live`. */
export function venueOf(settings: BacktestSettings) {
  const fills: CandleFill[] = []
  const funding: bigint[] = []
  const venue = new CandleVenue(settings, {
    onFill: (fill) => fills.push(fill),
    onExitGone: () => undefined,
    onFunding: (_coin, payment) => funding.push(payment),
  })
  const market = venue.markets[0] as CandleMarket
  /** One candle after the entry's, as a run lives through it. */
  const live = (bar: number): void => {
    if (market.size !== 0) venue.settleOpen(market, bar)
    if (market.size !== 0) venue.settleCandle(market, bar)
    market.lastClose = market.closes[bar] as number
  }
  return { venue, market, fills, funding, live }
}

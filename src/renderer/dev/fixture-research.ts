import type { BacktestSpec, ResearchView, RunSummaryView, RunView } from '#contract/research.ts'
import { candles, equityPoints, MARKET_NOW_MS, MINUTE_MS } from './fixture-parts.ts'

const HOUR_MS = 60 * MINUTE_MS
const BARS = 600

const SPEC: BacktestSpec = {
  candleSetId: 'BTC-1h-recorded',
  fromMs: null,
  toMs: null,
  strategyId: 'momentum',
  parameters: {},
  timeframe: '1h',
  cash: '10000',
  takerFee: '0.00045',
  makerFee: '0.00015',
  fixedFee: '0',
  spread: '0',
  slippageBps: 0,
  funding: '0',
  leverage: 10,
  sizing: { by: 'risk', profile: 'standard' },
  hasWholeUnits: false,
  fill: 'nextOpen',
  end: 'closeAtLastClose',
}

const FIGURES: Readonly<Record<string, number | null>> = {
  equityFinal: 10_412.37,
  returnPct: 4.12,
  buyHoldReturnPct: -2.31,
  returnAnnPct: 71.4,
  cagrPct: 68.9,
  volatilityAnnPct: 22.6,
  sharpe: 2.31,
  sortino: 3.9,
  calmar: 14.2,
  maxDrawdownPct: -4.86,
  avgDrawdownPct: -1.02,
  maxDrawdownDays: 9,
  avgDrawdownDays: 2,
  exposurePct: 38.4,
  trades: 24,
  winRatePct: 45.83,
  profitFactor: 1.44,
  expectancyPct: 0.18,
  avgTradePct: 0.17,
  bestTradePct: 4.02,
  worstTradePct: -2.11,
  maxTradeDays: 3,
  avgTradeDays: 1,
  sqn: 1.12,
  kelly: 0.14,
  dailyReturns: 35,
  dailyReturnsMin: 30,
  feesPaid: 88.21,
  signals: 31,
  openTrades: 0,
}

const DONE: RunSummaryView = {
  runId: 'r-00000000000000a1',
  spec: SPEC,
  coin: 'BTC',
  createdMs: MARKET_NOW_MS - HOUR_MS,
  state: 'done',
  progress: 1,
  problem: null,
  figures: FIGURES,
}

const STRATEGIES: ResearchView['strategies'] = [
  {
    strategyId: 'momentum',
    name: 'Momentum',
    idea: 'Buys a close above the highest of the last 20 candles while the price is over its average.',
    parameters: [
      {
        name: 'lookback',
        unit: 'candles',
        min: 5,
        max: 100,
        step: 1,
        default: 20,
        meaning: 'How many candles the high and the low are taken from.',
      },
    ],
  },
]

/** Nothing imported yet. */
export const RESEARCH_EMPTY: ResearchView = { candleSets: [], runs: [], strategies: STRATEGIES }

export const RESEARCH: ResearchView = {
  candleSets: [
    {
      candleSetId: SPEC.candleSetId,
      coin: 'BTC',
      timeframe: '1h',
      candles: BARS,
      firstMs: MARKET_NOW_MS - BARS * HOUR_MS,
      lastMs: MARKET_NOW_MS,
      gapCount: 1,
      missing: 3,
      gaps: [
        {
          afterMs: MARKET_NOW_MS - 90 * HOUR_MS,
          beforeMs: MARKET_NOW_MS - 86 * HOUR_MS,
          missing: 3,
        },
      ],
      source: 'btcusd-1h-2023.csv',
      addedMs: MARKET_NOW_MS - 2 * HOUR_MS,
    },
  ],
  runs: [
    { ...DONE, runId: 'r-00000000000000a3', state: 'running', progress: 0.42, figures: null },
    {
      ...DONE,
      runId: 'r-00000000000000a2',
      state: 'failed',
      figures: null,
      problem: 'The candles end before the strategy has warmed up: take a longer stretch.',
    },
    DONE,
  ],
  strategies: STRATEGIES,
}

/** The report of the one run that is done. */
export function fakeRun(): RunView {
  const points = equityPoints(BARS)
  let top = 0
  const curve = points.map(({ equity }, index) => {
    const value = Number(equity)
    top = Math.max(top, value)
    return {
      timeMs: MARKET_NOW_MS - (BARS - index) * HOUR_MS,
      equity: value,
      drawdown: value / top - 1,
    }
  })
  const bars = candles(BARS, HOUR_MS, 20_571.5)
  const trades = Array.from({ length: 24 }, (_unused, index) => {
    const [entryBar, exitBar] = [20 + index * 24, 32 + index * 24]
    const isWin = index % 3 !== 0
    return {
      side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
      size: '0.21374',
      entryBar,
      exitBar,
      entryTimeMs: bars[entryBar]?.openTimeMs ?? 0,
      exitTimeMs: bars[exitBar]?.openTimeMs ?? 0,
      entryPrice: String(bars[entryBar]?.open ?? 0),
      exitPrice: String(bars[exitBar]?.open ?? 0),
      pnl: isWin ? '62.18' : '-99.4',
      returnPct: isWin ? 1.41 : -2.11,
      fees: '3.67',
      durationMs: 12 * HOUR_MS,
      exitReason: isWin ? 'target' : 'stop',
      tag: '',
    }
  })
  return {
    ...DONE,
    bars,
    curve,
    trades,
    denials: { OVER_DAY_BUDGET: 4, TOO_CLOSE_TO_STOP: 3 },
    elapsedMs: 214,
    candlesDigest: 'ab'.repeat(32),
    programVersion: '0.1.0',
  }
}

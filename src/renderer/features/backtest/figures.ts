import type { RunFiguresView } from '#contract/research.ts'

type Look = 'dollars' | 'percent' | 'days' | 'count' | 'number'

export interface Figure {
  readonly name: string
  readonly title: string
  readonly look: Look
  /** Projected onto a year. */
  readonly isAnnual?: boolean
  /** Only there for some runs. */
  readonly isOptional?: boolean
}

/** The report, in the order in which it is read; docs/backtest.md defines each. */
export const FIGURES: readonly Figure[] = [
  { name: 'equityFinal', title: 'Equity at the end', look: 'dollars' },
  { name: 'returnPct', title: 'Return', look: 'percent' },
  { name: 'buyHoldReturnPct', title: 'Buy and hold', look: 'percent' },
  { name: 'returnAnnPct', title: 'Return a year', look: 'percent', isAnnual: true },
  { name: 'cagrPct', title: 'CAGR', look: 'percent', isAnnual: true },
  { name: 'volatilityAnnPct', title: 'Volatility a year', look: 'percent', isAnnual: true },
  { name: 'sharpe', title: 'Sharpe', look: 'number', isAnnual: true },
  { name: 'sortino', title: 'Sortino', look: 'number', isAnnual: true },
  { name: 'calmar', title: 'Calmar', look: 'number', isAnnual: true },
  { name: 'maxDrawdownPct', title: 'Deepest fall', look: 'percent' },
  { name: 'avgDrawdownPct', title: 'Mean fall', look: 'percent' },
  { name: 'maxDrawdownDays', title: 'Longest fall', look: 'days' },
  { name: 'avgDrawdownDays', title: 'Mean length of a fall', look: 'days' },
  { name: 'exposurePct', title: 'Exposure', look: 'percent' },
  { name: 'trades', title: 'Trades', look: 'count' },
  { name: 'winRatePct', title: 'Winners', look: 'percent' },
  { name: 'profitFactor', title: 'Profit factor', look: 'number' },
  { name: 'expectancyPct', title: 'Expectancy', look: 'percent' },
  { name: 'avgTradePct', title: 'Mean trade, geometric', look: 'percent' },
  { name: 'bestTradePct', title: 'Best trade', look: 'percent' },
  { name: 'worstTradePct', title: 'Worst trade', look: 'percent' },
  { name: 'maxTradeDays', title: 'Longest trade', look: 'days' },
  { name: 'avgTradeDays', title: 'Mean length of a trade', look: 'days' },
  { name: 'sqn', title: 'SQN', look: 'number' },
  { name: 'kelly', title: 'Kelly', look: 'number' },
  { name: 'feesPaid', title: 'Fees', look: 'dollars' },
  { name: 'fundingPaid', title: 'Funding paid', look: 'dollars', isOptional: true },
  { name: 'fundingRates', title: 'Rates in the period', look: 'count', isOptional: true },
  { name: 'missingFundingRates', title: 'Rates missing', look: 'count', isOptional: true },
  { name: 'signals', title: 'Signals', look: 'count' },
  { name: 'openTrades', title: 'Still open', look: 'count' },
]

const grouped = (value: number, places: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })

/** Whether the run is too short for the figures of a year, as docs/backtest.md says. */
export const isTooShortForYear = ({ dailyReturns, dailyReturnsMin }: RunFiguresView): boolean =>
  (dailyReturns ?? 0) < (dailyReturnsMin ?? 0)

/** As the report shows it; a dash where the run does not give the figure. */
export function figureText({ name, look, isAnnual }: Figure, figures: RunFiguresView): string {
  const value = figures[name] ?? null
  if (isAnnual && isTooShortForYear(figures)) return 'too few days'
  if (value === null) return '–'
  const sign = value < 0 ? '−' : ''
  const size = Math.abs(value)
  switch (look) {
    case 'dollars':
      return `${sign}$${grouped(size, 2)}`
    case 'percent':
      // A year made of a few days says nothing that more digits would make clearer.
      if (size >= 100_000) return `${sign}over 100,000 %`
      return `${sign}${grouped(size, 2)} %`
    case 'days':
      return `${grouped(size, 0)} ${size === 1 ? 'day' : 'days'}`
    case 'count':
      return grouped(value, 0)
    default:
      // A ratio of what was nearly nothing: its digits would run over the figures beside it.
      return size >= 1_000_000 ? `${sign}over 1,000,000` : `${sign}${grouped(size, 2)}`
  }
}

import { parseMoney, parsePrice, parseQuantity } from '../money/decimal.ts'
import { PROFILES } from './limits.ts'
import type { OrderProposal, RiskInputs, RiskPosition, RiskTicket } from './risk-inputs.ts'
import { ACTIVE_STATE } from './risk-state.ts'

/** A momentum buy with a full score. */
export const strategyProposal: OrderProposal = {
  origin: {
    from: 'strategy',
    strategyId: 'momentum',
    timeframe: '3h',
    confluence: [{ name: 'trend', score: 1, weight: 1 }],
  },
  side: 'buy',
  entry: { type: 'market' },
  stop: { by: 'default' },
  target: { by: 'default' },
  sizing: { by: 'risk' },
}

export const manualProposal: OrderProposal = { ...strategyProposal, origin: { from: 'person' } }

/** $10,000, flat, BTC at 20,000, Standard profile, everything well. */
export const calm: RiskInputs = {
  limits: PROFILES.standard,
  state: ACTIVE_STATE,
  equity: parseMoney('10000'),
  dayStartEquity: parseMoney('10000'),
  dayRealised: parseMoney('0'),
  dayUnrealised: parseMoney('0'),
  positions: [],
  tickets: [],
  quote: { bid: parsePrice('19999'), ask: parsePrice('20001'), ageMs: 0 },
  instrument: { coin: 'BTC', assetId: 0, sizeDecimals: 5, maxLeverage: 40, isDelisted: false },
  minimumNotional: parseMoney('10'),
  leverage: 10,
  nowMs: Date.UTC(2026, 10, 22, 12),
  dayKey: '2026-11-22',
  tradesToday: {},
  recentSignals: new Map(),
  isStrategyOn: true,
  isInstrumentOn: true,
  proposal: strategyProposal,
}

export const withProposal = (
  change: Partial<OrderProposal>,
  base: OrderProposal = strategyProposal,
): Pick<RiskInputs, 'proposal'> => ({ proposal: { ...base, ...change } })

/** A long of 0.1 ETH at 1,000 with a stop at 990, unless changed. */
export const somePosition = (change: Partial<RiskPosition> = {}): RiskPosition => ({
  coin: 'ETH',
  quantity: parseQuantity('0.1'),
  entryPrice: parsePrice('1000'),
  markPrice: parsePrice('1000'),
  stopPrice: parsePrice('990'),
  ...change,
})

export const someTicket = (change: Partial<RiskTicket> = {}): RiskTicket => ({
  coin: 'ETH',
  side: 'buy',
  quota: '3h',
  worstCaseLoss: parseMoney('1'),
  notional: parseMoney('100'),
  margin: parseMoney('10'),
  ...change,
})

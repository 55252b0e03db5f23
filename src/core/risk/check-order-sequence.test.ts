import { describe, expect, it } from 'vitest'
import { parseMoney, parsePrice, parseQuantity, parseRatio } from '../money/decimal.ts'
import { checkOrder } from './check-order.ts'
import type { DenialCode } from './denial-codes.ts'
import { DENIAL_CODE_NAMES } from './denial-codes.ts'
import { signalKey } from './duplicate-signal.ts'
import {
  calm,
  somePosition,
  someTicket,
  strategyProposal,
  withProposal,
} from './risk-inputs.test-support.ts'
import type { ProposalOrigin, RiskInputs } from './risk-inputs.ts'
import { withCause } from './risk-state.ts'

const money = parseMoney
const price = parsePrice

type StrategyOrigin = Extract<ProposalOrigin, { from: 'strategy' }>

const lost = (amount: string): Partial<RiskInputs> => ({ dayRealised: money(`-${amount}`) })

const positions = (...coins: readonly string[]): Partial<RiskInputs> => ({
  positions: coins.map((coin) => somePosition({ coin, quantity: parseQuantity('0.01') })),
})

const delisted = { ...calm.instrument, isDelisted: true }

describe('the order of the checks', () => {
  it('is that of the table: what is put right brings up the next code', () => {
    const ordered: readonly (readonly [DenialCode, Partial<RiskInputs>])[] = [
      ['HALTED', { state: withCause(calm.state, raised('dayLoss')) }],
      ['REDUCING', { state: calm.state }],
      ['STRATEGY_OFF', { isStrategyOn: true }],
      ['INSTRUMENT_OFF', { isInstrumentOn: true }],
      ['INSTRUMENT_DELISTED', { instrument: calm.instrument }],
      ['NO_QUOTE', { quote: { bid: price('19999'), ask: price('20001'), ageMs: 9_999 } }],
      ['QUOTE_STALE', { quote: calm.quote }],
      ['NO_EQUITY', { equity: money('100'), dayStartEquity: money('10000') }],
      ['LEVERAGE_TOO_HIGH', { leverage: 10 }],
      ['PRICE_OUTSIDE_BAND', bracket('none', '1')],
      ['NO_STOP', bracket('20500', '1')],
      ['STOP_WRONG_SIDE', bracket('19600', '1')],
      ['TARGET_WRONG_SIDE', bracket('19600', '90000')],
      ['TRIGGER_OUT_OF_REACH', bracket('19600', '20800')],
      ['DAY_LOSS_CAP', lost('299')],
      ['TRADE_QUOTA', { tradesToday: {} }],
      ['DUPLICATE_SIGNAL', { recentSignals: new Map() }],
      ['LOW_CONFLUENCE', { limits: { ...calm.limits, confluenceMin: parseRatio('0') } }],
      ['OPPOSITE_POSITION', positions('ETH', 'SOL', 'DOGE')],
      ['TOO_MANY_POSITIONS', { positions: [], tickets: [full({})] }],
      ['OVER_RISK_PER_TRADE', { equity: money('6000') }],
      ['OVER_DAY_BUDGET', { dayRealised: money('0') }],
      ['OVER_OPEN_RISK', { tickets: [full({ worstCaseLoss: money('0') })] }],
      [
        'OVER_POSITION_MARGIN',
        { tickets: [full({ worstCaseLoss: money('0'), margin: money('0') })] },
      ],
      ['OVER_GROSS_NOTIONAL', { tickets: [] }],
      ['BELOW_MINIMUM', { minimumNotional: money('10') }],
    ]
    let inputs: RiskInputs = {
      ...calm,
      state: withCause(withCause(calm.state, raised('dayLoss')), raised('killSwitch')),
      isStrategyOn: false,
      isInstrumentOn: false,
      instrument: delisted,
      quote: null,
      equity: money('0'),
      leverage: 99,
      ...withProposal({
        entry: { type: 'limit', price: price('25000') },
        sizing: { by: 'quantity', quantity: parseQuantity('0.1') },
        origin: { ...(strategyProposal.origin as StrategyOrigin), confluence: [] },
      }),
      dayRealised: money('-300'),
      tradesToday: { '3h': 9 },
      recentSignals: new Map([[signalKey('momentum', 'BTC', 'buy', '3h'), calm.nowMs]]),
      positions: [somePosition({ coin: 'BTC', quantity: parseQuantity('-0.0001') })],
      minimumNotional: money('5000'),
    }
    const seen = ordered.map(([, change]) => {
      const decision = checkOrder(inputs)
      inputs = { ...inputs, ...change }
      expect(decision.message).toMatch(/^[^{}]{10,}\.$/)
      return decision.kind === 'denied' ? decision.code : 'passed'
    })
    expect(seen).toEqual(ordered.map(([code]) => code))
    expect(checkOrder(inputs).kind).toBe('passed')
    expect(seen).toEqual(
      DENIAL_CODE_NAMES.filter(
        (code) => !['PRICE_LEFT_BAND', 'NOT_READY', 'STOP_TOO_FAR'].includes(code),
      ),
    )
  })
})

const raised = (cause: 'dayLoss' | 'killSwitch') => ({
  cause,
  sinceMs: 0,
  untilMs: null,
  reason: '',
})

/** A ticket of the same coin that fills every cap of an account of $6,000. */
const full = (change: Parameters<typeof someTicket>[0]) =>
  someTicket({
    coin: 'BTC',
    quota: '6h',
    worstCaseLoss: money('120'),
    margin: money('300'),
    notional: money('9000'),
    ...change,
  })

const bracket = (stop: string, target: string): Partial<RiskInputs> =>
  withProposal({
    entry: { type: 'market' },
    stop: stop === 'none' ? { by: 'none' } : { by: 'price', price: price(stop) },
    target: { by: 'price', price: price(target) },
    sizing: { by: 'quantity', quantity: parseQuantity('0.1') },
    origin: { ...(strategyProposal.origin as StrategyOrigin), confluence: [] },
  })

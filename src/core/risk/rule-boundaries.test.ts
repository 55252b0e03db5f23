import { describe, expect, it } from 'vitest'
import { parseMoney, parsePrice, parseQuantity, parseRatio } from '../money/decimal.ts'
import { checkOrder } from './check-order.ts'
import type { DenialCode } from './denial-codes.ts'
import { signalKey } from './duplicate-signal.ts'
import { PROFILES } from './limits.ts'
import {
  calm,
  manualProposal,
  somePosition,
  someTicket,
  strategyProposal,
  withProposal,
} from './risk-inputs.test-support.ts'
import type { ProposalOrigin, QuotaKey, RiskInputs } from './risk-inputs.ts'

/** The code, or the quantity that passed. */
function answer(change: Partial<RiskInputs>): DenialCode | 'passed' {
  const decision = checkOrder({ ...calm, ...change })
  expect(decision.message).toMatch(/^[^{}]{10,}\.$/)
  return decision.kind === 'denied' ? decision.code : 'passed'
}

const money = parseMoney
const price = parsePrice

/** 0.1 BTC by hand: worst case 49.743818, margin 200.6, notional 2,006. */
const tenth = (change: Partial<RiskInputs> = {}): Partial<RiskInputs> => ({
  ...withProposal({ sizing: { by: 'quantity', quantity: parseQuantity('0.1') } }, manualProposal),
  ...change,
})

const on = (timeframe: QuotaKey, trades: number): Partial<RiskInputs> => ({
  proposal:
    timeframe === 'manual'
      ? manualProposal
      : {
          ...strategyProposal,
          origin: { ...(strategyProposal.origin as StrategyOrigin), timeframe },
        },
  tradesToday: { [timeframe]: trades },
})
type StrategyOrigin = Extract<ProposalOrigin, { from: 'strategy' }>

const scored = (score: number): Partial<RiskInputs> =>
  withProposal({
    origin: {
      ...(strategyProposal.origin as StrategyOrigin),
      confluence: [{ name: 'one', score, weight: 0.3 }],
    },
  })

const repeated = (ageMs: number): Partial<RiskInputs> => ({
  recentSignals: new Map([[signalKey('momentum', 'BTC', 'buy', '3h'), calm.nowMs - ageMs]]),
})

const limitAt = (side: 'buy' | 'sell', at: string): Partial<RiskInputs> =>
  withProposal({ side, entry: { type: 'limit', price: price(at) } })

const stopAt = (side: 'buy' | 'sell', at: string): Partial<RiskInputs> =>
  withProposal({ side, stop: { by: 'price', price: price(at) } })

const targetAt = (side: 'buy' | 'sell', at: string): Partial<RiskInputs> =>
  withProposal({ side, target: { by: 'price', price: price(at) } })

const lost = (amount: string): Partial<RiskInputs> => ({ dayRealised: money(`-${amount}`) })

const positions = (...coins: readonly string[]): Partial<RiskInputs> => ({
  positions: coins.map((coin) => somePosition({ coin, quantity: parseQuantity('0.01') })),
})

const strict = PROFILES.strict
const quoteAged = (ageMs: number): Partial<RiskInputs> => ({
  quote: { bid: price('20000'), ask: price('20000'), ageMs },
})

const delisted = { ...calm.instrument, isDelisted: true }

type Row = readonly [string, Partial<RiskInputs>, DenialCode | 'passed']

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'R13 switches': [
    ['strategy on', {}, 'passed'],
    ['strategy off', { isStrategyOn: false }, 'STRATEGY_OFF'],
    ['strategy off, by hand', { isStrategyOn: false, proposal: manualProposal }, 'passed'],
    ['instrument off', { isInstrumentOn: false }, 'INSTRUMENT_OFF'],
    ['delisted', { instrument: delisted }, 'INSTRUMENT_DELISTED'],
  ],
  'V5 quote': [
    ['none', { quote: null }, 'NO_QUOTE'],
    ['touching', { quote: { bid: price('20000'), ask: price('20000'), ageMs: 0 } }, 'passed'],
    ['crossed', { quote: { bid: price('20001'), ask: price('20000'), ageMs: 0 } }, 'NO_QUOTE'],
    ['no bid', { quote: { bid: price('0'), ask: price('20000'), ageMs: 0 } }, 'NO_QUOTE'],
    ['4,999 ms', quoteAged(4_999), 'passed'],
    ['5,000 ms', quoteAged(5_000), 'passed'],
    ['5,001 ms', quoteAged(5_001), 'QUOTE_STALE'],
    ['no age', quoteAged(Number.NaN), 'QUOTE_STALE'],
  ],
  'R2 equity': [
    ['nothing', { equity: money('0') }, 'NO_EQUITY'],
    ['below nothing', { equity: money('-1') }, 'NO_EQUITY'],
    ['nothing at the start of the day', { dayStartEquity: money('0') }, 'NO_EQUITY'],
  ],
  'R3 leverage': [
    ['9', { leverage: 9 }, 'passed'],
    ['10', { leverage: 10 }, 'passed'],
    ['11', { leverage: 11 }, 'LEVERAGE_TOO_HIGH'],
    ['0', { leverage: 0 }, 'LEVERAGE_TOO_HIGH'],
    ['half', { leverage: 1.5 }, 'LEVERAGE_TOO_HIGH'],
    ['5 of 5', { leverage: 5, instrument: { ...calm.instrument, maxLeverage: 5 } }, 'passed'],
    [
      '6 of 5',
      { leverage: 6, instrument: { ...calm.instrument, maxLeverage: 5 } },
      'LEVERAGE_TOO_HIGH',
    ],
  ],
  'C5 limit price': [
    ['buy inside', limitAt('buy', '20059'), 'passed'],
    ['buy at the edge', limitAt('buy', '20060'), 'passed'],
    ['buy outside', limitAt('buy', '20061'), 'PRICE_OUTSIDE_BAND'],
    ['sell at the edge', limitAt('sell', '19940'), 'passed'],
    ['sell outside', limitAt('sell', '19939'), 'PRICE_OUTSIDE_BAND'],
    ['buy 80 % below', limitAt('buy', '4000'), 'TRIGGER_OUT_OF_REACH'],
    ['buy further', limitAt('buy', '3999.9'), 'PRICE_OUTSIDE_BAND'],
    ['sell 80 % above', limitAt('sell', '36000'), 'TRIGGER_OUT_OF_REACH'],
    ['sell further', limitAt('sell', '36001'), 'PRICE_OUTSIDE_BAND'],
    ['nothing', limitAt('buy', '0'), 'PRICE_OUTSIDE_BAND'],
    ['negative', limitAt('sell', '-5'), 'PRICE_OUTSIDE_BAND'],
  ],
  'R2 stop': [
    ['none', withProposal({ stop: { by: 'none' } }), 'NO_STOP'],
    [
      'no distance',
      withProposal({ stop: { by: 'distance', distance: parseRatio('0') } }),
      'NO_STOP',
    ],
    [
      'all the way',
      withProposal({ stop: { by: 'distance', distance: parseRatio('1') } }),
      'NO_STOP',
    ],
    ['buy, below', stopAt('buy', '19999'), 'passed'],
    ['buy, at the market', stopAt('buy', '20000'), 'STOP_WRONG_SIDE'],
    ['buy, above', stopAt('buy', '20001'), 'STOP_WRONG_SIDE'],
    ['sell, above', stopAt('sell', '20001'), 'passed'],
    ['sell, at the market', stopAt('sell', '20000'), 'STOP_WRONG_SIDE'],
    ['sell, below', stopAt('sell', '19999'), 'STOP_WRONG_SIDE'],
    [
      'between the market and a limit above it',
      withProposal({
        entry: { type: 'limit', price: price('20050') },
        stop: { by: 'price', price: price('20020') },
      }),
      'STOP_WRONG_SIDE',
    ],
  ],
  'R7 target': [
    ['none', withProposal({ target: { by: 'none' } }), 'passed'],
    ['buy, above the worst price', targetAt('buy', '20061'), 'passed'],
    ['buy, at the worst price', targetAt('buy', '20060'), 'TARGET_WRONG_SIDE'],
    ['buy, below', targetAt('buy', '20059'), 'TARGET_WRONG_SIDE'],
    ['sell, below the worst price', targetAt('sell', '19939'), 'passed'],
    ['sell, at the worst price', targetAt('sell', '19940'), 'TARGET_WRONG_SIDE'],
    ['sell below zero', targetAt('sell', '-1'), 'TARGET_WRONG_SIDE'],
  ],
  'V2 reach of stop and target': [
    ['buy, target at the end of reach', targetAt('buy', '39777'), 'passed'],
    ['buy, target beyond', targetAt('buy', '39778'), 'TRIGGER_OUT_OF_REACH'],
    ['buy, twenty digits', targetAt('buy', '99999999999999999999'), 'TRIGGER_OUT_OF_REACH'],
    ['buy, stop at the end of reach', stopAt('buy', '4667'), 'passed'],
    ['buy, stop beyond', stopAt('buy', '4666'), 'TRIGGER_OUT_OF_REACH'],
    ['sell, target at the end of reach', targetAt('sell', '3818.2'), 'passed'],
    ['sell, target beyond', targetAt('sell', '3818.1'), 'TRIGGER_OUT_OF_REACH'],
    ['sell, stop at the end of reach', stopAt('sell', '32545'), 'passed'],
    ['sell, stop beyond', stopAt('sell', '32546'), 'TRIGGER_OUT_OF_REACH'],
  ],
  'R1 daily loss': [
    ['nothing left for an order', lost('299.99'), 'BELOW_MINIMUM'],
    ['at the cap', lost('300'), 'DAY_LOSS_CAP'],
    ['over the cap', lost('300.00000001'), 'DAY_LOSS_CAP'],
    ['unrealised counts', { dayUnrealised: money('-300') }, 'DAY_LOSS_CAP'],
    ['dollar cap, under', { ...lost('9.98999999'), limits: strict }, 'BELOW_MINIMUM'],
    ['dollar cap, at', { ...lost('9.99'), limits: strict }, 'DAY_LOSS_CAP'],
    ['worst case fits', tenth(lost('250.25618199')), 'passed'],
    ['worst case just fits', tenth(lost('250.256182')), 'passed'],
    ['worst case does not fit', tenth(lost('250.25618201')), 'OVER_DAY_BUDGET'],
    [
      'tickets count',
      tenth({ ...lost('250.256181'), tickets: [someTicket({ worstCaseLoss: money('0.000001') })] }),
      'passed',
    ],
    [
      'tickets count, over',
      tenth({
        ...lost('250.256181'),
        tickets: [someTicket({ worstCaseLoss: money('0.00000101') })],
      }),
      'OVER_DAY_BUDGET',
    ],
    [
      'a realised gain gives no more',
      tenth({ dayRealised: money('500'), dayUnrealised: money('0') }),
      'passed',
    ],
  ],
  'R4 quotas': [
    ['9h, one taken', on('9h', 1), 'passed'],
    ['9h, two taken', on('9h', 2), 'TRADE_QUOTA'],
    ['6h, one taken', on('6h', 1), 'passed'],
    ['6h, two taken', on('6h', 2), 'TRADE_QUOTA'],
    ['3h, none taken', on('3h', 0), 'passed'],
    ['3h, one taken', on('3h', 1), 'TRADE_QUOTA'],
    ['5m, two taken', on('5m', 2), 'passed'],
    ['5m, three taken', on('5m', 3), 'TRADE_QUOTA'],
    ['5m, four taken', on('5m', 4), 'TRADE_QUOTA'],
    ['by hand, two taken', on('manual', 2), 'passed'],
    ['by hand, three taken', on('manual', 3), 'TRADE_QUOTA'],
    ['a waiting ticket counts', { tickets: [someTicket({ quota: '3h' })] }, 'TRADE_QUOTA'],
    ['another quota does not', { tickets: [someTicket({ quota: '6h' })] }, 'passed'],
  ],
  'R5 duplicates': [
    ['1 ms ago', repeated(1), 'DUPLICATE_SIGNAL'],
    ['just under the hour', repeated(3_599_999), 'DUPLICATE_SIGNAL'],
    ['the hour', repeated(3_600_000), 'passed'],
    ['just over', repeated(3_600_001), 'passed'],
    ['after the clock went back', repeated(-1), 'DUPLICATE_SIGNAL'],
    ['after it went back for long', repeated(-3_600_000), 'passed'],
    ['the other side', { ...repeated(1), ...withProposal({ side: 'sell' }) }, 'passed'],
    ['by hand', { ...repeated(1), proposal: manualProposal }, 'passed'],
  ],
  'R6 confluence': [
    ['just under', scored(0.74999999), 'LOW_CONFLUENCE'],
    ['at', scored(0.75), 'passed'],
    ['just over', scored(0.75000001), 'passed'],
    ['no number', scored(Number.NaN), 'LOW_CONFLUENCE'],
    ['beyond one', scored(5), 'passed'],
  ],
  'R3 positions': [
    ['two others', positions('ETH', 'SOL'), 'passed'],
    ['three others', positions('ETH', 'SOL', 'DOGE'), 'TOO_MANY_POSITIONS'],
    ['three with this one', positions('ETH', 'SOL', 'BTC'), 'passed'],
    [
      'a ticket counts',
      { ...positions('ETH', 'SOL'), tickets: [someTicket({ coin: 'X', quota: '6h' })] },
      'TOO_MANY_POSITIONS',
    ],
    [
      'against a long',
      { ...positions('BTC'), ...withProposal({ side: 'sell' }) },
      'OPPOSITE_POSITION',
    ],
    [
      'against a waiting buy',
      { tickets: [someTicket({ coin: 'BTC', quota: '6h' })], ...withProposal({ side: 'sell' }) },
      'OPPOSITE_POSITION',
    ],
  ],
  'R2 risk per trade': [
    ['under', tenth({ equity: money('4974.382') }), 'passed'],
    ['at', tenth({ equity: money('4974.3818') }), 'passed'],
    ['over', tenth({ equity: money('4974.3817') }), 'OVER_RISK_PER_TRADE'],
  ],
  'R3 open risk': [
    ['under', tenth({ tickets: [someTicket({ worstCaseLoss: money('150.256') })] }), 'passed'],
    ['at', tenth({ tickets: [someTicket({ worstCaseLoss: money('150.256182') })] }), 'passed'],
    [
      'over',
      tenth({ tickets: [someTicket({ worstCaseLoss: money('150.25618201') })] }),
      'OVER_OPEN_RISK',
    ],
    [
      'a position without a stop counts whole',
      tenth({ positions: [somePosition({ quantity: parseQuantity('0.2'), stopPrice: null })] }),
      'OVER_OPEN_RISK',
    ],
  ],
  'R3 margin': [
    ['under', tenth({ tickets: [someTicket({ coin: 'BTC', margin: money('299') })] }), 'passed'],
    ['at', tenth({ tickets: [someTicket({ coin: 'BTC', margin: money('299.4') })] }), 'passed'],
    [
      'over',
      tenth({ tickets: [someTicket({ coin: 'BTC', margin: money('299.40000001') })] }),
      'OVER_POSITION_MARGIN',
    ],
    ['of another coin', tenth({ tickets: [someTicket({ margin: money('400') })] }), 'passed'],
  ],
  'R3 gross notional': [
    ['under', tenth({ tickets: [someTicket({ notional: money('12993') })] }), 'passed'],
    ['at', tenth({ tickets: [someTicket({ notional: money('12994') })] }), 'passed'],
    [
      'over',
      tenth({ tickets: [someTicket({ notional: money('12994.00000001') })] }),
      'OVER_GROSS_NOTIONAL',
    ],
  ],
  'R2 minimum': [
    ['over', tenth({ minimumNotional: money('2005.9') }), 'passed'],
    ['at', tenth({ minimumNotional: money('2006') }), 'passed'],
    ['under', tenth({ minimumNotional: money('2006.00000001') }), 'BELOW_MINIMUM'],
    [
      'nothing asked for',
      withProposal({ sizing: { by: 'quantity', quantity: parseQuantity('0') } }, manualProposal),
      'BELOW_MINIMUM',
    ],
    [
      'less than nothing asked for',
      withProposal({ sizing: { by: 'notional', notional: money('-50') } }, manualProposal),
      'BELOW_MINIMUM',
    ],
  ],
}

describe.each(Object.entries(ROWS))('%s', (_, rows) => {
  it.each(rows)('%s', (_name, change, expected) => {
    expect(answer(change)).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import {
  formatDecimal,
  parseMoney,
  parsePrice,
  parseQuantity,
  parseRatio,
} from '../money/decimal.ts'
import { dayBudget, dayLossCap } from './day-budget.ts'
import { PROFILES } from './limits.ts'
import { calm, somePosition, someTicket } from './risk-inputs.test-support.ts'

const { standard, strict } = PROFILES

const parts = (change: Partial<typeof calm>) => {
  const { used, atRisk, left, cap } = dayBudget({ ...calm, ...change })
  expect(used + atRisk + left >= cap).toBe(true)
  return [used, atRisk, left].map((amount) => formatDecimal(amount))
}

/** 0.1 ETH at 1,000, stop 990: to the stop 1 + slippage 0.099 + exit fee 0.04450545. */
const held = somePosition()

describe('the cap of the day', () => {
  it('is the stricter of share and dollars, and says which', () => {
    const equity = parseMoney('10000')
    expect(dayLossCap(standard, equity)).toEqual({
      cap: parseMoney('300'),
      capFrom: 'share of equity',
    })
    expect(dayLossCap(strict, equity)).toEqual({
      cap: parseMoney('9.99'),
      capFrom: 'dollar amount',
    })
    expect(dayLossCap(strict, parseMoney('100')).capFrom).toBe('share of equity')
    expect(dayLossCap(strict, parseMoney('333'))).toEqual({
      cap: parseMoney('9.99'),
      capFrom: 'share of equity',
    })
  })
})

describe('the budget of the day', () => {
  it.each([
    ['nothing yet', {}, ['0', '0', '300']],
    ['a loss', { dayRealised: parseMoney('-20') }, ['20', '0', '280']],
    ['a gain gives no more', { dayRealised: parseMoney('20') }, ['0', '0', '300']],
    [
      'an open position is at risk down to its stop',
      { positions: [held] },
      ['0', '1.14350545', '298.85649455'],
    ],
    [
      'its unrealised loss is used, the rest of the way at risk',
      {
        positions: [{ ...held, markPrice: parsePrice('995') }],
        dayUnrealised: parseMoney('-0.5'),
      },
      ['0.5', '0.64350545', '298.85649455'],
    ],
    [
      'an unrealised gain covers its own way back',
      {
        positions: [{ ...held, markPrice: parsePrice('1100') }],
        dayUnrealised: parseMoney('10'),
      },
      ['0', '1.14350545', '298.85649455'],
    ],
    [
      'a stop that locks in a gain is no risk',
      {
        positions: [{ ...held, markPrice: parsePrice('1100'), stopPrice: parsePrice('1050') }],
        dayUnrealised: parseMoney('10'),
      },
      ['0', '0', '300'],
    ],
    [
      'a short is the mirror image',
      {
        positions: [{ ...held, quantity: parseQuantity('-0.1'), stopPrice: parsePrice('1010') }],
      },
      ['0', '1.14649545', '298.85350455'],
    ],
    ['no stop: all of it', { positions: [{ ...held, stopPrice: null }] }, ['0', '100', '200']],
    [
      'tickets at their worst',
      { tickets: [someTicket({ worstCaseLoss: parseMoney('7') })], dayRealised: parseMoney('-1') },
      ['1', '7', '292'],
    ],
    ['nothing left is never negative', { dayRealised: parseMoney('-400') }, ['400', '0', '0']],
  ])('%s', (_, change, expected) => {
    expect(parts(change)).toEqual(expected)
  })

  it('does not let unrealised losses hide behind realised gains of the day', () => {
    const figures = {
      ...calm,
      limits: { ...standard, dayLossShare: parseRatio('0.001') },
      dayRealised: parseMoney('50'),
      dayUnrealised: parseMoney('-8'),
      positions: [{ ...held, markPrice: parsePrice('990') }],
    }
    expect(formatDecimal(dayBudget(figures).left)).toBe('1.85649455')
  })
})

import { describe, expect, it } from 'vitest'
import { formatDecimal, parseMoney, parsePrice } from '../money/decimal.ts'
import { checkOrder, isPassed, recheckOrder } from './check-order.ts'
import { PROFILES } from './limits.ts'
import { calm, withProposal } from './risk-inputs.test-support.ts'

describe('a passed order', () => {
  it('is sized by the risk per trade at the worst price, with fees and stop slippage', () => {
    const decision = checkOrder(calm)
    if (!isPassed(decision)) throw new Error(decision.message)
    // Worst 20,060, stop 19,600 filling at 19,580.4: 479.6 + 0.045 % of both = 497.43818 a unit.
    // $100 / 497.43818 = 0.201030..., down to the fifth decimal.
    expect(decision.numbers).toMatchObject({
      quantity: '0.20103',
      worstPrice: '20060',
      stopPrice: '19600',
      targetPrice: '20800',
      worstCaseLoss: '99.99999733',
      bindingCap: 'riskPerTrade',
      notional: '4032.6618',
      margin: '403.26618',
    })
    expect(decision.band).toEqual({ low: parsePrice('19940'), high: parsePrice('20060') })
    expect(formatDecimal(decision.fees)).toBe('3.58600933')
  })

  it('mirrors for a sell', () => {
    const decision = checkOrder({ ...calm, ...withProposal({ side: 'sell' }) })
    if (!isPassed(decision)) throw new Error(decision.message)
    expect(decision.numbers).toMatchObject({
      worstPrice: '19940',
      stopPrice: '20400',
      targetPrice: '19200',
    })
    expect(decision.worstCaseLoss <= parseMoney('100')).toBe(true)
  })

  it('in the Strict profile risks no more than $9.99', () => {
    const decision = checkOrder({ ...calm, limits: PROFILES.strict })
    if (!isPassed(decision)) throw new Error(decision.message)
    expect(decision.bindingCap).toBe('dayBudget')
    expect(decision.worstCaseLoss <= parseMoney('9.99')).toBe(true)
    expect(decision.worstCaseLoss > parseMoney('9.98')).toBe(true)
  })

  it('passes the second look unchanged, within the band', () => {
    const decision = checkOrder(calm)
    if (!isPassed(decision)) throw new Error(decision.message)
    const at = (bid: string, ask: string) =>
      recheckOrder(
        { ...calm, quote: { bid: parsePrice(bid), ask: parsePrice(ask), ageMs: 0 } },
        decision,
      )
    expect(isPassed(at('20060', '20060'))).toBe(true)
    expect(isPassed(at('19940', '19940'))).toBe(true)
    expect(at('20060', '20060.02')).toMatchObject({ kind: 'denied', code: 'PRICE_LEFT_BAND' })
    expect(at('19939', '19940')).toMatchObject({ kind: 'denied', code: 'PRICE_LEFT_BAND' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Price } from '../money/amount.ts'
import { asPrice } from '../money/amount.ts'
import { parseMoney, parseRatio } from '../money/decimal.ts'
import { shareOf } from '../money/rounding.ts'
import { lotSize } from '../money/tick.ts'
import { checkOrder } from './check-order.ts'
import { PROFILES } from './limits.ts'
import { calm } from './risk-inputs.test-support.ts'
import type { RiskInputs } from './risk-inputs.ts'

const ratio = (low: number, high: number) =>
  fc.integer({ min: low, max: high }).map((millionths) => parseRatio((millionths / 1e6).toFixed(6)))

/** Any price from 1e-8 to ten million, any size step, free fees and slippage, any stop. */
const inputs = fc
  .record({
    mid: fc.oneof(fc.bigInt({ min: 1n, max: 10_000n }), fc.bigInt({ min: 1n, max: 10n ** 15n })),
    sizeDecimals: fc.integer({ min: 0, max: 6 }),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    distance: ratio(1, 600_000),
    fee: ratio(0, 10_000),
    slippage: ratio(0, 50_000),
    band: ratio(100, 20_000),
    equity: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    dayPnl: fc.integer({ min: -400, max: 400 }),
    leverage: fc.integer({ min: 1, max: 10 }),
  })
  .map((drawn): RiskInputs => {
    const base = calm
    const mid = asPrice(drawn.mid)
    return {
      ...base,
      limits: {
        ...PROFILES.standard,
        takerFee: drawn.fee,
        stopSlippage: drawn.slippage,
        priceBand: drawn.band,
      },
      equity: drawn.equity as RiskInputs['equity'],
      dayStartEquity: drawn.equity as RiskInputs['equity'],
      dayRealised: parseMoney(String(drawn.dayPnl)),
      instrument: { ...base.instrument, sizeDecimals: drawn.sizeDecimals, maxLeverage: 50 },
      leverage: drawn.leverage,
      quote: { bid: mid, ask: mid as Price, ageMs: 0 },
      proposal: {
        origin: { from: 'person' },
        side: drawn.side,
        entry: { type: 'market' },
        stop: { by: 'distance', distance: drawn.distance },
        target: { by: 'none' },
        sizing: { by: 'risk' },
      },
    }
  })

describe('sizing on coarse ticks and odd lots', () => {
  it('answers every price, and is never above any cap after rounding', () => {
    let passed = 0
    fc.assert(
      fc.property(inputs, (given) => {
        const decision = checkOrder(given)
        if (decision.kind === 'denied') {
          expect(decision.message).toMatch(/\.$/)
          return
        }
        passed += 1
        const { limits, equity, instrument } = given
        const share = (of: Parameters<typeof shareOf>[1]) => shareOf(equity, of, 'down')
        expect(decision.quantity % lotSize(instrument.sizeDecimals)).toBe(0n)
        expect(decision.worstCaseLoss).toBeLessThanOrEqual(share(limits.riskPerTrade))
        expect(decision.margin).toBeLessThanOrEqual(share(limits.positionMarginMax))
        expect(decision.notional).toBeLessThanOrEqual(share(limits.grossNotionalMax))
        const lost = given.dayRealised < 0n ? -given.dayRealised : 0n
        expect(decision.worstCaseLoss + lost).toBeLessThanOrEqual(share(limits.dayLossShare))
      }),
      { numRuns: 3_000 },
    )
    expect(passed).toBeGreaterThan(100)
  })

  it('denies a stop at the worst price, where a unit would cost nothing', () => {
    const base = calm
    const mid = asPrice(1_250n)
    const decision = checkOrder({
      ...base,
      limits: { ...PROFILES.standard, takerFee: parseRatio('0'), stopSlippage: parseRatio('0') },
      instrument: { ...base.instrument, sizeDecimals: 0 },
      quote: { bid: mid, ask: mid, ageMs: 0 },
      proposal: {
        ...base.proposal,
        origin: { from: 'person' },
        entry: { type: 'market' },
        side: 'buy',
        stop: { by: 'distance', distance: parseRatio('0.05') },
        target: { by: 'none' },
        sizing: { by: 'risk' },
      },
    })
    expect(decision).toMatchObject({ kind: 'denied', code: 'STOP_WRONG_SIDE' })
  })
})

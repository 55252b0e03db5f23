import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Side } from '../model/side.ts'
import type { Quantity, Ratio } from '../money/amount.ts'
import { asMoney, asPrice, asQuantity, asRatio } from '../money/amount.ts'
import { isOnLot, isOnTick } from '../money/tick.ts'
import type { RiskDecision } from './check-order.ts'
import { checkOrder, isPassed, recheckOrder } from './check-order.ts'
import { isReducing } from './is-reducing.ts'
import type { LimitName } from './limit-fields.ts'
import { LIMIT_FIELDS, LIMIT_NAMES } from './limit-fields.ts'
import type { Limits } from './limits.ts'
import { PROFILES } from './limits.ts'
import { calm } from './risk-inputs.test-support.ts'
import type { RiskInputs, RiskPosition, RiskTicket } from './risk-inputs.ts'

const E8 = 100_000_000n

const dollars = (min: number, max: number) =>
  fc.bigInt(BigInt(Math.round(min * 1e8)), BigInt(Math.round(max * 1e8))).map(asMoney)
const ratio = (min: number, max: number) =>
  fc.bigInt(BigInt(Math.round(min * 1e8)), BigInt(Math.round(max * 1e8))).map(asRatio)
const side = fc.constantFrom<Side>('buy', 'sell')

/** Any limits that the profile editor would take. */
const limits: fc.Arbitrary<Limits> = fc
  .tuple(...LIMIT_NAMES.map((name) => limitValue(name)))
  .map((values) => Object.fromEntries(LIMIT_NAMES.map((name, at) => [name, values[at]])))
  .map((made) => made as unknown as Limits)

function limitValue(name: LimitName): fc.Arbitrary<Limits[LimitName]> {
  const field = LIMIT_FIELDS[name]
  if (field.kind === 'ratio' || field.kind === 'money') {
    const amount = fc.bigInt(field.min, field.max).map(asRatio)
    const orNone = fc.option(amount, { nil: null }) as fc.Arbitrary<Limits[LimitName]>
    return field.canBeNone ? orNone : amount
  }
  if (field.kind === 'zone') return fc.constant('UTC')
  return fc.integer({ min: field.min, max: field.max })
}

/** Long or short, the mark and the stop within a tenth of the entry. */
const position = (coin: string): fc.Arbitrary<RiskPosition> =>
  fc
    .record({
      isLong: fc.boolean(),
      size: fc.bigInt(1n, E8 / 2n),
      entry: fc.bigInt(E8, 2_000n * E8),
      mark: fc.bigInt(900n, 1_100n),
      stop: fc.option(fc.bigInt(900n, 1_100n), { nil: null, freq: 9 }),
    })
    .map(({ isLong, size, entry, mark, stop }) => ({
      coin,
      quantity: asQuantity(isLong ? size : -size),
      entryPrice: asPrice(entry),
      markPrice: asPrice((entry * mark) / 1_000n),
      stopPrice: stop === null ? null : asPrice((entry * stop) / 1_000n),
    }))

const ticket: fc.Arbitrary<RiskTicket> = fc.record({
  coin: fc.constantFrom('BTC', 'ETH'),
  side,
  quota: fc.constantFrom('3h' as const, '5m' as const, 'manual' as const),
  worstCaseLoss: dollars(0, 60),
  notional: dollars(10, 5_000),
  margin: dollars(1, 500),
})

const wish = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ by: 'default' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({ by: fc.constant('distance' as const), distance: ratio(0, 0.1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      by: fc.constant('price' as const),
      price: fc.bigInt(-E8, 60_000n * E8).map(asPrice),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ by: 'none' as const }) },
)

const sizing = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ by: 'risk' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      by: fc.constant('quantity' as const),
      quantity: fc.bigInt(-1n, 5n * E8).map(asQuantity),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ by: fc.constant('notional' as const), notional: dollars(-1, 50_000) }),
  },
)

const inputs: fc.Arbitrary<RiskInputs> = fc
  .record({
    limits: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Object.values(PROFILES)) },
      { weight: 1, arbitrary: limits },
    ),
    equity: dollars(0, 40_000),
    dayStartEquity: dollars(0, 40_000),
    dayRealised: dollars(-150, 150),
    dayUnrealised: dollars(-50, 50),
    positions: fc
      .tuple(
        fc.option(position('BTC'), { nil: null, freq: 2 }),
        fc.option(position('ETH'), { nil: null, freq: 2 }),
      )
      .map((held) => held.filter((one) => one !== null)),
    tickets: fc.array(ticket, { maxLength: 1 }),
    mid: fc.bigInt(10_000_000n, 60_000n * E8),
    spread: fc.bigInt(0n, E8),
    sizeDecimals: fc.integer({ min: 0, max: 5 }),
    leverage: fc.integer({ min: 1, max: 10 }),
    side,
    isManual: fc.boolean(),
    limitShift: fc.option(ratio(-0.004, 0.004), { nil: null, freq: 2 }),
    stop: wish,
    target: wish,
    sizing,
  })
  .map((made) => {
    const { mid, spread, limitShift } = made
    const price = asPrice(limitShift === null ? 0n : mid + (mid * limitShift) / E8)
    return {
      ...calm,
      ...made,
      quote: { bid: asPrice(mid), ask: asPrice(mid + spread), ageMs: 0 },
      instrument: { ...calm.instrument, sizeDecimals: made.sizeDecimals },
      proposal: {
        origin: made.isManual ? { from: 'person' as const } : calm.proposal.origin,
        side: made.side,
        entry:
          limitShift === null ? { type: 'market' as const } : { type: 'limit' as const, price },
        stop: made.stop,
        target: made.target,
        sizing: made.sizing,
      },
    }
  })

/** Twice-checked by another road: whole rationals over 1e24, rounded once at the end. */
function worstCase(given: RiskInputs, decision: RiskDecision & { kind: 'passed' }): bigint {
  const { stopSlippage, takerFee } = given.limits
  const isBuy = decision.side === 'buy'
  const exit = decision.stopPrice * (isBuy ? E8 - stopSlippage : E8 + stopSlippage)
  const entry = decision.worstPrice * E8
  const fall = isBuy ? entry - exit : exit - entry
  const whole = (fall * E8 + (entry + exit) * takerFee) * decision.quantity
  const unit = E8 ** 3n
  return whole % unit === 0n ? whole / unit : whole / unit + 1n
}

/** Loss from a price to a position's stop, rounded up; all of it without a stop. */
function heldLoss(given: RiskInputs, held: RiskPosition, from: bigint): bigint {
  const size = held.quantity < 0n ? -held.quantity : held.quantity
  const up = (value: bigint, unit: bigint) => (value + unit - 1n) / unit
  if (held.stopPrice === null) return up(held.markPrice * size, E8)
  const { stopSlippage, takerFee } = given.limits
  const isLong = held.quantity > 0n
  const exit = held.stopPrice * (isLong ? E8 - stopSlippage : E8 + stopSlippage)
  const fall = (isLong ? from * E8 - exit : exit - from * E8) * E8 + exit * takerFee
  return fall <= 0n ? 0n : up(fall * size, E8 ** 3n)
}

const sum = (values: readonly bigint[]): bigint =>
  values.reduce((total, value) => total + value, 0n)
const share = (amount: bigint, part: Ratio): bigint => (amount * part) / E8

describe('a passed decision', () => {
  it('never goes over any cap, whatever the inputs', () => {
    let passed = 0
    fc.assert(
      fc.property(inputs, (given) => {
        const decision = checkOrder(given)
        if (!isPassed(decision)) return
        passed += 1
        const { limits: rules, equity, tickets, positions } = given
        expect(decision.worstCaseLoss).toBe(worstCase(given, decision))
        expect(decision.worstCaseLoss <= share(equity, rules.riskPerTrade)).toBe(true)

        const entryRisk = sum(positions.map((held) => heldLoss(given, held, held.entryPrice)))
        const waiting = sum(tickets.map((open) => open.worstCaseLoss))
        const openRisk = entryRisk + waiting + decision.worstCaseLoss
        expect(openRisk <= share(equity, rules.openRiskMax)).toBe(true)

        const cap = share(given.dayStartEquity, rules.dayLossShare)
        const lost = -(given.dayRealised + given.dayUnrealised)
        const worstDay =
          lost + sum(positions.map((held) => heldLoss(given, held, held.markPrice))) + waiting
        expect(worstDay + decision.worstCaseLoss <= cap).toBe(true)
        expect(lost + waiting + decision.worstCaseLoss <= cap).toBe(true)
        if (rules.dayLossAmount !== null) {
          expect(worstDay + decision.worstCaseLoss <= rules.dayLossAmount).toBe(true)
        }

        const others = sum([
          ...tickets.map((open) => open.notional),
          ...positions.map((held) => {
            const size = held.quantity < 0n ? -held.quantity : held.quantity
            return (held.markPrice * size + E8 - 1n) / E8
          }),
        ])
        expect(others + decision.notional <= share(equity, rules.grossNotionalMax)).toBe(true)
        expect(decision.margin * BigInt(given.leverage) >= decision.notional).toBe(true)
        expect(decision.margin <= share(equity, rules.positionMarginMax)).toBe(true)

        const { sizeDecimals } = given.instrument
        expect(isOnLot(decision.quantity, sizeDecimals)).toBe(true)
        expect(isOnTick(decision.worstPrice, sizeDecimals)).toBe(true)
        expect(isOnTick(decision.stopPrice, sizeDecimals)).toBe(true)
        expect((decision.quantity * decision.worstPrice) / E8 >= given.minimumNotional).toBe(true)
        expect(decision.gainAtTarget === null).toBe(decision.targetPrice === null)
        if (given.proposal.sizing.by === 'quantity') {
          expect(decision.quantity <= given.proposal.sizing.quantity).toBe(true)
        }
      }),
      { numRuns: 4_000 },
    )
    expect(passed).toBeGreaterThan(150)
  })

  it('is the same again for the same inputs, and passes its own second look', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const decision = checkOrder(given)
        expect(checkOrder(given)).toEqual(decision)
        if (isPassed(decision)) expect(recheckOrder(given, decision).message).toMatch(/^Passed/)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** One step of the way from a value to the strict end of its range. */
function tightened(from: Limits, name: LimitName, part: number): Limits {
  const field = LIMIT_FIELDS[name]
  if (field.kind === 'zone' || field.stricter === 'neither') return from
  if (field.kind === 'ratio' || field.kind === 'money') {
    const end = field.stricter === 'lower' ? field.min : field.max
    const value = (from[name] as bigint | null) ?? field.max
    const step = ((end - value) * BigInt(Math.round(part * 1000))) / 1000n
    return { ...from, [name]: value + step }
  }
  const end = field.stricter === 'lower' ? field.min : field.max
  const value = from[name] as number
  return { ...from, [name]: value + Math.trunc((end - value) * part) }
}

describe('tightening a limit', () => {
  it('never allows more', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.constantFrom(...LIMIT_NAMES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, name, part) => {
          const before = checkOrder(given)
          const after = checkOrder({ ...given, limits: tightened(given.limits, name, part) })
          if (!isPassed(after)) return
          expect(isPassed(before)).toBe(true)
          if (isPassed(before)) expect(after.quantity <= before.quantity).toBe(true)
        },
      ),
      { numRuns: 6_000 },
    )
  })
})

describe('exits', () => {
  const quantity = fc.bigInt(-20n, 20n).map((units) => asQuantity(units * E8))

  it('reduce, exactly when the position comes nearer to zero without passing it', () => {
    fc.assert(
      fc.property(quantity, side, quantity, (held, way, asked) => {
        const after = held + (way === 'buy' ? asked : -asked)
        const size = (amount: bigint) => (amount < 0n ? -amount : amount)
        const isNearer = asked > 0n && size(after) < size(held) && after * held >= 0n
        expect(isReducing(held, way, asked as Quantity)).toBe(isNearer)
      }),
    )
  })
})

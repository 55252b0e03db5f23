import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asMoney, asPrice, asQuantity } from '../money/amount.ts'
import { parseRatio } from '../money/decimal.ts'
import { notional } from '../money/rounding.ts'
import { applyTick } from './apply-tick.ts'
import { cancelAllOrders, cancelOrders } from './cancel-orders.ts'
import { updateLeverage } from './leverage.ts'
import { accountValue } from './margin.ts'
import { ALICE, START_MS, venueAt20000 } from './matching.test-support.ts'
import type { MatchingEvent } from './matching-event.ts'
import { modifyOrders } from './modify-orders.ts'
import { placeOrders } from './place-orders.ts'
import type { OrderRequest } from './venue-order.ts'
import { isLiveStatus } from './venue-order.ts'
import type { VenueState } from './venue-state.ts'

const DOLLAR = 100_000_000n
const price = fc
  .integer({ min: 18_500, max: 21_500 })
  .map((whole) => asPrice(BigInt(whole) * DOLLAR))
const size = fc.integer({ min: 1, max: 120 }).map((lots) => asQuantity(BigInt(lots) * 1_000_000n))

const limit: fc.Arbitrary<OrderRequest> = fc.record({
  asset: fc.constant(0),
  isBuy: fc.boolean(),
  limitPrice: price,
  size,
  isReduceOnly: fc.boolean(),
  timeInForce: fc.constantFrom('Gtc', 'Ioc', 'Alo'),
  trigger: fc.constant(null),
  clientOrderId: fc.constantFrom(null, '0x01', '0x02', '0x03'),
})

const trigger: fc.Arbitrary<OrderRequest> = fc
  .record({ base: limit, price, isMarket: fc.boolean(), kind: fc.constantFrom('tp', 'sl') })
  .map(({ base, ...one }) => ({ ...base, isReduceOnly: true, trigger: one }))

/** A bracket with children on the right sides. */
const bracket: fc.Arbitrary<OrderRequest[]> = fc
  .record({ entry: limit, stopFar: fc.bigInt(50n, 900n), targetFar: fc.bigInt(50n, 900n) })
  .map(({ entry, stopFar, targetFar }) => {
    const side = entry.isBuy ? 1n : -1n
    const at = (dollars: bigint) => asPrice((entry.limitPrice ?? 0n) + dollars * DOLLAR)
    const child = (kind: 'tp' | 'sl', far: bigint): OrderRequest => ({
      ...entry,
      isBuy: !entry.isBuy,
      isReduceOnly: true,
      limitPrice: at(side * far - side * 1500n),
      trigger: { price: at(side * far), isMarket: true, kind },
    })
    return [{ ...entry, isReduceOnly: false }, child('sl', -stopFar), child('tp', targetFar)]
  })

type Step = (state: VenueState, timeMs: number) => readonly MatchingEvent[]

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: price.map(
      (at): Step =>
        (state, timeMs) =>
          applyTick(state, { asset: 0, timeMs, price: at }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.array(fc.oneof(limit, trigger), { minLength: 1, maxLength: 3 }).map(
      (requests): Step =>
        (state, timeMs) => {
          const outcome = placeOrders(state, ALICE, requests, 'na', timeMs)
          return outcome.ok ? outcome.events : []
        },
    ),
  },
  {
    weight: 3,
    arbitrary: bracket.map(
      (requests): Step =>
        (state, timeMs) => {
          const outcome = placeOrders(state, ALICE, requests, 'normalTpsl', timeMs)
          return outcome.ok ? outcome.events : []
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat(30).map(
      (which): Step =>
        (state, timeMs) => {
          const oids = [...(state.accounts.get(ALICE)?.orders.keys() ?? [])]
          const id = oids[which % Math.max(1, oids.length)] ?? 1
          return cancelOrders(state, ALICE, [{ asset: 0, id }], timeMs).events
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(30), fc.oneof(limit, trigger), fc.boolean()).map(
      ([which, request, isAlwaysPlaced]): Step =>
        (state, timeMs) => {
          const oids = [...(state.accounts.get(ALICE)?.orders.keys() ?? [])]
          const id = oids[which % Math.max(1, oids.length)] ?? 1
          return modifyOrders(state, ALICE, [{ id, request }], isAlwaysPlaced, timeMs).events
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })).map(
      ([isCross, value]): Step =>
        (state) => {
          const account = state.accounts.get(ALICE)
          if (account) updateLeverage(state, account, 0, isCross, value)
          return []
        },
    ),
  },
)

interface Run {
  readonly state: VenueState
  readonly events: MatchingEvent[]
}

function perform(steps: readonly Step[], check: (run: Run) => void): Run {
  const { state } = venueAt20000('4000')
  const [market] = state.markets
  if (market) market.fundingRate = parseRatio('0.00025')
  const run: Run = { state, events: [] }
  steps.forEach((act, index) => {
    // Twenty minutes a step, so that hours end and funding is charged.
    run.events.push(...act(state, START_MS + (index + 1) * 1_200_000))
    check(run)
  })
  return run
}

const accountIn = (run: Run) => {
  const account = run.state.accounts.get(ALICE)
  if (!account) throw new Error('no account')
  return account
}

function checkMoney(run: Run): void {
  const account = accountIn(run)
  let held = 0n
  let cash: bigint = account.depositTotal
  let booked: bigint = account.depositTotal
  let isLiquidated = false
  for (const event of run.events) {
    if (event.kind === 'funding') {
      cash += event.funding.payment
      booked += event.funding.payment
    }
    if (event.kind !== 'fill') continue
    const { fill } = event
    const signed = fill.isBuy ? fill.size : -fill.size
    expect(fill.startPosition).toBe(held)
    held += signed
    const worth = notional(fill.price, fill.size, 'halfEven')
    cash += (fill.isBuy ? -worth : worth) - fill.fee
    booked += fill.closedPnl - fill.fee
    isLiquidated ||= fill.liquidation !== null
  }
  const position = account.positions.get(0)
  expect(position?.size ?? 0n).toBe(held)
  const mark = run.state.markets[0]?.mark ?? asPrice(0n)
  const worth = notional(mark, asQuantity(held < 0n ? -held : held), 'halfEven')
  const equity = accountValue(run.state, account)
  // A takeover at the price that uses everything up may round by less than a millionth of a cent.
  const tolerance = isLiquidated ? 20n : 0n
  const own = account.collateral + (position?.isolatedMargin ?? 0n)
  expect(distance(own, booked)).toBeLessThanOrEqual(tolerance)
  expect(distance(equity, asMoney(cash + (held < 0n ? -worth : worth)))).toBeLessThanOrEqual(
    tolerance,
  )
  if (!position) expect(account.collateral).toBeGreaterThanOrEqual(0n)
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)

function checkOrders(run: Run): void {
  const ended = new Map<number, string>()
  const filled = new Map<number, bigint>()
  for (const event of run.events) {
    if (event.kind === 'fill') {
      const { oid } = event.fill
      expect(ended.has(oid)).toBe(false)
      filled.set(oid, (filled.get(oid) ?? 0n) + event.fill.size)
    }
    if (event.kind !== 'order') continue
    const { oid, originalSize } = event.order
    expect(ended.has(oid)).toBe(false)
    expect(filled.get(oid) ?? 0n).toBeLessThanOrEqual(originalSize)
    if (event.status === 'filled') expect(filled.get(oid) ?? 0n).toBeGreaterThan(0n)
    if (!isLiveStatus(event.status)) ended.set(oid, event.status)
  }
  const account = accountIn(run)
  const held = account.positions.get(0)?.size ?? 0n
  expect([...account.orders.keys()].sort()).toEqual(
    [...(run.state.markets[0]?.orders.keys() ?? [])].sort(),
  )
  for (const order of account.orders.values()) {
    expect(ended.has(order.oid)).toBe(false)
    expect(order.size).toBeGreaterThan(0n)
    if (order.isReduceOnly && !order.isWaitingForParent) {
      expect(order.isBuy ? held < 0n : held > 0n).toBe(true)
    }
  }
}

describe('whatever is sent and whatever the price does', () => {
  const steps = fc.array(step, { minLength: 1, maxLength: 40 })

  it('the fills add up to the position, and the money to the fills, fees and funding', () => {
    fc.assert(
      fc.property(steps, (acts) => void perform(acts, checkMoney)),
      { numRuns: 150 },
    )
  })

  it('an order ends once, is never both filled and cancelled, and never overfilled', () => {
    fc.assert(
      fc.property(steps, (acts) => void perform(acts, checkOrders)),
      { numRuns: 150 },
    )
  })

  it('the same steps take the same course', () => {
    const nothing = (): void => undefined
    fc.assert(
      fc.property(steps, (acts) => {
        expect(perform(acts, nothing).events).toEqual(perform(acts, nothing).events)
      }),
      { numRuns: 40 },
    )
  })

  it('cancelling everything leaves no order behind', () => {
    fc.assert(
      fc.property(steps, (acts) => {
        const run = perform(acts, () => undefined)
        cancelAllOrders(run.state, ALICE, 'canceled', START_MS)
        expect(accountIn(run).orders.size).toBe(0)
        expect(run.state.markets[0]?.orders.size).toBe(0)
      }),
      { numRuns: 40 },
    )
  })
})

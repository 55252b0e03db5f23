import { encode } from '@msgpack/msgpack'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { RestingOrder, SessionFacts } from '#core/engine/session-facts.ts'
import { judgeForSession } from '#core/engine/session-rule.ts'
import { asTicketId } from '#core/model/ids.ts'
import type { Side } from '#core/model/side.ts'
import type { Terms } from '#core/model/terms.ts'
import type { Price, Quantity } from '#core/money/amount.ts'
import { asPrice, asQuantity, SCALE } from '#core/money/amount.ts'
import { formatDecimal, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { buildAction } from '../venues/hyperliquid/prepare.ts'
import { arbitraryBracket } from './arbitrary-brackets.test-support.ts'
import type { DecodedAction, DecodedOrder } from './decoded-action.ts'
import { decodeAction } from './decoded-action.ts'
import { whyNotForSession } from './session-check.ts'
import { INSTRUMENTS, testId } from './terms.test-support.ts'

const COINS = ['BTC', 'ETH'] as const
const TICKETS = 3
const ORDERS = 6

const price = fc.integer({ min: 90, max: 110 }).map((dollars) => asPrice(BigInt(dollars) * SCALE))
const size = fc.integer({ min: 1, max: 4 }).map((units) => asQuantity(BigInt(units) * SCALE))
const side = fc.constantFrom<Side>('buy', 'sell')
const coin = fc.constantFrom(...COINS)
const orderId = fc.integer({ min: 1, max: ORDERS + 1 }).map(testId)

interface World {
  readonly positions: Readonly<Record<string, Quantity>>
  readonly mids: Readonly<Record<string, Price | null>>
  readonly orders: readonly RestingOrder[]
}

const rarely = fc.integer({ min: 0, max: 4 }).map((draw) => draw === 0)

const restingOrder = fc.record({
  coin,
  role: fc.constantFrom('entry', 'stop', 'stop', 'stop', 'target'),
  isOpening: rarely,
  price,
  left: size,
  ticket: fc.integer({ min: 1, max: TICKETS }),
  isFilledInPart: fc.boolean(),
  isWaiting: rarely,
  isLeaving: rarely,
})

/** An account with positions, prices and resting orders of every kind. */
const world: fc.Arbitrary<World> = fc
  .record({
    positions: fc.record({
      BTC: fc.integer({ min: -4, max: 4 }),
      ETH: fc.integer({ min: -2, max: 2 }),
    }),
    mids: fc.record({
      BTC: fc.option(price, { freq: 20 }),
      ETH: fc.option(price, { freq: 20 }),
    }),
    orders: fc.array(restingOrder, { minLength: 1, maxLength: ORDERS }),
  })
  .map(({ positions, mids, orders }) => ({
    positions: {
      BTC: asQuantity(BigInt(positions.BTC) * SCALE),
      ETH: asQuantity(BigInt(positions.ETH) * SCALE),
    },
    mids,
    orders: orders.map(({ ticket, isFilledInPart, isWaiting, isOpening, ...order }, index) => ({
      ...order,
      side: isOpening === positions[order.coin] > 0 ? 'buy' : 'sell',
      clientOrderId: testId(index + 1),
      ticketId: asTicketId(`t-${ticket}`),
      filledQuantity: asQuantity(order.role === 'entry' && isFilledInPart ? SCALE : 0n),
      isWaiting: isWaiting && order.role !== 'entry',
    })),
  }))

export const factsOf = ({ positions, mids, orders }: World): SessionFacts => ({
  position: (name) => positions[name] ?? asQuantity(0n),
  mid: (name) => mids[name] ?? null,
  orders,
})

const asset = fc.constantFrom(0, 0, 1, 1, 7)
const decimal = (amount: Price | Quantity): string => formatDecimal(amount)

const wireOrder: fc.Arbitrary<DecodedOrder> = fc.record({
  a: asset,
  b: fc.boolean(),
  p: price.map(decimal),
  s: size.map(decimal),
  r: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
  t: fc.oneof(
    fc.record({ limit: fc.record({ tif: fc.constantFrom('Gtc', 'Ioc', 'Alo') }) }),
    fc.record({
      trigger: fc.record({
        isMarket: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
        triggerPx: price.map(decimal),
        tpsl: fc.constantFrom('sl', 'sl', 'tp'),
      }),
    }),
  ),
  c: fc.option(orderId, { nil: undefined }),
})

const reference = fc.oneof(orderId, fc.nat(99))
/** Every action that the decoder lets through, sound or not. */
const action = fc.oneof(
  fc.record({
    type: fc.constant('order' as const),
    orders: fc.array(wireOrder, { minLength: 1, maxLength: 3 }),
    grouping: fc.constantFrom('na', 'na', 'normalTpsl', 'positionTpsl'),
  }),
  fc.record({
    type: fc.constant('cancelByCloid' as const),
    cancels: fc.array(fc.record({ asset, cloid: orderId }), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ type: fc.constant('modify' as const), oid: reference, order: wireOrder }),
  fc.record({
    type: fc.constant('batchModify' as const),
    modifies: fc.array(fc.record({ oid: reference, order: wireOrder }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({
    type: fc.constant('cancel' as const),
    cancels: fc.array(fc.record({ a: asset, o: fc.nat(99) }), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('updateLeverage' as const),
    asset,
    isCross: fc.boolean(),
    leverage: fc.integer({ min: 1, max: 40 }),
  }),
  fc.constant({ type: 'noop' as const }),
) as fc.Arbitrary<DecodedAction>

const assetOf = (name: string): number => INSTRUMENTS.findIndex((one) => one.coin === name)

/** Actions that take aim: at orders that rest, on the side that reduces, near the limits. */
function aimed({ orders, positions }: World): fc.Arbitrary<DecodedAction> {
  const order = fc.record({ name: coin, p: price, s: size, isStop: fc.boolean() })
  const wire = order.map(({ name, p, s, isStop }): DecodedOrder => {
    const trigger = { isMarket: true, triggerPx: decimal(p), tpsl: 'sl' as const }
    return {
      a: assetOf(name),
      b: (positions[name] ?? 0n) < 0n,
      p: decimal(p),
      s: decimal(s),
      r: true,
      t: isStop ? { trigger } : { limit: { tif: 'Ioc' } },
    }
  })
  const some = fc.subarray([...orders], { minLength: 1 })
  const cancels = some.map((gone) => ({
    type: 'cancelByCloid' as const,
    cancels: gone.map((one) => ({ asset: assetOf(one.coin), cloid: one.clientOrderId })),
  }))
  const stops = orders.filter((one) => one.role === 'stop')
  const replace = fc
    .record({ one: fc.constantFrom(...(stops.length > 0 ? stops : orders)), p: price, extra: size })
    .map(({ one, p, extra }): DecodedAction => {
      const s = extra > SCALE ? one.left : extra
      const trigger = { isMarket: true, triggerPx: decimal(p), tpsl: 'sl' as const }
      const base = { a: assetOf(one.coin), b: one.side === 'buy', p: decimal(p), s: decimal(s) }
      const replacement = { ...base, r: true, t: { trigger } }
      return { type: 'modify', oid: one.clientOrderId, order: replacement }
    })
  const single = wire.map((one) => ({ type: 'order', orders: [one], grouping: 'na' }) as const)
  return fc.oneof(cancels, replace, single) as fc.Arbitrary<DecodedAction>
}

const attempt = world.chain((before) =>
  fc.oneof(action, aimed(before), aimed(before)).map((performed) => ({ before, performed })),
)

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

/** How far from the market the stops that cover a position reach; null when they do not cover it. */
function protection(orders: readonly RestingOrder[], position: bigint): bigint | null {
  const isLong = position > 0n
  const awake = orders
    .filter((one) => one.role === 'stop' && !one.isWaiting && !one.isLeaving)
    .filter((one) => (one.side === 'sell') === isLong)
    .sort((a, b) => Number(isLong ? b.price - a.price : a.price - b.price))
  let covered = 0n
  for (const stop of awake) {
    covered += stop.left
    if (covered >= magnitude(position)) return stop.price
  }
  return null
}

/** What is left of the orders after the action, as the venue would leave them. */
function ordersAfter(before: World, performed: DecodedAction): readonly RestingOrder[] {
  const { orders } = before
  if (performed.type === 'cancelByCloid') {
    const ids = new Set(performed.cancels.map(({ cloid }) => cloid))
    const gone = orders.filter((one) => ids.has(one.clientOrderId))
    const entries = gone.filter((one) => one.role === 'entry').map((one) => one.ticketId)
    return orders.filter(
      (one) => !gone.includes(one) && !(one.isWaiting && entries.includes(one.ticketId)),
    )
  }
  const [modify] =
    performed.type === 'modify'
      ? [performed]
      : performed.type === 'batchModify'
        ? performed.modifies
        : []
  if (!modify || !('trigger' in modify.order.t)) return orders
  const { triggerPx } = modify.order.t.trigger
  const left = parseQuantity(modify.order.s)
  return orders.map((one) =>
    one.clientOrderId === modify.oid ? { ...one, price: parsePrice(triggerPx), left } : one,
  )
}

const ordersIn = (performed: DecodedAction): readonly DecodedOrder[] => {
  if (performed.type === 'order') return performed.orders
  if (performed.type === 'modify') return [performed.order]
  return performed.type === 'batchModify' ? performed.modifies.map(({ order }) => order) : []
}

/** No order opens, increases or turns a position, and each has a bound. */
function expectOnlyReducing(before: World, performed: DecodedAction): void {
  for (const order of ordersIn(performed)) {
    expect(order.r).toBe(true)
    const name = INSTRUMENTS[order.a]?.coin ?? ''
    const position = before.positions[name] ?? 0n
    const signed = order.b ? parseQuantity(order.s) : -parseQuantity(order.s)
    const after = position + signed
    expect(magnitude(after) < magnitude(position)).toBe(true)
    expect(after === 0n || after > 0n === position > 0n).toBe(true)
    const mid = before.mids[name]
    if (mid === null || mid === undefined) throw new Error('signed without a price')
    if ('limit' in order.t) {
      expect(order.t.limit.tif).toBe('Ioc')
      expect(magnitude(parsePrice(order.p) - mid) * 100n <= mid * 2n).toBe(true)
    }
  }
}

/** A position that had a stop still has one, and none that reaches farther. */
function expectStillProtected(before: World, performed: DecodedAction): void {
  const orders = ordersAfter(before, performed)
  for (const name of COINS) {
    const position = before.positions[name] ?? 0n
    if (position === 0n) continue
    const here = (list: readonly RestingOrder[]) => list.filter((one) => one.coin === name)
    const had = protection(here(before.orders), position)
    if (had === null) continue
    const has = protection(here(orders), position)
    expect(has).not.toBeNull()
    if (has !== null) expect(position > 0n ? has >= had : has <= had).toBe(true)
  }
}

/** Whatever the bytes say: what the key would sign never opens, and never takes a stop away. */
export function checkArbitraryActions(runs: number): void {
  const signed = new Map<string, number>()
  fc.assert(
    fc.property(attempt, ({ before, performed }) => {
      if (whyNotForSession(performed, factsOf(before), INSTRUMENTS) !== null) return
      signed.set(performed.type, (signed.get(performed.type) ?? 0) + 1)
      expect(['order', 'cancelByCloid', 'modify', 'batchModify']).toContain(performed.type)
      expectOnlyReducing(before, performed)
      expectStillProtected(before, performed)
    }),
    { numRuns: runs },
  )
  for (const kind of ['order', 'cancelByCloid', 'modify']) {
    expect(signed.get(kind) ?? 0).toBeGreaterThan(runs / 400)
  }
}

const terms: fc.Arbitrary<Terms> = fc.oneof(
  fc.record({
    kind: fc.constant('close' as const),
    coin,
    side,
    quantity: size,
    limitPrice: price,
    exitId: orderId,
  }),
  fc.record({
    kind: fc.constant('protect' as const),
    coin,
    side,
    quantity: size,
    triggerPrice: price,
    stopId: orderId,
  }),
  fc.record({
    kind: fc.constant('move' as const),
    coin,
    role: fc.constantFrom('stop', 'stop', 'target'),
    side,
    quantity: size,
    triggerPrice: price,
    replacesId: orderId,
    newId: orderId,
  }),
  fc.record({
    kind: fc.constant('cancel' as const),
    cancels: fc.array(fc.record({ coin, clientOrderId: orderId }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('leverage' as const),
    coin,
    leverage: fc.integer({ min: 1, max: 40 }),
  }),
  arbitraryBracket.filter(({ coin: name }) => name !== 'SOL'),
)

const find = (name: string) => INSTRUMENTS.find((instrument) => instrument.coin === name)

/** Engine and signer judge apart, one the terms and the other the bytes, and agree. */
export function checkTwoJudges(runs: number): void {
  let allowed = 0
  fc.assert(
    fc.property(world, terms, (now, wanted) => {
      const facts = factsOf(now)
      const verdict = judgeForSession(facts, wanted)
      let built: object
      try {
        built = buildAction(wanted, find)
      } catch {
        // A price off the tick: there are no bytes to judge.
        return
      }
      const decoding = decodeAction(encode(built))
      if (!decoding.ok) throw new Error(decoding.reason)
      const reason = whyNotForSession(decoding.action, facts, INSTRUMENTS)
      expect(reason === null).toBe(verdict.isAllowed)
      if (verdict.isAllowed) allowed += 1
    }),
    { numRuns: runs },
  )
  expect(allowed).toBeGreaterThan(runs / 400)
}

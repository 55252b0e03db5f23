import { describe, expect, it } from 'vitest'
import { formatDecimal, parsePrice } from '../money/decimal.ts'
import { cancelOrders } from './cancel-orders.ts'
import { accountValue } from './margin.ts'
import {
  ALICE,
  fillsOf,
  money,
  place,
  request,
  START_MS,
  statusesOf,
  tick,
  venueAt20000,
} from './matching.test-support.ts'
import { modifyOrders } from './modify-orders.ts'

const bracket = (entryPrice: string, tif: 'Gtc' | 'Ioc', size = '0.1') =>
  [
    { side: 'buy', size, price: entryPrice, tif, id: '0x01' },
    { side: 'sell', size, price: '17640', stop: '19600', id: '0x02' },
    { side: 'sell', size, price: '18720', target: '20800', id: '0x03' },
  ] as const

describe('a bracket', () => {
  it('puts stop and target to work when the entry has filled, and the stop ends it', () => {
    const { state, alice } = venueAt20000()
    const { placements, events } = place(state, bracket('20001', 'Ioc'), 'normalTpsl')
    expect(placements.map((one) => one.kind)).toEqual([
      'filled',
      'waitingForTrigger',
      'waitingForTrigger',
    ])
    expect(statusesOf(events)).toEqual(['open', 'filled', 'open', 'open'])
    expect(alice.orders.size).toBe(2)
    expect(tick(state, '19601', 1000)).toEqual([])
    const end = tick(state, '19600', 2000)
    expect(statusesOf(end)).toEqual(['triggered', 'filled', 'siblingFilledCanceled'])
    const [fill] = fillsOf(end)
    expect(fill).toMatchObject({ price: parsePrice('19599'), direction: 'Close Long' })
    // (19599 − 20001) × 0.1, entry fee 2000.1 × 0.00045, exit fee 1959.9 × 0.00045
    expect(formatDecimal(fill?.closedPnl ?? 0n)).toBe('-40.2')
    expect(formatDecimal(accountValue(state, alice))).toBe('9958.018')
    expect(alice.orders.size).toBe(0)
    expect(alice.positions.size).toBe(0)
  })

  it('ends by its target in the same way', () => {
    const { state, alice } = venueAt20000()
    place(state, bracket('20001', 'Ioc'), 'normalTpsl')
    expect(statusesOf(tick(state, '20800', 1000))).toEqual([
      'triggered',
      'filled',
      'siblingFilledCanceled',
    ])
    // (20799 − 20001) × 0.1 − 0.900045 − 0.935955
    expect(formatDecimal(accountValue(state, alice))).toBe('10077.964')
  })

  it('keeps the children waiting while a resting entry has not filled', () => {
    const { state, alice } = venueAt20000()
    const { placements, events } = place(state, bracket('19900', 'Gtc'), 'normalTpsl')
    expect(placements.map((one) => one.kind)).toEqual([
      'resting',
      'waitingForFill',
      'waitingForFill',
    ])
    expect(statusesOf(events)).toEqual(['open'])
    // The price falls through entry and stop at once: the stop goes live and fires.
    expect(statusesOf(tick(state, '19500', 1000))).toEqual([
      'filled',
      'open',
      'open',
      'triggered',
      'filled',
      'siblingFilledCanceled',
    ])
    expect(alice.positions.size).toBe(0)
  })

  it('drops the children when a partly filled entry is cancelled', () => {
    const { state, alice } = venueAt20000('20000')
    place(state, bracket('20001', 'Gtc', '0.6'), 'normalTpsl')
    expect(alice.orders.size).toBe(3)
    const { errors, events } = cancelOrders(state, ALICE, [{ asset: 0, id: '0x01' }], START_MS)
    expect(errors).toEqual([null])
    expect(statusesOf(events)).toEqual(['canceled', 'canceled', 'canceled'])
    expect(alice.orders.size).toBe(0)
    expect(formatDecimal(alice.positions.get(0)?.size ?? 0n)).toBe('0.5')
  })

  it('cancels the children when the position is closed by hand', () => {
    const { state, alice } = venueAt20000()
    place(state, bracket('20001', 'Ioc'), 'normalTpsl')
    const close = place(state, [
      { side: 'sell', size: '0.1', price: '19999', tif: 'Ioc', reduceOnly: true },
    ])
    expect(statusesOf(close.events)).toEqual([
      'open',
      'filled',
      'reduceOnlyCanceled',
      'reduceOnlyCanceled',
    ])
    expect(alice.orders.size).toBe(0)
  })

  it('shrinks a child to what is left of the position', () => {
    const { state, alice } = venueAt20000()
    place(state, bracket('20001', 'Ioc'), 'normalTpsl')
    place(state, [{ side: 'sell', size: '0.04', price: '19999', tif: 'Ioc', reduceOnly: true }])
    const end = tick(state, '19600', 1000)
    expect(fillsOf(end).map((fill) => formatDecimal(fill.size))).toEqual(['0.06'])
    expect(statusesOf(end)).toEqual(['triggered', 'filled', 'siblingFilledCanceled'])
    expect(alice.positions.size).toBe(0)
  })

  it('is refused as a whole when a child breaks a rule', () => {
    const { state, alice } = venueAt20000()
    const wishes = [
      bracket('20001', 'Ioc')[0],
      { side: 'sell', size: '0.1', price: '19000', stop: '20500' },
    ] as const
    const { placements } = place(state, wishes, 'normalTpsl')
    expect(placements).toEqual([
      { kind: 'error', message: 'Invalid TP/SL price. asset=0' },
      { kind: 'error', message: 'Invalid TP/SL price. asset=0' },
    ])
    expect(alice.orders.size + alice.positions.size).toBe(0)
  })

  it('keeps its ties when the stop is moved', () => {
    const { state, alice } = venueAt20000()
    place(state, bracket('20001', 'Ioc'), 'normalTpsl')
    const moved = request({ side: 'sell', size: '0.1', price: '17820', stop: '19800', id: '0x02' })
    const refused = modifyOrders(state, ALICE, [{ id: '0x02', request: moved }], false, START_MS)
    expect(refused.placements[0]?.kind).toBe('error')
    expect(alice.orders.size).toBe(2)
    const { placements } = modifyOrders(
      state,
      ALICE,
      [{ id: '0x02', request: moved }],
      true,
      START_MS,
    )
    expect(placements[0]?.kind).toBe('resting')
    expect(statusesOf(tick(state, '19800', 1000))).toEqual([
      'triggered',
      'filled',
      'siblingFilledCanceled',
    ])
  })

  it('keeps a child waiting even when it is changed into an order that would trade', () => {
    const { state, alice } = venueAt20000()
    place(state, bracket('19900', 'Gtc'), 'normalTpsl')
    const plain = request({
      side: 'sell',
      size: '0.1',
      price: '19999',
      reduceOnly: true,
      id: '0x03',
    })
    const { placements, events } = modifyOrders(
      state,
      ALICE,
      [{ id: '0x03', request: plain }],
      true,
      START_MS,
    )
    expect(placements).toEqual([{ kind: 'waitingForFill' }])
    expect(fillsOf(events)).toEqual([])
    expect(alice.orders.size).toBe(3)
    expect(statusesOf(tick(state, '19890', 1000))).toEqual(['filled', 'open', 'open'])
    expect(statusesOf(tick(state, '20010', 2000))).toEqual(['filled', 'siblingFilledCanceled'])
  })

  it('measures a child that waits from its entry when it is moved', () => {
    const { state } = venueAt20000()
    place(
      state,
      [
        { side: 'buy', size: '0.1', price: '19000', tif: 'Gtc', id: '0x11' },
        { side: 'sell', size: '0.1', price: '16650', stop: '18500', id: '0x12' },
        { side: 'sell', size: '0.1', price: '18720', target: '20800', id: '0x13' },
      ],
      'normalTpsl',
    )
    const move = (id: string, wish: Parameters<typeof request>[0]) =>
      modifyOrders(state, ALICE, [{ id, request: request({ ...wish, id }) }], true, START_MS)
        .placements[0]
    // Above the entry, although below the mark: it would stop out the moment the entry fills.
    expect(move('0x12', { side: 'sell', size: '0.1', price: '17550', stop: '19500' })).toEqual({
      kind: 'error',
      message: 'Invalid TP/SL price. asset=0',
    })
    // Below the mark, although above the entry: a sound target of that entry.
    expect(move('0x13', { side: 'sell', size: '0.1', price: '17550', target: '19500' })).toEqual({
      kind: 'waitingForFill',
    })
    expect(move('0x12', { side: 'sell', size: '0.1', price: '16920', stop: '18800' })).toEqual({
      kind: 'waitingForFill',
    })
  })

  it('leaves a triggered market stop unfilled when its own limit is out of reach', () => {
    const { state, alice } = venueAt20000()
    place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
    place(state, [{ side: 'sell', size: '0.1', price: '19600', stop: '19600' }])
    expect(statusesOf(tick(state, '19500', 1000))).toEqual(['triggered', 'canceled'])
    expect(alice.positions.size).toBe(1)
    expect(accountValue(state, alice)).toBeLessThan(money('10000'))
  })
})

describe('a stop on the position', () => {
  it('closes whatever the position has become', () => {
    const { state, alice } = venueAt20000()
    place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
    const stop = { side: 'sell', size: '0', price: '17640', stop: '19600' } as const
    expect(place(state, [stop], 'positionTpsl').placements[0]?.kind).toBe('resting')
    place(state, [{ side: 'buy', size: '0.2', price: '20001', tif: 'Ioc' }])
    const end = tick(state, '19600', 1000)
    expect(fillsOf(end).map((fill) => formatDecimal(fill.size))).toEqual(['0.3'])
    expect(statusesOf(end)).toEqual(['triggered', 'filled'])
    expect(alice.positions.size).toBe(0)
    const without = place(state, [stop], 'positionTpsl')
    expect(without.placements[0]).toMatchObject({ kind: 'error' })
  })
})

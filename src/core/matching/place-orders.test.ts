import { describe, expect, it } from 'vitest'
import { formatDecimal, parsePrice, parseQuantity } from '../money/decimal.ts'
import { cancelOrders } from './cancel-orders.ts'
import { accountValue } from './margin.ts'
import {
  ALICE,
  fillsOf,
  place,
  request,
  START_MS,
  statusesOf,
  tick,
  venueAt20000,
} from './matching.test-support.ts'
import { modifyOrders } from './modify-orders.ts'
import type { Placement } from './place-orders.ts'
import { placeOrders } from './place-orders.ts'
import { entryPrice } from './venue-state.ts'

const only = (placements: readonly Placement[]): Placement => placements[0] as Placement
const errorOf = (placements: readonly Placement[]): string => {
  const first = only(placements)
  return first.kind === 'error' ? first.message : `no error: ${first.kind}`
}

describe('taking from the book', () => {
  it('walks the levels, one fill each, and charges 0.045 %', () => {
    const { state, alice } = venueAt20000('20000')
    // 0.5 at 20001, 0.5 at 20002, 0.2 at 20003
    const { placements, events } = place(state, [
      { side: 'buy', size: '1.2', price: '20010', tif: 'Ioc' },
    ])
    const fills = fillsOf(events)
    expect(fills.map((fill) => [formatDecimal(fill.price), formatDecimal(fill.size)])).toEqual([
      ['20001', '0.5'],
      ['20002', '0.5'],
      ['20003', '0.2'],
    ])
    expect(only(placements)).toMatchObject({
      kind: 'filled',
      taken: { size: parseQuantity('1.2') },
    })
    expect(formatDecimal(fills[0]?.fee ?? 0n)).toBe('4.500225')
    expect(fills.map((fill) => fill.direction)).toEqual(['Open Long', 'Open Long', 'Open Long'])
    expect(formatDecimal(alice.positions.get(0)?.size ?? 0n)).toBe('1.2')
  })

  it('leaves the rest of a Gtc order on the book and drops the rest of an Ioc order', () => {
    const { state, alice } = venueAt20000('20000')
    const gtc = place(state, [{ side: 'buy', size: '0.6', price: '20001' }])
    expect(statusesOf(gtc.events)).toEqual(['open'])
    expect([...alice.orders.values()].map((order) => formatDecimal(order.size))).toEqual(['0.1'])
    const ioc = place(state, [{ side: 'sell', size: '0.6', price: '19999', tif: 'Ioc' }])
    expect(statusesOf(ioc.events)).toEqual(['open', 'selfTradeCanceled', 'canceled'])
    expect(alice.positions.size).toBe(0)
  })

  it('gives the same book nothing twice until the next tick', () => {
    const { state } = venueAt20000('20000')
    place(state, [{ side: 'buy', size: '0.5', price: '20001', tif: 'Ioc' }])
    const again = place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
    expect(errorOf(again.placements)).toBe(
      'Order could not immediately match against any resting orders. asset=0',
    )
    tick(state, '20000', 1000)
    expect(
      only(place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }]).placements)
        .kind,
    ).toBe('filled')
  })
})

describe('positions', () => {
  it('moves the average entry on opening fills only and books a flip as one fill', () => {
    const { state, alice } = venueAt20000()
    place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
    tick(state, '21000', 1000)
    place(state, [{ side: 'buy', size: '0.1', price: '21001', tif: 'Ioc' }])
    const position = () => alice.positions.get(0)
    expect(formatDecimal(entryPrice(position() as never))).toBe('20501')
    tick(state, '22000', 2000)
    const close = fillsOf(
      place(state, [{ side: 'sell', size: '0.05', price: '21999', tif: 'Ioc' }]).events,
    )
    // (21999 − 20501) × 0.05
    expect(formatDecimal(close[0]?.closedPnl ?? 0n)).toBe('74.9')
    expect(formatDecimal(entryPrice(position() as never))).toBe('20501')
    const flip = fillsOf(
      place(state, [{ side: 'sell', size: '0.25', price: '21999', tif: 'Ioc' }]).events,
    )
    expect(flip[0]).toMatchObject({
      direction: 'Long > Short',
      startPosition: parseQuantity('0.15'),
    })
    // (21999 − 20501) × 0.15
    expect(formatDecimal(flip[0]?.closedPnl ?? 0n)).toBe('224.7')
    expect(formatDecimal(position()?.size ?? 0n)).toBe('-0.1')
    expect(formatDecimal(entryPrice(position() as never))).toBe('21999')
  })

  it('charges 0.015 % when a resting order is traded through, at its own price', () => {
    const { state } = venueAt20000()
    place(state, [{ side: 'buy', size: '0.1', price: '19900' }])
    expect(fillsOf(tick(state, '19900', 1000))).toEqual([])
    const fills = fillsOf(tick(state, '19850', 2000))
    expect(fills).toHaveLength(1)
    expect(fills[0]).toMatchObject({ price: parsePrice('19900'), isTaker: false })
    // 1990 × 0.00015
    expect(formatDecimal(fills[0]?.fee ?? 0n)).toBe('0.2985')
  })

  it('fills a resting order larger than the book over several ticks', () => {
    const { state, alice } = venueAt20000('1000000')
    place(state, [{ side: 'buy', size: '15', price: '19000' }])
    // 20 levels of about 0.53 coins each
    tick(state, '18900', 1000)
    const after = [...alice.orders.values()][0]
    expect(after?.size).toBeGreaterThan(0n)
    tick(state, '18900', 2000)
    expect(alice.orders.size).toBe(0)
    expect(formatDecimal(alice.positions.get(0)?.size ?? 0n)).toBe('15')
  })
})

describe('refusals in the words of the venue', () => {
  const { state } = venueAt20000()
  const cases: [string, Parameters<typeof place>[1][number], string][] = [
    [
      'a price off the tick',
      { side: 'buy', size: '0.1', price: '19999.5' },
      'Price must be divisible by tick size. asset=0',
    ],
    [
      'a size off the lot',
      { side: 'buy', size: '0.1000001', price: '19999' },
      'Order has invalid size. asset=0',
    ],
    ['no size', { side: 'buy', size: '0', price: '19999' }, 'Order has zero size. asset=0'],
    [
      'less than 10 dollars',
      { side: 'buy', size: '0.0004', price: '19999' },
      'Order must have minimum value of $10. asset=0',
    ],
    [
      'an unknown asset',
      { asset: 9, side: 'buy', size: '1', price: '10' },
      'Order has invalid asset. asset=9',
    ],
    ['no price', { side: 'buy', size: '1', price: '0' }, 'Order has invalid price. asset=0'],
    [
      'a price far away',
      { side: 'sell', size: '0.1', price: '36001' },
      'Order price cannot be more than 80% away from the reference price asset=0',
    ],
    [
      'too little margin',
      { side: 'buy', size: '12', price: '19999' },
      'Insufficient margin to place order. asset=0',
    ],
    [
      'nothing to reduce',
      { side: 'sell', size: '0.1', price: '19999', reduceOnly: true },
      'Reduce only order would increase position. asset=0',
    ],
    [
      'a crossing post-only order',
      { side: 'buy', size: '0.1', price: '20001', tif: 'Alo' },
      'Post only order would have immediately matched, bbo was 19999@20001. asset=0',
    ],
    [
      'an Ioc without a match',
      { side: 'buy', size: '0.1', price: '20000', tif: 'Ioc' },
      'Order could not immediately match against any resting orders. asset=0',
    ],
    [
      'a stop that has passed',
      { side: 'sell', size: '0.1', price: '19000', stop: '20100' },
      'Invalid TP/SL price. asset=0',
    ],
  ]
  it.each(cases)('%s', (_name, wish, sentence) => {
    expect(errorOf(place(state, [wish]).placements)).toBe(sentence)
  })

  it('refuses whole requests before anything is placed', () => {
    const stop = {
      ...request({ side: 'sell', size: '0.1', price: '19000', stop: '19500' }),
      isReduceOnly: false,
    }
    const entry = request({ side: 'buy', size: '0.1', price: '19999' })
    const one = placeOrders(state, ALICE, [entry, stop], 'normalTpsl', START_MS)
    expect(one).toEqual({ ok: false, message: 'TP/SL order must be reduce only.' })
    const two = placeOrders(state, ALICE, [entry], 'normalTpsl', START_MS)
    expect(two).toEqual({ ok: false, message: 'Unexpected number of trigger orders' })
    expect(placeOrders(state, ALICE, [], 'na', START_MS).ok).toBe(false)
    expect(state.accounts.get(ALICE)?.orders.size).toBe(0)
  })
})

describe('cancel and modify', () => {
  it('cancels by either id and says so where nothing is left', () => {
    const { state } = venueAt20000()
    const first = only(place(state, [{ side: 'buy', size: '0.1', price: '19000' }]).placements)
    place(state, [{ side: 'buy', size: '0.1', price: '19001', id: '0xab' }])
    const oid = first.kind === 'resting' ? first.oid : 0
    const targets = [
      { asset: 0, id: oid },
      { asset: 0, id: '0xab' },
      { asset: 0, id: oid },
      { asset: 1, id: 5 },
    ]
    const { errors, events } = cancelOrders(state, ALICE, targets, START_MS)
    expect(errors).toEqual([
      null,
      null,
      'Order was never placed, already canceled, or filled. asset=0',
      'Order was never placed, already canceled, or filled. asset=1',
    ])
    expect(statusesOf(events)).toEqual(['canceled', 'canceled'])
  })

  it('replaces under a new oid, post-only unless it is always placed', () => {
    const { state, alice } = venueAt20000()
    place(state, [{ side: 'buy', size: '0.1', price: '19000', id: '0xab' }])
    const wish = request({ side: 'buy', size: '0.2', price: '20001', id: '0xab' })
    const crossing = modifyOrders(state, ALICE, [{ id: '0xab', request: wish }], false, START_MS)
    expect(errorOf(crossing.placements)).toContain('Post only order would have immediately matched')
    expect(alice.orders.size).toBe(0)
    const gone = modifyOrders(state, ALICE, [{ id: '0xab', request: wish }], false, START_MS)
    expect(errorOf(gone.placements)).toBe('Cannot modify canceled or filled order')
    const always = modifyOrders(state, ALICE, [{ id: '0xab', request: wish }], true, START_MS)
    expect(only(always.placements).kind).toBe('filled')
    expect(accountValue(state, alice)).toBeLessThan(alice.depositTotal)
  })

  it('leaves the old order alone when the new one is wrong in itself', () => {
    const { state, alice } = venueAt20000()
    place(state, [{ side: 'buy', size: '0.1', price: '19000', id: '0xab' }])
    const wish = request({ side: 'buy', size: '0.2', price: '19000.5', id: '0xab' })
    expect(
      errorOf(
        modifyOrders(state, ALICE, [{ id: '0xab', request: wish }], true, START_MS).placements,
      ),
    ).toBe('Price must be divisible by tick size. asset=0')
    expect(alice.orders.size).toBe(1)
  })
})

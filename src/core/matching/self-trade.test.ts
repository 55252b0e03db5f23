import { expect, it } from 'vitest'
import { formatDecimal } from '../money/decimal.ts'
import { fillsOf, place, venueAt20000 } from './matching.test-support.ts'
import type { MatchingEvent } from './matching-event.ts'

const cancelsOf = (events: readonly MatchingEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'order' && event.status === 'selfTradeCanceled' ? [event.order.oid] : [],
  )
const pricesOf = (events: readonly MatchingEvent[]) =>
  fillsOf(events).map(({ price }) => formatDecimal(price))

it('an order that meets one of its own account takes that away and trades with the others', () => {
  const { state, alice } = venueAt20000('20000')
  const inSpread = place(state, [{ side: 'buy', size: '0.1', price: '20000' }]).placements[0]
  const behind = place(state, [{ side: 'buy', size: '0.1', price: '19998' }]).placements[0]
  const sale = place(state, [{ side: 'sell', size: '0.4', price: '19990', tif: 'Ioc' }])
  expect(inSpread).toMatchObject({ kind: 'resting', oid: cancelsOf(sale.events)[0] })
  expect(cancelsOf(sale.events)).toHaveLength(1)
  expect(pricesOf(sale.events)).toEqual(['19999'])
  expect(behind?.kind === 'resting' && alice.orders.has(behind.oid)).toBe(true)
})

it('those on the levels that it goes through go away too, with the children that wait for them', () => {
  const { state, alice } = venueAt20000('20000')
  place(
    state,
    [
      { side: 'buy', size: '0.1', price: '19998' },
      { side: 'sell', size: '0.1', price: '17000', stop: '18900' },
    ],
    'normalTpsl',
  )
  place(state, [{ side: 'buy', size: '0.1', price: '19995' }])
  const sale = place(state, [{ side: 'sell', size: '1.2', price: '19997', tif: 'Ioc' }])
  expect(cancelsOf(sale.events)).toHaveLength(2)
  expect(pricesOf(sale.events)).toEqual(['19999', '19998', '19997'])
  expect([...alice.orders.values()].map(({ limitPrice }) => formatDecimal(limitPrice))).toEqual([
    '19995',
  ])
})

it('one that finds only its own rests in their place, and a post-only one is refused', () => {
  const { state, alice } = venueAt20000('20000')
  place(state, [{ side: 'buy', size: '0.1', price: '20000' }])
  const [refused] = place(state, [
    { side: 'sell', size: '0.1', price: '20000', tif: 'Alo' },
  ]).placements
  expect(refused).toMatchObject({ kind: 'error' })
  expect(refused?.kind === 'error' && refused.message).toMatch(/^Post only order would have/)
  const rested = place(state, [{ side: 'sell', size: '0.1', price: '20000' }])
  expect(cancelsOf(rested.events)).toHaveLength(1)
  expect(rested.placements[0]).toMatchObject({ kind: 'resting' })
  expect([...alice.orders.values()].map(({ isBuy }) => isBuy)).toEqual([false])
})

it('stops that have not been released are in nobody’s way', () => {
  const { state, alice } = venueAt20000('20000')
  place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
  place(state, [{ side: 'sell', size: '0.1', price: '18000', stop: '19000' }])
  const more = place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
  expect(cancelsOf(more.events)).toEqual([])
  expect(alice.orders.size).toBe(1)
})

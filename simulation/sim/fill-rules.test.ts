import { expect, it } from 'vitest'
import type { VenueFill } from '#core/matching/matching-event.ts'
import type { Fill } from '#core/model/order.ts'
import { BookedFills } from './fill-rules.ts'

const OF_BOTH = { coin: 'BTC', price: 100n, fee: 1n, closedPnl: 0n, clientOrderId: null }

const booked = (id: number): Fill =>
  ({ ...OF_BOTH, tradeId: String(id), side: 'buy', quantity: 5n }) as unknown as Fill
const atVenue = (id: number): VenueFill =>
  ({ ...OF_BOTH, tid: id, isBuy: true, size: 5n }) as unknown as VenueFill

it('a fill booked again is found, however many came between', () => {
  const fills = new BookedFills()
  const theirs = Array.from({ length: 12_000 }, (_, index) => atVenue(index))
  for (let id = 0; id < 12_000; id += 1) expect(fills.add(booked(id), theirs)).toBeNull()
  expect(fills.sumOf('BTC')).toBe(60_000n)
  expect(fills.add(booked(3), theirs)).toBe('fill 3 was booked twice')
  expect(fills.sumOf('BTC')).toBe(60_005n)
})

it('a fill that the venue does not have, or has otherwise, must not be booked', () => {
  const fills = new BookedFills()
  expect(fills.add(booked(1), [])).toBe('the venue has no fill 1')
  const other = { ...atVenue(2), size: 6n } as VenueFill
  expect(fills.add(booked(2), [other])).toMatch(/was booked other than/)
})

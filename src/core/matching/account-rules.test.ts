import { describe, expect, it } from 'vitest'
import { asRatio } from '../money/amount.ts'
import { formatDecimal, parseMoney, parsePrice, parseRatio } from '../money/decimal.ts'
import { cappedRate } from './apply-funding.ts'
import { applyTick, skipFunding } from './apply-tick.ts'
import { addVolume, DEFAULT_FEE_TIERS, feeTierOf } from './fees.ts'
import { updateIsolatedMargin, updateLeverage } from './leverage.ts'
import {
  accountValue,
  availableMargin,
  crossMaintenance,
  crossValue,
  liquidationPrice,
  requiredMargin,
} from './margin.ts'
import {
  fillsOf,
  money,
  place,
  START_MS,
  statusesOf,
  tick,
  venueAt20000,
} from './matching.test-support.ts'
import type { VenueAccount, VenuePosition } from './venue-state.ts'

const HOUR = 3_600_000
/** START_MS is half past the hour. */
const TO_FULL_HOUR = HOUR / 2

const position = (account: VenueAccount): VenuePosition => {
  const found = account.positions.get(0)
  if (!found) throw new Error('no position')
  return found
}

describe('fees', () => {
  it('fall with the volume of the fourteen days before, not with that of today', () => {
    const { alice } = venueAt20000()
    const tierNow = (): string =>
      formatDecimal(feeTierOf(DEFAULT_FEE_TIERS, alice, START_MS + 86_400_000).taker)
    addVolume(alice, money('4999999'), true, START_MS)
    expect(tierNow()).toBe('0.00045')
    addVolume(alice, money('1'), false, START_MS)
    expect(tierNow()).toBe('0.0004')
    expect(formatDecimal(feeTierOf(DEFAULT_FEE_TIERS, alice, START_MS).taker)).toBe('0.00045')
    expect(
      formatDecimal(feeTierOf(DEFAULT_FEE_TIERS, alice, START_MS + 16 * 86_400_000).taker),
    ).toBe('0.00045')
  })
})

describe('funding', () => {
  it('is paid by longs at every full hour: size × oracle × rate', () => {
    const { state, alice } = venueAt20000()
    const [market] = state.markets
    if (market) market.fundingRate = parseRatio('0.0000125')
    place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
    const before = alice.collateral
    expect(tick(state, '21000', TO_FULL_HOUR - 1)).toEqual([])
    const [event] = tick(state, '22000', TO_FULL_HOUR)
    // The oracle that stood when the hour ended: 0.1 × 21000 × 0.0000125
    expect(event).toMatchObject({
      kind: 'funding',
      funding: { payment: parseMoney('-0.02625'), timeMs: START_MS + TO_FULL_HOUR },
    })
    expect(alice.collateral).toBe(before - parseMoney('0.02625'))
    // Two more hours pass without a tick: both are charged.
    expect(tick(state, '22000', TO_FULL_HOUR + 2 * HOUR)).toHaveLength(2)
    expect(formatDecimal(position(alice).fundingSinceOpen)).toBe('0.08125')
  })

  it('is received by shorts, and capped at 4 % an hour', () => {
    const { state, alice } = venueAt20000()
    const [market] = state.markets
    if (market) market.fundingRate = parseRatio('0.1')
    place(state, [{ side: 'sell', size: '0.1', price: '19999', tif: 'Ioc' }])
    const before = alice.collateral
    tick(state, '20000', TO_FULL_HOUR)
    expect(formatDecimal(alice.collateral - before)).toBe('80')
    expect(cappedRate(parseRatio('-0.05'))).toBe(parseRatio('-0.04'))
    expect(cappedRate(asRatio(7n))).toBe(7n)
  })

  it('is not charged for a jump of market time', () => {
    const { state } = venueAt20000()
    const [market] = state.markets
    if (market) market.fundingRate = parseRatio('0.0001')
    place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
    skipFunding(state)
    expect(tick(state, '20000', 48 * HOUR)).toEqual([])
    expect(tick(state, '20000', 49 * HOUR)).toHaveLength(1)
  })
})

describe('margin', () => {
  it('counts for each coin the worse of all buys and all sells', () => {
    const { state, alice } = venueAt20000()
    updateLeverage(state, alice, 0, true, 10)
    place(state, [{ side: 'buy', size: '0.2', price: '19000' }])
    place(state, [{ side: 'sell', size: '0.1', price: '22000' }])
    expect(formatDecimal(requiredMargin(state, alice, null))).toBe('380')
    place(state, [{ side: 'sell', size: '0.1', price: '22000' }])
    expect(formatDecimal(requiredMargin(state, alice, null))).toBe('440')
    // Nothing is bought yet, so nothing is used.
    expect(formatDecimal(availableMargin(state, alice))).toBe('10000')
  })

  it('lets a position be closed whatever is left', () => {
    const { state, alice } = venueAt20000('1010')
    expect(updateLeverage(state, alice, 0, true, 10)).toBeNull()
    place(state, [{ side: 'buy', size: '0.5', price: '20001', tif: 'Ioc' }])
    tick(state, '19800', 1000)
    const more = place(state, [{ side: 'buy', size: '0.01', price: '19801', tif: 'Ioc' }])
    expect(more.placements[0]).toMatchObject({
      message: 'Insufficient margin to place order. asset=0',
    })
    const close = place(state, [{ side: 'sell', size: '0.5', price: '19799', tif: 'Ioc' }])
    expect(close.placements[0]?.kind).toBe('filled')
  })

  it('cancels a resting order that can no longer be paid when its price comes', () => {
    const { state, alice } = venueAt20000('1500')
    updateLeverage(state, alice, 0, true, 10)
    updateLeverage(state, alice, 1, true, 20)
    place(state, [{ side: 'buy', size: '0.5', price: '19000' }])
    place(state, [{ asset: 1, side: 'buy', size: '400', price: '25.003', tif: 'Ioc' }])
    applyTick(state, { asset: 1, timeMs: START_MS + 1000, price: parsePrice('22.5') })
    expect(statusesOf(tick(state, '18900', 2000))).toEqual(['marginCanceled'])
  })
})

describe('leverage', () => {
  it('cannot be lowered beyond what the account carries, nor switched with a position', () => {
    const { state, alice } = venueAt20000('1100')
    place(state, [{ side: 'buy', size: '0.5', price: '20001', tif: 'Ioc' }])
    expect(updateLeverage(state, alice, 0, true, 10)).toBeNull()
    expect(updateLeverage(state, alice, 0, true, 5)).toMatch(/^Cross position does not have/)
    expect(updateLeverage(state, alice, 0, false, 10)).toBe(
      'Cannot switch leverage type with open position.',
    )
    expect(updateLeverage(state, alice, 0, true, 0)).toBe('Invalid leverage value')
    expect(updateLeverage(state, alice, 7, true, 1)).toMatch(/Invalid asset/)
  })

  it('sets aside the margin of an isolated position, which gets and gives money', () => {
    const { state, alice } = venueAt20000()
    updateLeverage(state, alice, 0, false, 10)
    place(state, [{ side: 'buy', size: '0.1', price: '20001', tif: 'Ioc' }])
    expect(formatDecimal(position(alice).isolatedMargin ?? 0n)).toBe('200.01')
    expect(updateIsolatedMargin(state, alice, 0, money('50'))).toBeNull()
    expect(formatDecimal(position(alice).isolatedMargin ?? 0n)).toBe('250.01')
    expect(updateIsolatedMargin(state, alice, 0, money('-100'))).toMatch(/^Isolated position/)
    expect(updateIsolatedMargin(state, alice, 0, money('-40'))).toBeNull()
    expect(updateIsolatedMargin(state, alice, 0, money('100000'))).toMatch(/^Insufficient/)
    expect(updateIsolatedMargin(state, alice, 1, money('1'))).toMatch(/no isolated position/)
    const [fill] = fillsOf(
      place(state, [{ side: 'sell', size: '0.1', price: '19999', tif: 'Ioc' }]).events,
    )
    // All of it comes back with what was lost: (19999 − 20001) × 0.1, and both fees.
    expect(formatDecimal(fill?.closedPnl ?? 0n)).toBe('-0.2')
    expect(formatDecimal(alice.collateral)).toBe('9998')
  })
})

describe('liquidation', () => {
  const longOne = (deposit: string) => {
    const venue = venueAt20000(deposit)
    updateLeverage(venue.state, venue.alice, 0, true, 40)
    place(venue.state, [{ side: 'buy', size: '1', price: '20002', tif: 'Ioc' }])
    return venue
  }

  it('happens at the price that was announced, on the book', () => {
    const { state, alice } = longOne('1000')
    place(state, [{ side: 'buy', size: '0.01', price: '15000' }])
    const announced = liquidationPrice(state, alice, position(alice))
    const dollars = Number(announced) / 1e8
    expect(dollars).toBeGreaterThan(19_000)
    expect(statusesOf(tick(state, String(Math.ceil(dollars)), 1000))).toEqual([])
    expect(crossValue(state, alice)).toBeGreaterThanOrEqual(crossMaintenance(state, alice))
    const events = tick(state, String(Math.floor(dollars)), 2000)
    expect(events[0]).toMatchObject({ kind: 'liquidation', liquidation: { isCross: true } })
    expect(statusesOf(events)).toEqual(['liquidatedCanceled', 'filled'])
    const fills = fillsOf(events)
    expect(fills.every((fill) => fill.direction === 'Liquidated Cross Long')).toBe(true)
    expect(fills.every((fill) => fill.liquidation?.method === 'market')).toBe(true)
    expect(alice.positions.size + alice.orders.size).toBe(0)
    expect(accountValue(state, alice)).toBeGreaterThan(0n)
  })

  it.each([['19050'], ['10000']])('goes to the backstop and never below zero (at %s)', (price) => {
    const { state, alice } = longOne('1000')
    const fills = fillsOf(tick(state, price, 1000))
    expect(fills).toHaveLength(1)
    expect(fills[0]).toMatchObject({ liquidation: { method: 'backstop' }, fee: 0n })
    expect(alice.positions.size).toBe(0)
    expect(accountValue(state, alice)).toBeGreaterThanOrEqual(0n)
    expect(accountValue(state, alice)).toBeLessThan(100n)
  })

  it('of an isolated position leaves the rest of the account alone', () => {
    const { state, alice } = venueAt20000()
    updateLeverage(state, alice, 0, false, 40)
    place(state, [{ side: 'sell', size: '1', price: '19990', tif: 'Ioc' }])
    const before = alice.collateral
    const announced = Number(liquidationPrice(state, alice, position(alice))) / 1e8
    expect(tick(state, String(Math.floor(announced)), 1000)).toEqual([])
    const fills = fillsOf(tick(state, '21000', 2000))
    expect(fills[0]).toMatchObject({ direction: 'Liquidated Isolated Short' })
    expect(alice.positions.size).toBe(0)
    expect(alice.collateral).toBeGreaterThanOrEqual(before)
    expect(alice.collateral).toBeLessThan(before + 100n)
  })

  it('of a short has its price above, and none where nothing can go wrong', () => {
    const { state, alice } = venueAt20000()
    place(state, [{ side: 'sell', size: '0.1', price: '19990', tif: 'Ioc' }])
    expect(liquidationPrice(state, alice, position(alice))).toBeGreaterThan(parsePrice('100000'))
    place(state, [{ side: 'buy', size: '0.2', price: '20010', tif: 'Ioc' }])
    expect(liquidationPrice(state, alice, position(alice))).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { parsePrice, parseQuantity } from '../money/decimal.ts'
import { PROFILES } from './limits.ts'
import type { WatchedPosition } from './position-watch.ts'
import { positionAlerts } from './position-watch.ts'

const DAY_MS = 86_400_000
const long: WatchedPosition = {
  coin: 'BTC',
  quantity: parseQuantity('0.5'),
  openedMs: 0,
  markPrice: parsePrice('20000'),
  stopQuantity: parseQuantity('0.5'),
  liquidationPrice: parsePrice('10000'),
}

const kinds = (change: Partial<WatchedPosition>, nowMs = 1_000) =>
  positionAlerts({ ...long, ...change }, nowMs, PROFILES.standard).map((alert) => alert.kind)

describe('position alerts', () => {
  it.each([
    ['all well', {}, 1_000, []],
    ['exactly a day', {}, DAY_MS, []],
    ['over a day', {}, DAY_MS + 1, ['openTooLong']],
    ['no stop', { stopQuantity: parseQuantity('0') }, 0, ['noRestingStop']],
    ['a stop too small', { stopQuantity: parseQuantity('0.49999') }, 0, ['noRestingStop']],
    ['liquidation at 10 %', { liquidationPrice: parsePrice('18000') }, 0, []],
    ['liquidation nearer', { liquidationPrice: parsePrice('18000.1') }, 0, ['nearLiquidation']],
    ['liquidation passed', { liquidationPrice: parsePrice('21000') }, 0, ['nearLiquidation']],
    ['none named', { liquidationPrice: null }, 0, []],
    [
      'a short at 10 %',
      { quantity: parseQuantity('-0.5'), liquidationPrice: parsePrice('22000') },
      0,
      [],
    ],
    [
      'a short nearer',
      { quantity: parseQuantity('-0.5'), liquidationPrice: parsePrice('21999') },
      0,
      ['nearLiquidation'],
    ],
    ['flat', { quantity: parseQuantity('0'), stopQuantity: parseQuantity('0') }, 9 * DAY_MS, []],
  ])('%s', (_, change, nowMs, expected) => {
    expect(kinds(change, nowMs)).toEqual(expected)
  })
})

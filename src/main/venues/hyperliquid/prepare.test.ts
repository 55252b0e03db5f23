import { describe, expect, it } from 'vitest'
import type { Terms } from '#core/model/terms.ts'
import { asPrice } from '#core/money/amount.ts'
import { formatDecimal, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { answeredIds, buildAction, triggerLimit } from './prepare.ts'
import { findInstrument, longBracket, testId } from './terms.test-support.ts'

const json = (terms: Terms): string => JSON.stringify(buildAction(terms, findInstrument))

describe('buildAction', () => {
  it('writes a bracket as entry, target, stop with the keys in signing order', () => {
    expect(json(longBracket)).toBe(
      '{"type":"order","orders":[' +
        '{"a":0,"b":true,"p":"100000","s":"0.01","r":false,"t":{"limit":{"tif":"Gtc"}},"c":"0x00000000000000000000000000000001"},' +
        '{"a":0,"b":false,"p":"93600","s":"0.01","r":true,"t":{"trigger":{"isMarket":true,"triggerPx":"104000","tpsl":"tp"}},"c":"0x00000000000000000000000000000003"},' +
        '{"a":0,"b":false,"p":"88200","s":"0.01","r":true,"t":{"trigger":{"isMarket":true,"triggerPx":"98000","tpsl":"sl"}},"c":"0x00000000000000000000000000000002"}' +
        '],"grouping":"normalTpsl"}',
    )
    expect(answeredIds(longBracket)).toEqual([testId(1), testId(3), testId(2)])
  })

  it('writes a market entry without a target as an immediate order and a stop', () => {
    const terms = {
      ...longBracket,
      side: 'sell',
      entryType: 'market',
      timeInForce: 'Ioc',
      targetPrice: null,
      targetId: null,
      stopPrice: parsePrice('102000'),
    } as const
    const action = buildAction(terms, findInstrument)
    expect(action.type === 'order' && action.orders.map((order) => [order.b, order.p])).toEqual([
      [false, '100000'],
      [true, '112200'],
    ])
    expect(answeredIds(terms)).toEqual([testId(1), testId(2)])
    expect(() => buildAction({ ...terms, timeInForce: 'Gtc' }, findInstrument)).toThrow(
      'immediate-or-cancel',
    )
  })

  it('closes by a reduce-only immediate order', () => {
    const terms = {
      kind: 'close',
      coin: 'ETH',
      side: 'sell',
      quantity: parseQuantity('1.5'),
      limitPrice: parsePrice('2990.5'),
      exitId: testId(9),
    } as const
    expect(json(terms)).toBe(
      '{"type":"order","orders":[{"a":1,"b":false,"p":"2990.5","s":"1.5","r":true,"t":{"limit":{"tif":"Ioc"}},"c":"0x00000000000000000000000000000009"}],"grouping":"na"}',
    )
    expect(answeredIds(terms)).toEqual([testId(9)])
  })

  it('moves a resting trigger by client order id and always places', () => {
    const terms = {
      kind: 'move',
      coin: 'BTC',
      role: 'target',
      side: 'sell',
      quantity: parseQuantity('0.01'),
      triggerPrice: parsePrice('105000'),
      replacesId: testId(3),
      newId: testId(4),
    } as const
    expect(json(terms)).toBe(
      '{"type":"batchModify","modifies":[{"oid":"0x00000000000000000000000000000003","order":' +
        '{"a":0,"b":false,"p":"94500","s":"0.01","r":true,"t":{"trigger":{"isMarket":true,"triggerPx":"105000","tpsl":"tp"}},"c":"0x00000000000000000000000000000004"}}],"a":true}',
    )
    expect(answeredIds(terms)).toEqual([testId(4)])
  })

  it('protects with one reduce-only stop', () => {
    const terms = {
      kind: 'protect',
      coin: 'BTC',
      side: 'buy',
      quantity: parseQuantity('0.01'),
      triggerPrice: parsePrice('101000'),
      stopId: testId(5),
    } as const
    const action = buildAction(terms, findInstrument)
    expect(action.type === 'order' && action.grouping).toBe('na')
    expect(action.type === 'order' && action.orders[0]?.t).toEqual({
      trigger: { isMarket: true, triggerPx: '101000', tpsl: 'sl' },
    })
    expect(answeredIds(terms)).toEqual([testId(5)])
  })

  it('cancels a batch by client order ids and sets cross leverage', () => {
    const cancels = [
      { coin: 'BTC', clientOrderId: testId(1) },
      { coin: 'ETH', clientOrderId: testId(2) },
    ]
    expect(json({ kind: 'cancel', cancels })).toBe(
      '{"type":"cancelByCloid","cancels":[{"asset":0,"cloid":"0x00000000000000000000000000000001"},{"asset":1,"cloid":"0x00000000000000000000000000000002"}]}',
    )
    expect(answeredIds({ kind: 'cancel', cancels })).toEqual([testId(1), testId(2)])
    expect(json({ kind: 'leverage', coin: 'ETH', leverage: 5 })).toBe(
      '{"type":"updateLeverage","asset":1,"isCross":true,"leverage":5}',
    )
  })

  it.each<[string, Terms]>([
    ['DOGE is not in the venue', { ...longBracket, coin: 'DOGE' }],
    ['off the tick', { ...longBracket, limitPrice: parsePrice('100000.5') }],
    ['off the tick', { ...longBracket, stopPrice: parsePrice('98000.05') }],
    ['no whole number of lots', { ...longBracket, quantity: parseQuantity('0.000001') }],
    ['no whole number of lots', { ...longBracket, quantity: parseQuantity('0') }],
    ['nothing to cancel', { kind: 'cancel', cancels: [] }],
    ['between 1 and 40', { kind: 'leverage', coin: 'BTC', leverage: 41 }],
    ['between 1 and 40', { kind: 'leverage', coin: 'BTC', leverage: 1.5 }],
  ])('refuses: %s', (message, terms) => {
    expect(() => buildAction(terms, findInstrument)).toThrow(message)
  })
})

describe('triggerLimit', () => {
  it.each([
    ['sell', '98000', 5, '88200'],
    ['buy', '98000', 5, '107800'],
    ['sell', '1.2345', 0, '1.1111'],
    ['buy', '1.2345', 0, '1.3579'],
    ['sell', '0.000123', 0, '0.000111'],
  ] as const)('%s at %s: %s decimals of size, limit %s', (side, trigger, decimals, limit) => {
    expect(formatDecimal(triggerLimit(parsePrice(trigger), side, decimals))).toBe(limit)
  })

  it('never lies beyond ten per cent', () => {
    for (const text of ['7.0001', '99999', '100001', '0.09871', '12345']) {
      const price = parsePrice(text)
      expect(triggerLimit(price, 'sell', 2) * 10n).toBeGreaterThanOrEqual(price * 9n)
      expect(triggerLimit(price, 'buy', 2) * 10n).toBeLessThanOrEqual(asPrice(price * 11n))
    }
  })
})

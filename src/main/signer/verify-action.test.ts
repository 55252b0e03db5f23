import { encode } from '@msgpack/msgpack'
import { describe, expect, it } from 'vitest'
import type { Terms } from '#core/model/terms.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { actionBytesOf, connectionIdOf } from './connection-id.ts'
import { decodeAction } from './decoded-action.ts'
import {
  bracketAction,
  INSTRUMENTS,
  LONG_BRACKET,
  signActionFor,
  testId,
} from './terms.test-support.ts'
import { verifyAction } from './verify-action.ts'

const verify = (terms: Terms, action: object) =>
  verifyAction(signActionFor(terms, action), INSTRUMENTS)

const order = (changes: object) => ({
  a: 1,
  b: false,
  p: '2990.5',
  s: '1.5',
  r: true,
  t: { limit: { tif: 'Ioc' } },
  c: testId(9),
  ...changes,
})
const stopOrder = (changes: object = {}) =>
  order({
    p: '2700',
    t: { trigger: { isMarket: true, triggerPx: '3000', tpsl: 'sl' } },
    ...changes,
  })

const exit = { coin: 'ETH', side: 'sell', quantity: parseQuantity('1.5') } as const
const close: Terms = { kind: 'close', ...exit, limitPrice: parsePrice('2990.5'), exitId: testId(9) }
const protect: Terms = {
  kind: 'protect',
  ...exit,
  triggerPrice: parsePrice('3000'),
  stopId: testId(9),
}
const move: Terms = {
  kind: 'move',
  role: 'stop',
  ...exit,
  triggerPrice: parsePrice('3000'),
  replacesId: testId(8),
  newId: testId(9),
}
const cancel: Terms = { kind: 'cancel', cancels: [{ coin: 'SOL', clientOrderId: testId(7) }] }

/** So many cancels in one action, and the terms for it. */
function cancelOf(count: number): [Terms, object] {
  const ids = Array.from({ length: count }, (_, index) => testId(index + 1))
  return [
    { kind: 'cancel', cancels: ids.map((clientOrderId) => ({ coin: 'SOL', clientOrderId })) },
    { type: 'cancelByCloid', cancels: ids.map((cloid) => ({ asset: 2, cloid })) },
  ]
}

describe('verifyAction', () => {
  it('takes as many cancels at once as the venue lets orders be open, and no more', () => {
    for (const count of [100, 101, 200, 1_000]) {
      expect(verify(...cancelOf(count)), `${count}`).toMatchObject({ ok: true })
    }
    expect(verify(...cancelOf(1_001))).toMatchObject({ ok: false })
  })

  it('accepts each kind of terms in its own action', () => {
    const pairs: [Terms, object][] = [
      [LONG_BRACKET, bracketAction(LONG_BRACKET)],
      [close, { type: 'order', orders: [order({})], grouping: 'na' }],
      [protect, { type: 'order', orders: [stopOrder()], grouping: 'na' }],
      [move, { type: 'batchModify', modifies: [{ oid: testId(8), order: stopOrder() }], a: true }],
      [move, { type: 'modify', oid: testId(8), order: stopOrder(), a: true }],
      [cancel, { type: 'cancelByCloid', cancels: [{ asset: 2, cloid: testId(7) }] }],
      [
        { kind: 'leverage', coin: 'BTC', leverage: 3 },
        { type: 'updateLeverage', asset: 0, isCross: true, leverage: 3 },
      ],
    ]
    for (const [terms, action] of pairs) {
      expect(verify(terms, action), JSON.stringify(action)).toMatchObject({ ok: true })
    }
  })

  it('takes a bracket without a target, long or short', () => {
    const terms = { ...LONG_BRACKET, side: 'sell', targetPrice: null, targetId: null } as const
    expect(verify(terms, bracketAction(terms))).toMatchObject({ ok: true })
    expect(verify(LONG_BRACKET, bracketAction(terms))).toMatchObject({ ok: false })
  })

  it('names what differs', () => {
    const doubled = { ...LONG_BRACKET, quantity: parseQuantity('0.02') }
    expect(verify(LONG_BRACKET, bracketAction(doubled))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('entry size is 0.02 instead of 0.01'),
    })
    const other = { ...LONG_BRACKET, coin: 'ETH' }
    expect(verify(LONG_BRACKET, bracketAction(other))).toMatchObject({
      reason: expect.stringContaining('entry coin is ETH instead of BTC'),
    })
  })

  it.each([
    ['another limit', close, { type: 'order', orders: [order({ p: '2990' })], grouping: 'na' }],
    ['another side', close, { type: 'order', orders: [order({ b: true })], grouping: 'na' }],
    ['no reduce-only', close, { type: 'order', orders: [order({ r: false })], grouping: 'na' }],
    ['another grouping', close, { type: 'order', orders: [order({})], grouping: 'normalTpsl' }],
    ['one order more', close, { type: 'order', orders: [order({}), order({})], grouping: 'na' }],
    ['another id', close, { type: 'order', orders: [order({ c: testId(1) })], grouping: 'na' }],
    ['no id', close, { type: 'order', orders: [order({ c: undefined })], grouping: 'na' }],
    [
      'a resting limit',
      close,
      { type: 'order', orders: [order({ t: { limit: { tif: 'Gtc' } } })], grouping: 'na' },
    ],
    [
      'a limit too far',
      protect,
      { type: 'order', orders: [stopOrder({ p: '2699' })], grouping: 'na' },
    ],
    [
      'a limit beyond',
      protect,
      { type: 'order', orders: [stopOrder({ p: '3001' })], grouping: 'na' },
    ],
    [
      'a target',
      protect,
      {
        type: 'order',
        orders: [stopOrder({ t: { trigger: { isMarket: true, triggerPx: '3000', tpsl: 'tp' } } })],
        grouping: 'na',
      },
    ],
    [
      'no always-place',
      move,
      { type: 'batchModify', modifies: [{ oid: testId(8), order: stopOrder() }] },
    ],
    [
      'another target of the move',
      move,
      {
        type: 'batchModify',
        modifies: [{ oid: testId(1), order: stopOrder() }],
        a: true,
      },
    ],
    ['another coin', cancel, { type: 'cancelByCloid', cancels: [{ asset: 0, cloid: testId(7) }] }],
    [
      'more cancels',
      cancel,
      {
        type: 'cancelByCloid',
        cancels: [
          { asset: 2, cloid: testId(7) },
          { asset: 2, cloid: testId(6) },
        ],
      },
    ],
    [
      'a withdrawal',
      close,
      {
        type: 'withdraw3',
        destination: '0x5e9ee1089755c3435139848e47e6635505d5a13a',
        amount: '1',
        time: 1,
      },
    ],
    [
      'a builder fee',
      close,
      {
        type: 'order',
        orders: [order({})],
        grouping: 'na',
        builder: { b: '0x1719884eb866cb12b2287399b15f7db5e7d775ea', f: 10 },
      },
    ],
  ] as const)('refuses %s', (_name, terms, action) => {
    const clean = JSON.parse(JSON.stringify(action)) as object
    expect(verify(terms, clean)).toMatchObject({ ok: false })
  })

  it('refuses another hash, and bytes that are no action', () => {
    const request = signActionFor(LONG_BRACKET, bracketAction(LONG_BRACKET))
    const other = { ...request, connectionId: `0x${'ab'.repeat(32)}` }
    expect(verifyAction(other, INSTRUMENTS)).toMatchObject({ ok: false })
    for (const actionHex of ['', 'zz', 'c1', '80', '93010203']) {
      expect(verifyAction({ ...request, actionHex }, INSTRUMENTS)).toMatchObject({ ok: false })
    }
    expect(verifyAction({ ...request, nonce: 1.5 }, INSTRUMENTS)).toMatchObject({ ok: false })
  })

  it('refuses every single flipped bit', () => {
    const request = signActionFor(LONG_BRACKET, bracketAction(LONG_BRACKET))
    const bytes = actionBytesOf(request.actionHex)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const actionHex = Buffer.from(flipped).toString('hex')
      expect(verifyAction({ ...request, actionHex }, INSTRUMENTS).ok).toBe(false)
    }
  })

  it('refuses longer spellings of the same values', () => {
    const short = encode({ type: 'updateLeverage', asset: 0, isCross: true, leverage: 3 })
    expect(decodeAction(short).ok).toBe(true)
    const long = Buffer.from(Buffer.from(short).toString('hex').replace(/03$/, 'cc03'), 'hex')
    expect(decodeAction(long)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('spelt'),
    })
  })

  it('hashes as the venue does', () => {
    const action = {
      type: 'order',
      orders: [{ a: 4, b: true, p: '1670.1', s: '0.0147', r: false, t: { limit: { tif: 'Ioc' } } }],
      grouping: 'na',
    }
    const id = connectionIdOf(encode(action), { nonce: 1677777606040, expiresAfterMs: null })
    expect(id).toBe('0x0fcbeda5ae3c4950a548021552a4fea2226858c4453571bf3f24ba017eac2908')
  })
})

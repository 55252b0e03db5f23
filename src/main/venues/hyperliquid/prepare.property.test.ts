import { decode } from '@msgpack/msgpack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BracketTerms, Terms } from '#core/model/terms.ts'
import { asPrice, asQuantity } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { lotSize, roundToTick } from '#core/money/tick.ts'
import { buildAction } from './prepare.ts'
import { actionFromHex, signPayload } from './sign-payload.ts'
import { BTC, ETH, findInstrument, testId } from './terms.test-support.ts'

const id = fc.integer({ min: 1, max: 2 ** 31 }).map(testId)
const side = fc.constantFrom('buy' as const, 'sell' as const)
const instrument = fc.constantFrom(BTC, ETH)
const priceFor = (sizeDecimals: number) =>
  fc
    .bigInt({ min: 10_000_000n, max: 20_000_000_000_000n })
    .map((scaled) => roundToTick(asPrice(scaled), sizeDecimals, 'up'))
const quantityFor = (sizeDecimals: number) =>
  fc.bigInt({ min: 1n, max: 10_000_000n }).map((lots) => asQuantity(lots * lotSize(sizeDecimals)))

const bracket: fc.Arbitrary<BracketTerms> = instrument.chain(({ coin, sizeDecimals }) =>
  fc
    .record({
      side,
      quantity: quantityFor(sizeDecimals),
      limitPrice: priceFor(sizeDecimals),
      stopPrice: priceFor(sizeDecimals),
      targetPrice: fc.option(priceFor(sizeDecimals)),
      timeInForce: fc.constantFrom('Gtc' as const, 'Ioc' as const, 'Alo' as const),
      entryId: id,
      stopId: id,
      targetId: id,
    })
    .map(
      (parts): BracketTerms => ({
        ...parts,
        kind: 'bracket',
        coin,
        entryType: 'limit',
        targetId: parts.targetPrice === null ? null : parts.targetId,
        leverage: 10,
      }),
    ),
)

const reducing: fc.Arbitrary<Terms> = instrument.chain(({ coin, sizeDecimals }) => {
  const common = { coin: fc.constant(coin), side, quantity: quantityFor(sizeDecimals) }
  const price = priceFor(sizeDecimals)
  return fc.oneof(
    fc.record({ kind: fc.constant('close' as const), ...common, limitPrice: price, exitId: id }),
    fc.record({
      kind: fc.constant('protect' as const),
      ...common,
      triggerPrice: price,
      stopId: id,
    }),
    fc.record({
      kind: fc.constant('move' as const),
      role: fc.constantFrom('stop' as const, 'target' as const),
      ...common,
      triggerPrice: price,
      replacesId: id,
      newId: id,
    }),
  )
})

const nonce = fc.integer({ min: 1, max: 4_000_000_000_000 })

describe('prepared actions', () => {
  it('come back unchanged from their bytes, by the independent decoder too', () => {
    fc.assert(
      fc.property(fc.oneof(bracket, reducing), nonce, nonce, (terms, number, expiry) => {
        const action = buildAction(terms, findInstrument)
        const { actionBytes, connectionId } = signPayload(action, number, expiry)
        expect(connectionId).toMatch(/^0x[0-9a-f]{64}$/)
        expect(JSON.stringify(decode(actionBytes))).toBe(JSON.stringify(action))
        const sent = actionFromHex(Buffer.from(actionBytes).toString('hex'))
        expect(JSON.stringify(sent)).toBe(JSON.stringify(action))
      }),
    )
  })

  it('say what the terms say, number by number', () => {
    fc.assert(
      fc.property(bracket, (terms) => {
        const action = buildAction(terms, findInstrument)
        if (action.type !== 'order') throw new Error('a bracket is an order action')
        const [entry, ...children] = action.orders
        expect(entry).toMatchObject({
          b: terms.side === 'buy',
          p: formatDecimal(terms.limitPrice),
          s: formatDecimal(terms.quantity),
          r: false,
          c: terms.entryId,
        })
        expect(children.every((child) => child.r && child.b !== entry?.b)).toBe(true)
        expect(children.every((child) => child.s === entry?.s)).toBe(true)
        const triggers = children.map((child) => 'trigger' in child.t && child.t.trigger.triggerPx)
        const target = terms.targetPrice === null ? [] : [formatDecimal(terms.targetPrice)]
        expect(triggers).toEqual([...target, formatDecimal(terms.stopPrice)])
      }),
    )
  })

  it('change their hash with every part of them', () => {
    fc.assert(
      fc.property(bracket, nonce, (terms, number) => {
        const hash = (of: Terms, at: number, expiry: number) =>
          signPayload(buildAction(of, findInstrument), at, expiry).connectionId
        const base = hash(terms, number, 7)
        const other = testId(2 ** 32)
        expect(hash(terms, number + 1, 7)).not.toBe(base)
        expect(hash(terms, number, 8)).not.toBe(base)
        expect(hash({ ...terms, stopId: other }, number, 7)).not.toBe(base)
        const flipped = terms.side === 'buy' ? 'sell' : 'buy'
        expect(hash({ ...terms, side: flipped }, number, 7)).not.toBe(base)
      }),
    )
  })
})

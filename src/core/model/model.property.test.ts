import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asMoney, asPrice, asQuantity } from '../money/amount.ts'
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import { asClientOrderId, asDeskId, asTradeId, asVenueOrderId, clientOrderIdFor } from './ids.ts'
import type { Fill } from './order.ts'
import { nextOrderStatus, orderStatusPairs } from './order-status.ts'
import { applyFill, entryPrice, flatPosition, unrealisedPnl } from './position.ts'
import { sha256Hex } from './sha256.ts'
import type { BracketTerms } from './terms.ts'
import { termsDigest } from './terms-digest.ts'
import { utf8Bytes } from './utf8.ts'

describe('SHA-256', () => {
  it("equals Node's own for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
      }),
    )
  })

  it('equals it around the length of a block', () => {
    for (let length = 50; length < 130; length += 1) {
      const bytes = new Uint8Array(length).fill(length)
      expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
  })
})

describe('texts', () => {
  it('become the UTF-8 that everybody else makes of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([...utf8Bytes(text)]).toEqual([...Buffer.from(text, 'utf8')])
      }),
    )
  })

  it('come back from canonical JSON as they went, hashes and bigints too', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.string().map((text) => `#${text}`),
        fc.bigInt(),
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('any'),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    })).any
    fc.assert(
      fc.property(value, (any) => {
        expect(parseCanonicalJson(canonicalJson(any))).toEqual(any)
      }),
    )
  })

  it('do not depend on the order of the keys', () => {
    expect(canonicalJson({ b: 1n, a: '#x' })).toBe(canonicalJson({ a: '#x', b: 1n }))
  })
})

describe('client order ids', () => {
  it('are 16 bytes and different for every ticket, part and revision', () => {
    const desk = asDeskId('00112233445566aa')
    const ids = new Set<string>()
    for (let ticket = 1; ticket <= 50; ticket += 1) {
      for (const role of ['entry', 'stop', 'target', 'exit'] as const) {
        for (const revision of [0, 1]) ids.add(clientOrderIdFor(desk, ticket, role, revision))
      }
    }
    expect(ids.size).toBe(400)
    for (const id of ids) expect(id).toMatch(/^0x[0-9a-f]{32}$/)
  })
})

describe('the order status table', () => {
  it('has no way out of an end but evidence of fills after a cancel', () => {
    for (const [status, happening] of orderStatusPairs()) {
      if (status === 'Canceled') expect(['partlyFilled', 'filled']).toContain(happening)
      expect(['Filled', 'Rejected', 'Denied', 'Declined', 'Expired']).not.toContain(status)
    }
  })

  it('cannot reach the venue without approval, signature and submission in this order', () => {
    const reach = new Set(['Initialized'])
    for (const [status, happening] of orderStatusPairs()) {
      const next = nextOrderStatus(status, happening)
      if (next === 'Submitted') expect(status).toBe('Signed')
      if (next === 'Signed') expect(status).toBe('Approved')
      if (next === 'Approved') expect(status).toBe('PendingApproval')
      if (next) reach.add(next)
    }
    expect(reach.size).toBe(16)
  })
})

const fillArbitrary = fc.record({
  side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
  price: fc.bigInt({ min: 10n ** 8n, max: 10n ** 13n }).map(asPrice),
  quantity: fc.bigInt({ min: 1n, max: 10n ** 9n }).map(asQuantity),
})

const makeFill = (part: Pick<Fill, 'side' | 'price' | 'quantity'>, index: number): Fill => ({
  ...part,
  tradeId: asTradeId(`${index}`),
  clientOrderId: null,
  venueOrderId: asVenueOrderId('1'),
  coin: 'BTC',
  startPosition: asQuantity(0n),
  closedPnl: asMoney(0n),
  fee: asMoney(0n),
  isTaker: true,
  isLiquidation: false,
  tsEventMs: index,
})

describe('a position', () => {
  it('is the sum of its fills and of its lots after any fills', () => {
    fc.assert(
      fc.property(fc.array(fillArbitrary, { maxLength: 30 }), (parts) => {
        let position = flatPosition('BTC')
        let sum = 0n
        parts.map(makeFill).forEach((fill) => {
          position = applyFill(position, fill)
          sum += fill.side === 'buy' ? fill.quantity : -fill.quantity
          const lots = position.lots.reduce((total, lot) => total + lot.quantity, 0n)
          expect(position.quantity).toBe(sum)
          expect(lots).toBe(sum)
          expect(position.lots.every((lot) => lot.quantity > 0n === sum > 0n)).toBe(true)
        })
      }),
    )
  })

  it('averages openings, keeps the average on closings and starts anew through zero', () => {
    const fill = (side: 'buy' | 'sell', price: bigint, quantity: bigint, index: number) =>
      makeFill({ side, price: asPrice(price), quantity: asQuantity(quantity) }, index)
    const unit = 100_000_000n
    let position = applyFill(flatPosition('BTC'), fill('buy', 100n * unit, 2n * unit, 1))
    position = applyFill(position, fill('buy', 200n * unit, 2n * unit, 2))
    expect(entryPrice(position)).toBe(150n * unit)
    position = applyFill(position, fill('sell', 300n * unit, 1n * unit, 3))
    expect(entryPrice(position)).toBe(150n * unit)
    expect(unrealisedPnl(position, asPrice(160n * unit))).toBe(30n * unit)
    position = applyFill(position, fill('sell', 120n * unit, 5n * unit, 4))
    expect(position.quantity).toBe(-2n * unit)
    expect(entryPrice(position)).toBe(120n * unit)
  })
})

describe('a terms digest', () => {
  const terms: BracketTerms = {
    kind: 'bracket',
    coin: 'BTC',
    side: 'buy',
    quantity: asQuantity(1_000_000n),
    entryType: 'market',
    limitPrice: asPrice(2_006_000_000_000n),
    timeInForce: 'Ioc',
    stopPrice: asPrice(1_960_000_000_000n),
    targetPrice: asPrice(2_080_000_000_000n),
    entryId: asClientOrderId('0x01'),
    stopId: asClientOrderId('0x02'),
    targetId: asClientOrderId('0x03'),
    leverage: 10,
  }

  it('changes with every field', () => {
    const changes: Partial<BracketTerms>[] = [
      { coin: 'ETH' },
      { side: 'sell' },
      { quantity: asQuantity(1_000_001n) },
      { entryType: 'limit' },
      { limitPrice: asPrice(1n) },
      { timeInForce: 'Gtc' },
      { stopPrice: asPrice(1n) },
      { targetPrice: null },
      { entryId: asClientOrderId('0x09') },
      { leverage: 5 },
    ]
    const digests = [terms, ...changes.map((change) => ({ ...terms, ...change }))].map(termsDigest)
    expect(new Set(digests).size).toBe(changes.length + 1)
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/)
  })
})

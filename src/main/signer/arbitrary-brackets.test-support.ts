import fc from 'fast-check'
import { expect } from 'vitest'
import type { BracketTerms } from '#core/model/terms.ts'
import { asPrice, asQuantity } from '#core/money/amount.ts'
import { actionBytesOf } from './connection-id.ts'
import {
  bracketAction,
  INSTRUMENTS,
  LONG_BRACKET,
  signActionFor,
  testId,
} from './terms.test-support.ts'
import { verifyAction } from './verify-action.ts'

/** Prices are multiples of 0.01 so that a twentieth of them still has at most eight places. */
const price = fc.bigInt(1n, 99_999_999n).map((cents) => asPrice(cents * 1_000_000n))
const quantity = fc.bigInt(1n, 10n ** 14n).map((lots) => asQuantity(lots * 1000n))

export const arbitraryBracket: fc.Arbitrary<BracketTerms> = fc
  .record({
    coin: fc.constantFrom('BTC', 'ETH', 'SOL'),
    side: fc.constantFrom('buy', 'sell'),
    quantity,
    limitPrice: price,
    timeInForce: fc.constantFrom('Gtc', 'Ioc', 'Alo'),
    stopPrice: price,
    targetPrice: fc.option(price),
  })
  .map((terms) => ({
    ...LONG_BRACKET,
    ...terms,
    targetId: terms.targetPrice === null ? null : testId(3),
  }))

/** Every change that a person would care about, one at a time. */
const changes: readonly ((terms: BracketTerms) => BracketTerms)[] = [
  (terms) => ({ ...terms, coin: terms.coin === 'BTC' ? 'ETH' : 'BTC' }),
  (terms) => ({ ...terms, side: terms.side === 'buy' ? 'sell' : 'buy' }),
  (terms) => ({ ...terms, quantity: asQuantity(terms.quantity + 1000n) }),
  (terms) => ({ ...terms, limitPrice: asPrice(terms.limitPrice + 1_000_000n) }),
  (terms) => ({ ...terms, stopPrice: asPrice(terms.stopPrice + 1_000_000n) }),
  (terms) => ({ ...terms, timeInForce: terms.timeInForce === 'Ioc' ? 'Gtc' : 'Ioc' }),
  (terms) => ({ ...terms, entryId: testId(11) }),
  (terms) => ({ ...terms, stopId: testId(12) }),
  (terms) =>
    terms.targetPrice === null
      ? { ...terms, targetPrice: asPrice(1_000_000n), targetId: testId(3) }
      : { ...terms, targetPrice: null, targetId: null },
]

/** Bytes of the approved terms pass; bytes of any others, or with one byte changed, do not. */
export function checkArbitraryBrackets(runs: number): void {
  fc.assert(
    fc.property(
      arbitraryBracket,
      fc.constantFrom(...changes),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (terms, change, at, flip) => {
        const request = signActionFor(terms, bracketAction(terms))
        expect(verifyAction(request, INSTRUMENTS)).toMatchObject({ ok: true })
        const other = signActionFor(terms, bracketAction(change(terms)))
        expect(verifyAction(other, INSTRUMENTS)).toMatchObject({ ok: false })
        const bytes = Uint8Array.from(actionBytesOf(request.actionHex))
        const index = at % bytes.length
        bytes[index] = (bytes[index] ?? 0) ^ flip
        const actionHex = Buffer.from(bytes).toString('hex')
        expect(verifyAction({ ...request, actionHex }, INSTRUMENTS).ok).toBe(false)
      },
    ),
    { numRuns: runs },
  )
}

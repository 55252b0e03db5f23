import { encode } from '@msgpack/msgpack'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '#core/model/canonical-json.ts'
import type { Terms } from '#core/model/terms.ts'
import { parsePrice } from '#core/money/decimal.ts'
import { buildAction } from '../venues/hyperliquid/prepare.ts'
import { INSTRUMENTS, LONG_BRACKET, testId } from './terms.test-support.ts'
import { TermsReader } from './verify-receipt.ts'

const find = (coin: string) => INSTRUMENTS.find((instrument) => instrument.coin === coin)
const hexOf = (terms: Terms): string =>
  Buffer.from(encode(buildAction(terms, find))).toString('hex')

const MOVE: Terms = {
  kind: 'move',
  coin: 'ETH',
  role: 'stop',
  side: 'sell',
  quantity: LONG_BRACKET.quantity,
  triggerPrice: parsePrice('1500'),
  replacesId: testId(2),
  newId: testId(9),
}
const CANCEL: Terms = {
  kind: 'cancel',
  cancels: [
    { coin: 'BTC', clientOrderId: testId(1) },
    { coin: 'ETH', clientOrderId: testId(4) },
  ],
}
const LEVERAGE: Terms = { kind: 'leverage', coin: 'SOL', leverage: 3 }

describe('TermsReader', () => {
  it('reads the approved terms out of the signed bytes', () => {
    const reader = new TermsReader()
    for (const terms of [LONG_BRACKET, MOVE, CANCEL, LEVERAGE]) {
      expect(reader.difference(hexOf(terms), canonicalJson(terms))).toBeNull()
    }
  })

  it('finds terms that were written anew beside the same bytes', () => {
    const written = { ...LONG_BRACKET, stopPrice: parsePrice('90000') }
    expect(new TermsReader().difference(hexOf(LONG_BRACKET), canonicalJson(written))).toMatch(
      /stop trigger price/,
    )
    expect(
      new TermsReader().difference(hexOf(LONG_BRACKET), canonicalJson(LEVERAGE)),
    ).not.toBeNull()
  })

  it('finds a number that means another coin than before', () => {
    const reader = new TermsReader()
    expect(reader.difference(hexOf(LONG_BRACKET), canonicalJson(LONG_BRACKET))).toBeNull()
    const renamed = { ...LONG_BRACKET, coin: 'ETH' }
    expect(reader.difference(hexOf(LONG_BRACKET), canonicalJson(renamed))).toMatch(/for BTC/)
  })

  it('says so when there is nothing to read', () => {
    expect(new TermsReader().difference('c0', '{}')).not.toBeNull()
    expect(new TermsReader().difference(hexOf(LEVERAGE), 'no JSON')).toMatch(/cannot be read/)
  })
})

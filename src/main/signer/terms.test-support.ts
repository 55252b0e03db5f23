import { encode } from '@msgpack/msgpack'
import type { SignAction } from '#core/engine/effects.ts'
import { asClientOrderId, asTicketId } from '#core/model/ids.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { BracketTerms, Terms } from '#core/model/terms.ts'
import { formatDecimal, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { connectionIdOf } from './connection-id.ts'

export const INSTRUMENTS: readonly Instrument[] = ['BTC', 'ETH', 'SOL'].map((coin, assetId) => ({
  coin,
  assetId,
  sizeDecimals: 5,
  maxLeverage: 40,
  isDelisted: false,
}))

export const testId = (number: number) =>
  asClientOrderId(`0x${number.toString(16).padStart(32, '0')}`)

export const LONG_BRACKET: BracketTerms = {
  kind: 'bracket',
  coin: 'BTC',
  side: 'buy',
  quantity: parseQuantity('0.01'),
  entryType: 'market',
  limitPrice: parsePrice('100000'),
  timeInForce: 'Ioc',
  stopPrice: parsePrice('98000'),
  targetPrice: parsePrice('104000'),
  entryId: testId(1),
  stopId: testId(2),
  targetId: testId(3),
  leverage: 1,
}

const trigger = (terms: BracketTerms, role: 'sl' | 'tp', price: bigint, cloid: string) => ({
  a: INSTRUMENTS.findIndex(({ coin }) => coin === terms.coin),
  b: terms.side === 'sell',
  p: formatDecimal(terms.side === 'buy' ? (price * 95n) / 100n : (price * 105n) / 100n),
  s: formatDecimal(terms.quantity),
  r: true,
  t: { trigger: { isMarket: true, triggerPx: formatDecimal(price), tpsl: role } },
  c: cloid,
})

/** The action as the venue adapter writes it, written here a second time for the tests. */
export function bracketAction(terms: BracketTerms) {
  const entry = {
    a: INSTRUMENTS.findIndex(({ coin }) => coin === terms.coin),
    b: terms.side === 'buy',
    p: formatDecimal(terms.limitPrice),
    s: formatDecimal(terms.quantity),
    r: false,
    t: { limit: { tif: terms.timeInForce } },
    c: terms.entryId,
  }
  const stop = trigger(terms, 'sl', terms.stopPrice, terms.stopId)
  const target =
    terms.targetPrice !== null && terms.targetId !== null
      ? [trigger(terms, 'tp', terms.targetPrice, terms.targetId)]
      : []
  return { type: 'order', orders: [entry, ...target, stop], grouping: 'normalTpsl' }
}

/** The effect that asks for a signature over the action, with a right hash. */
export function signActionFor(terms: Terms, action: object, attempt = 1): SignAction {
  const bytes = encode(action)
  const times = { nonce: 1_782_000_000_000, expiresAfterMs: 1_782_000_120_000 }
  return {
    kind: 'signAction',
    ticketId: asTicketId('t-1'),
    attempt,
    terms,
    ...times,
    connectionId: connectionIdOf(bytes, times),
    actionHex: Buffer.from(bytes).toString('hex'),
  }
}

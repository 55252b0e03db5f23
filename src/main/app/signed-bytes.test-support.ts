import { decode } from '@msgpack/msgpack'
import { computeAddress, SigningKey } from 'ethers'
import fc from 'fast-check'
import { expect } from 'vitest'
import { clientOrderIdFor } from '#core/model/ids.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { BracketTerms } from '#core/model/terms.ts'
import { asPrice, asQuantity } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { lotSize, roundToTick } from '#core/money/tick.ts'
import { agentMessage } from '../signer/allowed-typed-data.ts'
import { digestOf, recoverSigner } from '../signer/recover-signer.ts'
import { verifyAction } from '../signer/verify-action.ts'
import { buildAction } from '../venues/hyperliquid/prepare.ts'
import { signPayload } from '../venues/hyperliquid/sign-payload.ts'

const KEY = new SigningKey(`0x${'5a'.repeat(32)}`)
const ADDRESS = computeAddress(KEY)
const DESK = '00112233445566aa' as Parameters<typeof clientOrderIdFor>[0]

const INSTRUMENTS: readonly Instrument[] = [0, 1, 2, 3, 4, 5].map((sizeDecimals) => ({
  coin: `COIN${sizeDecimals}`,
  assetId: sizeDecimals * 97,
  sizeDecimals,
  maxLeverage: 40,
  isDelisted: false,
}))

/** Any bracket that the engine could offer: prices on the tick, sizes on the lot. */
const bracket: fc.Arbitrary<BracketTerms> = fc
  .record({
    instrument: fc.constantFrom(...INSTRUMENTS),
    isBuy: fc.boolean(),
    lots: fc.bigInt(1n, 10n ** 7n),
    prices: fc.tuple(
      ...([0, 1, 2] as const).map(() => fc.bigInt(10n ** 6n, 10n ** 13n)),
    ) as fc.Arbitrary<[bigint, bigint, bigint]>,
    entry: fc.constantFrom('market', 'Gtc', 'Alo'),
    hasTarget: fc.boolean(),
    ticket: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ instrument, isBuy, lots, prices, entry, hasTarget, ticket }) => {
    const [limit, stop, target] = prices.map((price) =>
      roundToTick(asPrice(price), instrument.sizeDecimals, 'up'),
    ) as [BracketTerms['limitPrice'], BracketTerms['stopPrice'], BracketTerms['stopPrice']]
    return {
      kind: 'bracket',
      coin: instrument.coin,
      side: isBuy ? 'buy' : 'sell',
      quantity: asQuantity(lots * lotSize(instrument.sizeDecimals)),
      entryType: entry === 'market' ? 'market' : 'limit',
      limitPrice: limit,
      timeInForce: entry === 'market' ? 'Ioc' : entry,
      stopPrice: stop,
      targetPrice: hasTarget ? target : null,
      entryId: clientOrderIdFor(DESK, ticket, 'entry'),
      stopId: clientOrderIdFor(DESK, ticket, 'stop'),
      targetId: hasTarget ? clientOrderIdFor(DESK, ticket, 'target') : null,
      leverage: 1,
    }
  })

/** What stands in the bytes, without the limits behind the triggers, which the human does not see. */
function shown(bytes: Uint8Array): unknown {
  const { orders, ...rest } = decode(bytes) as { orders: Record<string, unknown>[] }
  const [entry, ...exits] = orders
  return { ...rest, entry, exits: exits.map(({ p: _behind, ...exit }) => exit) }
}

/** The same, written down from the approved terms and nothing else. */
function approved(terms: BracketTerms, { assetId }: Instrument): unknown {
  const isBuy = terms.side === 'buy'
  const size = formatDecimal(terms.quantity)
  const exit = (price: bigint, tpsl: 'sl' | 'tp', id: string) => ({
    a: assetId,
    b: !isBuy,
    s: size,
    r: true,
    t: { trigger: { isMarket: true, triggerPx: formatDecimal(price), tpsl } },
    c: id,
  })
  const { targetPrice, targetId } = terms
  return {
    type: 'order',
    grouping: 'normalTpsl',
    entry: {
      a: assetId,
      b: isBuy,
      p: formatDecimal(terms.limitPrice),
      s: size,
      r: false,
      t: { limit: { tif: terms.timeInForce } },
      c: terms.entryId,
    },
    exits: [
      ...(targetPrice !== null && targetId !== null ? [exit(targetPrice, 'tp', targetId)] : []),
      exit(terms.stopPrice, 'sl', terms.stopId),
    ],
  }
}

const NONCE = 1_782_000_000_000
const EXPIRES = NONCE + 120_000

/** A signature costs as much as all the rest, so not every run has one. */
const SIGNED_EVERY = 10

function expectRecovers(connectionId: string): void {
  const message = agentMessage('b', connectionId)
  const { r, s, v } = KEY.sign(digestOf(message))
  const signature = { r, s, v } as Parameters<typeof recoverSigner>[1]
  expect(recoverSigner(message, signature)).toBe(ADDRESS)
}

/**
 * The whole way of a bracket: built and hashed by the venue's side, decoded, compared and hashed
 * again by the signer's, signed and recovered, and its bytes read once more by a third reader. One
 * changed byte anywhere, in the action or its times, is refused.
 */
export function checkSignedBytes(runs: number): void {
  fc.assert(
    fc.property(bracket, fc.nat(), fc.integer({ min: 1, max: 255 }), (terms, at, flip) => {
      const instrument = INSTRUMENTS.find(({ coin }) => coin === terms.coin) as Instrument
      const action = buildAction(terms, () => instrument)
      const { actionBytes, connectionId } = signPayload(action, NONCE, EXPIRES)
      const actionHex = Buffer.from(actionBytes).toString('hex')
      const request = { terms, actionHex, nonce: NONCE, expiresAfterMs: EXPIRES, connectionId }
      const verified = verifyAction(request, INSTRUMENTS)
      expect(verified).toEqual({ ok: true, connectionId })
      if (at % SIGNED_EVERY === 0) expectRecovers(connectionId)
      expect(shown(actionBytes)).toEqual(approved(terms, instrument))

      const bent = Uint8Array.from(actionBytes)
      bent[at % bent.length] = (bent[at % bent.length] ?? 0) ^ flip
      const bentHex = Buffer.from(bent).toString('hex')
      expect(verifyAction({ ...request, actionHex: bentHex }, INSTRUMENTS).ok).toBe(false)
      expect(verifyAction({ ...request, nonce: NONCE + 1 }, INSTRUMENTS).ok).toBe(false)
      expect(verifyAction({ ...request, expiresAfterMs: EXPIRES + 1 }, INSTRUMENTS).ok).toBe(false)
    }),
    { numRuns: runs },
  )
}

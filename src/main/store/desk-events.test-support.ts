import { encode } from '@msgpack/msgpack'
import { concat, keccak256, TypedDataEncoder, toBeHex, Wallet } from 'ethers'
import type { DecisionRecord, EventBody } from '#core/engine/events.ts'
import type { Input, InputBody } from '#core/engine/inputs.ts'
import type { ClientOrderId, TicketId } from '#core/model/ids.ts'
import {
  asDeskId,
  asTradeId,
  asVenueOrderId,
  clientOrderIdFor,
  ticketIdFor,
} from '#core/model/ids.ts'
import type { Fill, Order } from '#core/model/order.ts'
import type { Signature } from '#core/model/signature.ts'
import type { BracketTerms } from '#core/model/terms.ts'
import { termsDigest } from '#core/model/terms-digest.ts'
import { parseMoney, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { bracketAction } from '../signer/terms.test-support.ts'

/** The events of one bracket as the engine writes them, signed for real by a wallet of the tests. */
export const WALLET = new Wallet(`0x${'11'.repeat(32)}`)
export const STRANGER = new Wallet(`0x${'22'.repeat(32)}`)
const DESK_ID = asDeskId('00112233445566aa')
const START_MS = 1_700_000_000_000

export const inputAt = (second: number, body: InputBody = { kind: 'heartbeatTicked' }): Input => ({
  stamp: { tsWallMs: START_MS + second * 1000, tsMarketMs: START_MS + second * 1000 + 37 },
  body,
})

export const deskCreated: EventBody = {
  type: 'DeskCreated',
  deskId: DESK_ID,
  mode: 'paper',
  accountAddress: WALLET.address.toLowerCase(),
  derivationPath: "44'/60'/0'/0/0",
}

export const dayOpened = (dayKey = '2023-11-14'): EventBody => ({
  type: 'DayOpened',
  dayKey,
  startEquity: parseMoney('10000'),
})

export const passed = (over: Partial<DecisionRecord> = {}): DecisionRecord => ({
  result: 'passed',
  code: 'RISK_PER_TRADE',
  message: 'Passed; the risk per trade binds.',
  worstCaseLoss: parseMoney('100'),
  numbers: { dayLossCap: '300', positionsMax: '3' },
  ...over,
})

export interface Bracket {
  readonly ticketNumber: number
  readonly ticketId: TicketId
  readonly terms: BracketTerms
  readonly entryId: ClientOrderId
  readonly initialized: EventBody
  readonly requested: EventBody
  approved(over?: { digest?: string; decision?: DecisionRecord; attempt?: number }): EventBody
  prepared(attempt?: number): EventBody
  signed(by?: Wallet, attempt?: number): EventBody
  submitted(over?: { addsRisk?: boolean; worst?: string; attempt?: number }): EventBody
  /** Everything from the wish to the send. */
  readonly road: readonly EventBody[]
}

const NONCE = 1_700_000_001_000
const EXPIRES = 1_700_000_121_000
const AGENT = {
  Agent: [
    { name: 'source', type: 'string' },
    { name: 'connectionId', type: 'bytes32' },
  ],
}
const DOMAIN = {
  name: 'Exchange',
  version: '1',
  chainId: 1337,
  verifyingContract: `0x${'00'.repeat(20)}`,
}

const connectionIdOf = (actionHex: string): string =>
  keccak256(concat([`0x${actionHex}`, toBeHex(NONCE, 8), '0x00', '0x00', toBeHex(EXPIRES, 8)]))

function signatureOf(wallet: Wallet, connectionId: string): Signature {
  const hash = TypedDataEncoder.hash(DOMAIN, AGENT, { source: 'b', connectionId })
  const { r, s, v } = wallet.signingKey.sign(hash)
  return { r, s, v }
}

const order = (
  ticketId: TicketId,
  clientOrderId: ClientOrderId,
  role: Order['role'],
  terms: BracketTerms,
): Order => ({
  clientOrderId,
  ticketId,
  role,
  coin: terms.coin,
  side: role === 'entry' ? terms.side : 'sell',
  quantity: terms.quantity,
  price: role === 'entry' ? terms.limitPrice : terms.stopPrice,
  isReduceOnly: role !== 'entry',
  timeInForce: role === 'entry' ? terms.timeInForce : null,
  status: 'Initialized',
  venueOrderId: null,
  filledQuantity: parseQuantity('0'),
  reason: null,
})

export function bracket(ticketNumber: number, coin = 'BTC'): Bracket {
  const ticketId = ticketIdFor(ticketNumber)
  const entryId = clientOrderIdFor(DESK_ID, ticketNumber, 'entry')
  const stopId = clientOrderIdFor(DESK_ID, ticketNumber, 'stop')
  const terms: BracketTerms = {
    kind: 'bracket',
    coin,
    side: 'buy',
    quantity: parseQuantity('0.05'),
    entryType: 'market',
    limitPrice: parsePrice('37000'),
    timeInForce: 'Ioc',
    stopPrice: parsePrice('36000.5'),
    targetPrice: null,
    entryId,
    stopId,
    targetId: null,
    leverage: 10,
  }
  const digest = termsDigest(terms)
  const actionHex = Buffer.from(encode(bracketAction(terms))).toString('hex')
  const connectionId = connectionIdOf(actionHex)
  const of = (attempt = 1) => ({ ticketId, attempt })
  const made: Omit<Bracket, 'road'> = {
    ticketNumber,
    ticketId,
    terms,
    entryId,
    initialized: {
      type: 'OrderInitialized',
      ticketId,
      ticketNumber,
      origin: { from: 'person' },
      coin,
      wish: null,
    },
    requested: {
      type: 'ApprovalRequested',
      ticketId,
      terms,
      digest,
      figures: {
        lossAtStop: parseMoney('100'),
        gainAtTarget: null,
        fees: parseMoney('1.67'),
        margin: parseMoney('185'),
      },
      decision: passed(),
      band: { low: parsePrice('36900'), high: parsePrice('37000') },
      offerExpiresMs: EXPIRES,
      sentence: `Buy 0.05 ${coin}, worst price 37000, stop at 36000.5.`,
      orders: [order(ticketId, entryId, 'entry', terms), order(ticketId, stopId, 'stop', terms)],
    },
    approved: (over = {}) => ({
      type: 'OrderApproved',
      ...of(over.attempt),
      digest: over.digest ?? digest,
      nonce: NONCE,
      expiresAfterMs: EXPIRES,
      decision: over.decision ?? passed(),
    }),
    prepared: (attempt) => ({ type: 'ActionPrepared', ...of(attempt), connectionId, actionHex }),
    signed: (by = WALLET, attempt) => ({
      type: 'OrderSigned',
      ...of(attempt),
      connectionId,
      signature: signatureOf(by, connectionId),
      recoveredAddress: by.address.toLowerCase(),
    }),
    submitted: (over = {}) => ({
      type: 'OrderSubmitted',
      ...of(over.attempt),
      addsRisk: over.addsRisk ?? true,
      worstCaseLoss: parseMoney(over.worst ?? '100'),
    }),
  }
  const road = [
    made.initialized,
    made.requested,
    made.approved(),
    made.prepared(),
    made.signed(),
    made.submitted(),
  ]
  return { ...made, road }
}

export function filled(of: Bracket, trade: number, over: Partial<Fill> = {}): EventBody {
  return {
    type: 'OrderFilled',
    fill: {
      tradeId: asTradeId(String(trade)),
      clientOrderId: of.entryId,
      venueOrderId: asVenueOrderId('900'),
      coin: of.terms.coin,
      side: 'buy',
      price: parsePrice('36950'),
      quantity: parseQuantity('0.01'),
      startPosition: parseQuantity('0'),
      closedPnl: parseMoney('0'),
      fee: parseMoney('0.1662'),
      isTaker: true,
      isLiquidation: false,
      tsEventMs: START_MS + trade,
      ...over,
    },
  }
}

/** What a whole trade leaves behind the send. */
export const aftermath = (of: Bracket): EventBody[] => [
  {
    type: 'SubmissionSettled',
    ticketId: of.ticketId,
    attempt: 1,
    result: 'accepted',
    message: 'accepted by the venue',
  },
  {
    type: 'OrderMoved',
    clientOrderId: of.entryId,
    happening: 'accepted',
    venueOrderId: asVenueOrderId('900'),
    reason: null,
  },
  {
    type: 'OrderMoved',
    clientOrderId: of.entryId,
    happening: 'partlyFilled',
    venueOrderId: null,
    reason: null,
  },
  filled(of, of.ticketNumber * 10),
  {
    type: 'PositionChanged',
    coin: of.terms.coin,
    quantity: parseQuantity('0.01'),
    entryPrice: parsePrice('36950'),
    tsEventMs: START_MS,
  },
]

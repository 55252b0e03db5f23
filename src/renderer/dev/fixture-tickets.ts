import type { TicketView } from '#contract/views.ts'
import { MARKET_NOW_MS, MINUTE_MS, WALL_NOW_MS } from './fixture-parts.ts'

export const CONNECTION_ID = '0x5f1c0a7be2d94483a6b0f9e137cc21d80e4a9b56f2837d1160cb3ae94d7f0528'

export const PENDING: TicketView = {
  ticketId: 't-12',
  kind: 'bracket',
  stage: 'pending',
  origin: 'momentum 5m',
  coin: 'BTC',
  side: 'buy',
  quantity: '0.21374',
  entryType: 'market',
  worstPrice: '20637',
  stopPrice: '20224',
  targetPrice: '21462',
  lossAtStop: '99.98124402',
  gainAtTarget: '172.40811733',
  fees: '3.93010286',
  margin: '441.09',
  sentence:
    'Buy 0.21374 BTC now at 20,637 at worst, stop at 20,224 and take profit at 21,462: lose about $99.98 at the stop, gain about $172.40 at the target, fees about $3.93 included.',
  digest: '7c1f0be6b5e1446f9f5f1f1a8ed0a2a3ad60cde3efb35a1cfb9d46b1a0c7e411',
  bandLow: '20513',
  bandHigh: '20637',
  offerExpiresMs: WALL_NOW_MS + 97_000,
  expiresAfterMs: null,
  nonce: null,
  connectionId: null,
  problem: null,
  deviceQuestion: null,
  ending: null,
  hindsight: null,
  confluence: [
    { name: 'higherTrend', score: 0.92, weight: 0.3 },
    { name: 'momentum', score: 0.85, weight: 0.25 },
    { name: 'volatility', score: 0.7, weight: 0.15 },
    { name: 'volume', score: 0.64, weight: 0.15 },
    { name: 'stopDistance', score: 1, weight: 0.15 },
  ],
  riskNumbers: {
    equity: '10041.87331412',
    riskBudget: '100.4187331412',
    openRisk: '46.31207733',
    grossNotional: '3987.49',
    dayLossUsed: '12.58739588',
  },
  bindingCap: 'riskPerTrade',
  openedWallMs: WALL_NOW_MS - 23_000,
  offeredWallMs: WALL_NOW_MS - 23_000,
  openedMarketMs: MARKET_NOW_MS - 9_000,
}

export const ON_DEVICE: TicketView = {
  ...PENDING,
  stage: 'onDevice',
  nonce: WALL_NOW_MS - 14_000,
  expiresAfterMs: WALL_NOW_MS + 106_000,
  connectionId: CONNECTION_ID,
  deviceQuestion: 'review',
}

export const LOCKED: TicketView = {
  ...PENDING,
  problem: {
    code: 'locked',
    message:
      'The Ledger is locked. Enter its PIN, open the Ethereum app, then press Resume: the same order is signed with a new hash.',
  },
}

const ended = (index: number, part: Partial<TicketView>): TicketView => ({
  ...PENDING,
  ticketId: `t-${12 - index}`,
  openedWallMs: PENDING.openedWallMs - index * 11 * MINUTE_MS,
  openedMarketMs: PENDING.openedMarketMs - index * 37 * MINUTE_MS,
  ...part,
})

export const ENDED: TicketView[] = [
  ended(1, {
    stage: 'done',
    sentence: 'Buy 0.10812 BTC at the market, at no more than 20,292.',
    ending: 'Filled at 20,231.4; stop and target rest at the venue.',
  }),
  ended(2, {
    stage: 'expired',
    side: 'sell',
    coin: 'ETH',
    sentence: 'Sell 1.1 ETH at the market, at no less than 1,462.3.',
    ending: 'Not approved within 120 s.',
    hindsight: '-14.2211',
  }),
  ended(3, {
    stage: 'declined',
    sentence: 'Buy 0.1954 BTC at the market, at no more than 20,410.',
    ending: 'Declined by you: news ahead.',
    hindsight: '31.88204',
  }),
  ended(4, {
    stage: 'denied',
    sentence: 'Buy 2 BTC at 20,300.',
    ending: 'The margin would be 40.6 % of equity; at most 5 % is allowed for one position.',
  }),
]

const CLOSE: TicketView = {
  ...PENDING,
  kind: 'close',
  origin: 'manual',
  side: 'sell',
  stopPrice: null,
  targetPrice: null,
  lossAtStop: null,
  gainAtTarget: null,
  margin: null,
  fees: '1.00182',
  quantity: '0.10812',
  entryType: null,
  worstPrice: null,
  sentence: 'Close 0.10812 BTC now, at no less than 20,160, fees about $1.00.',
  confluence: [],
  riskNumbers: {},
  bindingCap: null,
}

/** A ticket in each of its states, by the word of `preview.html?ticket=`. */
export const TICKET_STATES: Record<string, readonly TicketView[]> = {
  pending: [PENDING],
  preparing: [{ ...PENDING, stage: 'preparing' }],
  onDevice: [ON_DEVICE],
  transactionCheck: [{ ...ON_DEVICE, deviceQuestion: 'transactionCheck' }],
  signed: [{ ...ON_DEVICE, stage: 'signed', deviceQuestion: null }],
  submitted: [{ ...ON_DEVICE, stage: 'submitted', deviceQuestion: null }],
  unknown: [{ ...ON_DEVICE, stage: 'unknown', deviceQuestion: null }],
  locked: [LOCKED],
  newTerms: [{ ...PENDING, problem: { code: 'discarded', message: 'The price left the band.' } }],
  close: [CLOSE],
  move: [
    { ...CLOSE, kind: 'move', fees: '0', sentence: 'Move the stop of BTC from 19,826 to 20,010.' },
  ],
  several: [
    PENDING,
    { ...CLOSE, ticketId: 't-13' },
    { ...ON_DEVICE, ticketId: 't-14', coin: 'ETH' },
  ],
  bySession: [
    { ...CLOSE, stage: 'submitted', nonce: ON_DEVICE.nonce, connectionId: CONNECTION_ID },
  ],
}

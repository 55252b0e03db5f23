import type { DecisionView } from '#contract/risk-views.ts'
import type { DeskSlices, DifferenceView, PreviewView } from '#contract/views.ts'
import { CUSTODY } from './fixture-custody.ts'
import {
  ACCOUNT,
  equityPoints,
  fills,
  HEALTHY_STATUS,
  MARKET_NOW_MS,
  MINUTE_MS,
  ORDERS,
  POSITIONS,
  PREFERENCES,
  STRATEGIES,
  WALL_NOW_MS,
} from './fixture-parts.ts'
import { RISK, RISK_EMPTY, RISK_HALTED } from './fixture-risk.ts'
import { CONNECTION_ID, ENDED, LOCKED, ON_DEVICE, PENDING } from './fixture-tickets.ts'

const DECISIONS: DecisionView[] = [
  {
    ticketId: 't-12',
    tsMarketMs: MARKET_NOW_MS - 9_000,
    coin: 'BTC',
    side: 'buy',
    origin: 'Momentum · 5m',
    result: 'passed',
    code: 'riskPerTrade',
    message: 'Loss at stop $99.98 of $100.41 allowed; margin 4.4 % of equity.',
    numbers: {
      quantity: '0.21374',
      worstCaseLoss: '99.98124402',
      equity: '9986.27',
      bindingCap: 'riskPerTrade',
      dayLossCap: '300',
    },
  },
  {
    ticketId: 't-8',
    tsMarketMs: MARKET_NOW_MS - 148 * MINUTE_MS,
    coin: 'BTC',
    side: 'buy',
    origin: 'You',
    result: 'denied',
    code: 'marginTooLarge',
    message: 'The margin would be 40.6 % of equity; at most 5 % is allowed for one position.',
    numbers: { quantity: '2', allowed: '499.31', largest: '0.24' },
  },
  {
    ticketId: 't-7',
    tsMarketMs: MARKET_NOW_MS - 171 * MINUTE_MS,
    coin: 'BTC',
    side: null,
    origin: 'You',
    result: 'notNeeded',
    code: 'reducesRisk',
    message: 'A move of the stop towards the price adds no risk.',
    numbers: {},
  },
]

const DIFFERENCES: DifferenceView[] = [
  {
    subject: 'order',
    coin: 'ETH',
    message: 'The venue lists an order 91230044 that this desk did not send. It was left alone.',
    tsWallMs: WALL_NOW_MS - 4 * MINUTE_MS,
  },
]

const BUSY: DeskSlices = {
  status: HEALTHY_STATUS,
  instruments: [
    { coin: 'BTC', sizeDecimals: 5, maxLeverage: 50, leverage: 10, leverageCap: 10 },
    { coin: 'ETH', sizeDecimals: 4, maxLeverage: 50, leverage: 10, leverageCap: 10 },
    { coin: 'SOL', sizeDecimals: 2, maxLeverage: 20, leverage: 10, leverageCap: 10 },
  ],
  quotes: [
    {
      coin: 'BTC',
      bid: '20571',
      ask: '20572',
      mid: '20571.5',
      mark: '20571.5',
      tsEventMs: MARKET_NOW_MS,
      ageMs: 300,
      isStale: false,
    },
    {
      coin: 'ETH',
      bid: '1464',
      ask: '1464.1',
      mid: '1464.05',
      mark: '1464.05',
      tsEventMs: MARKET_NOW_MS,
      ageMs: 300,
      isStale: false,
    },
  ],
  account: ACCOUNT,
  tickets: [PENDING, ...ENDED],
  positions: POSITIONS,
  orders: ORDERS,
  fills: fills(60),
  equity: equityPoints(400),
  strategies: STRATEGIES,
  decisions: DECISIONS,
  differences: DIFFERENCES,
  risk: RISK,
  practiceLedger: {
    model: 'Nano S Plus',
    title: 'Ethereum',
    text: 'is ready',
    pageIndex: 0,
    pageCount: 1,
    left: '',
    right: '',
    both: '',
    isBusy: false,
  },
  custody: CUSTODY,
  theme: 'dark',
  preferences: PREFERENCES,
  asked: null,
}

const EMPTY: DeskSlices = {
  ...BUSY,
  status: {
    ...HEALTHY_STATUS,
    feed: { kind: 'synthetic', speed: 1, isFinished: false, label: 'seeded synthetic prices' },
  },
  account: {
    ...ACCOUNT,
    cash: '10000',
    equity: '10000',
    unrealised: '0',
    realisedToday: '0',
    feesToday: '0',
    fundingToday: '0',
    dayBudgetLeft: '300',
    realisedTotal: '0',
    feesTotal: '0',
    fundingTotal: '0',
  },
  risk: RISK_EMPTY,
  tickets: [],
  positions: [],
  orders: [],
  fills: [],
  equity: [],
  strategies: STRATEGIES.map((one) => ({ ...one, isOn: false, lastSignal: null })),
  decisions: [],
  differences: [],
}

const SIGNING: DeskSlices = {
  ...BUSY,
  tickets: [ON_DEVICE, ...ENDED],
  practiceLedger: {
    model: 'Nano S Plus',
    title: 'connectionId (2/3)',
    text: `0x${CONNECTION_ID.slice(2, 34).toUpperCase()}`,
    pageIndex: 4,
    pageCount: 8,
    left: 'previous page',
    right: 'next page',
    both: '',
    isBusy: true,
  },
}

const STALE: DeskSlices = {
  ...BUSY,
  status: {
    ...HEALTHY_STATUS,
    venue: {
      state: 'stale',
      priceAgeMs: 18_400,
      light: 'degraded',
      reason: 'No price for 18 s; reconnecting, attempt 3.',
    },
  },
  quotes: BUSY.quotes.map((quote) => ({ ...quote, isStale: true, ageMs: 18_400 })),
  tickets: [LOCKED, ...ENDED],
}

const ERROR: DeskSlices = {
  ...BUSY,
  status: {
    ...HEALTHY_STATUS,
    canAct: false,
    venue: {
      state: 'down',
      priceAgeMs: 184_000,
      light: 'down',
      reason: 'The venue refuses the connection; next try in 30 s.',
    },
    device: {
      name: 'No device',
      light: 'down',
      reason: 'No Ledger is connected. Plug it in, unlock it and open the Ethereum app.',
    },
    store: { light: 'degraded', reason: 'The disk is 96 % full.' },
    risk: {
      state: 'halted',
      cause: 'killSwitch',
      reason: 'Kill switch pressed: Stopped by hand.',
      untilMs: null,
    },
  },
  quotes: STALE.quotes,
  account: { ...ACCOUNT, dayBudgetLeft: '41.2', unrealised: '-112.4', equity: '9874.91' },
  risk: RISK_HALTED,
  tickets: ENDED,
}

export const SNAPSHOTS = {
  busy: BUSY,
  empty: EMPTY,
  signing: SIGNING,
  stale: STALE,
  error: ERROR,
} as const satisfies Record<string, DeskSlices>

export type SnapshotName = keyof typeof SNAPSHOTS

export const PREVIEW_PASSED: PreviewView = {
  result: 'passed',
  code: 'riskPerTrade',
  message: 'Passed.',
  quantity: '0.21374',
  worstPrice: '20637',
  stopPrice: '20224',
  targetPrice: '21462',
  lossAtStop: '99.98124402',
  gainAtTarget: '172.40811733',
  fees: '3.93010286',
  margin: '441.09',
  bindingCap: 'riskPerTrade',
}

export const PREVIEW_DENIED: PreviewView = {
  ...PREVIEW_PASSED,
  result: 'denied',
  code: 'halted',
  message: 'Entries are stopped since 14:02. Resume the desk first.',
  quantity: null,
  bindingCap: null,
}

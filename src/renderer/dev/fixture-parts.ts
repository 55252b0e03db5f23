import type { BookLevels } from '#contract/book-push.ts'
import type { PreferencesView } from '#contract/preferences.ts'
import type {
  AccountView,
  CandleView,
  EquityPointView,
  FillView,
  OrderView,
  PositionView,
  StatusView,
  StrategyView,
} from '#contract/views.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'

/** 12 March 2023, 14:05:09 UTC: the market's clock in the fixtures. */
export const MARKET_NOW_MS = Date.UTC(2023, 2, 12, 14, 5, 9)
export const WALL_NOW_MS = Date.UTC(2026, 10, 22, 10, 30, 0)
export const MINUTE_MS = 60_000

export const HEALTHY_STATUS: StatusView = {
  mode: 'paper',
  accountAddress: '0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0',
  venue: {
    state: 'live',
    priceAgeMs: 300,
    light: 'healthy',
    reason: 'Prices arrive every second.',
  },
  device: { name: 'Practice Nano S Plus', light: 'healthy', reason: 'Ready.' },
  store: { light: 'healthy', reason: 'Every event is on disk.' },
  canAct: true,
  whyCannotAct: null,
  risk: { state: 'active', cause: null, reason: null, untilMs: null },
  marketNowMs: MARKET_NOW_MS,
  wallNowMs: WALL_NOW_MS,
  feed: { kind: 'replay', speed: 60, isFinished: false, label: 'btcusd-1m-2023-03.csv.gz' },
  isAutopilotOn: false,
  hasAutopilot: true,
}

export const PREFERENCES: PreferencesView = {
  firstRun: { step: 'result', state: 'done' },
  isDiscreet: false,
  palette: 'standard',
  paperPrices: 'invented',
  notifications: 'important',
  shortcuts: {},
}

export const ACCOUNT: AccountView = {
  cash: '9987.41260412',
  equity: '10041.87331412',
  unrealised: '54.46071',
  realisedToday: '-8.12004',
  feesToday: '4.46735588',
  fundingToday: '-0.0021',
  dayStartEquity: '10000',
  dayKey: '2023-03-12',
  dayBudgetLeft: '287.41260412',
  dayLossCap: '300',
  realisedTotal: '-8.12004',
  feesTotal: '4.46735588',
  fundingTotal: '-0.0021',
}

/** A walk that is the same at every run: a small linear congruential generator. */
function walk(count: number, start: number, step: number, seed: number): number[] {
  let state = seed
  let value = start
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    value += (state / 2_147_483_648 - 0.493) * step
    return value
  })
}

export function candles(count: number, lengthMs: number, lastPrice: number): CandleView[] {
  const path = walk(count * 4, 0, 60, 11)
  const shift = lastPrice - (path.at(-1) ?? 0)
  const lastOpen = Math.floor(MARKET_NOW_MS / lengthMs) * lengthMs
  const volumes = walk(count, 40, 9, 5)
  return Array.from({ length: count }, (_, index) => {
    const ticks = path.slice(index * 4, index * 4 + 4).map((tick) => Math.round(tick + shift))
    const before = path[index * 4 - 1]
    const open = before === undefined ? (ticks[0] ?? 0) : Math.round(before + shift)
    return {
      openTimeMs: lastOpen - (count - 1 - index) * lengthMs,
      open,
      high: Math.max(open, ...ticks) + 4,
      low: Math.min(open, ...ticks) - 4,
      close: ticks[3] ?? open,
      volume: Math.abs(volumes[index] ?? 20) + 4,
    }
  })
}

/** Twenty levels a side around the middle. */
export function fakeBook(coin: string, middle: number, tsEventMs: number): BookLevels {
  const step = middle > 10_000 ? 1 : 0.1
  const sizes = walk(40, 2, 1.6, 31).map((size) => Math.abs(size % 3) + 0.02)
  const level = (index: number, distance: number) => ({
    price: parsePrice((Math.round((middle + distance) / step) * step).toFixed(1)),
    size: parseQuantity((sizes[index] ?? 1).toFixed(4)),
  })
  const sides = Array.from({ length: 20 }, (_unused, index) => index)
  return {
    coin,
    tsEventMs,
    bids: sides.map((index) => level(index, -(index + 0.6) * step)),
    asks: sides.map((index) => level(20 + index, (index + 0.6) * step)),
  }
}

export function equityPoints(count: number): EquityPointView[] {
  const values = walk(count, 10_000, 9, 23)
  const last = 10041.87331412 - (values.at(-1) ?? 0)
  return values.map((value, index) => ({
    tsEventMs: MARKET_NOW_MS - (count - index) * 7 * MINUTE_MS,
    equity: (value + last * (index / count)).toFixed(8),
  }))
}

export const POSITIONS: PositionView[] = [
  {
    coin: 'BTC',
    side: 'buy',
    quantity: '0.10812',
    entryPrice: '20231.4',
    markPrice: '20571.5',
    unrealised: '36.77161',
    notional: '2224.19',
    openedMs: MARKET_NOW_MS - 95 * MINUTE_MS,
    stop: { clientOrderId: `0x${'a1'.repeat(16)}`, price: '19826', isAtVenue: true },
    target: { clientOrderId: `0x${'a2'.repeat(16)}`, price: '21040', isAtVenue: true },
    liquidationPrice: '9214',
    riskAtStop: '46.31207733',
  },
  {
    coin: 'ETH',
    side: 'sell',
    quantity: '1.2044',
    entryPrice: '1478.72',
    markPrice: '1464.05',
    unrealised: '17.6885',
    notional: '1763.3',
    openedMs: MARKET_NOW_MS - 31 * MINUTE_MS,
    stop: null,
    target: { clientOrderId: `0x${'b2'.repeat(16)}`, price: '1419.6', isAtVenue: false },
    liquidationPrice: null,
    riskAtStop: null,
  },
]

const anOrder = (index: number, part: Partial<OrderView>): OrderView => ({
  clientOrderId: `0x${index.toString(16).padStart(32, '0')}`,
  venueOrderId: `${77738308 + index}`,
  ticketId: 't-11',
  role: 'entry',
  coin: 'BTC',
  side: 'buy',
  quantity: '0.10812',
  filledQuantity: '0',
  price: '20231',
  isTrigger: false,
  isReduceOnly: false,
  status: 'Accepted',
  reason: null,
  ...part,
})

export const ORDERS: OrderView[] = [
  anOrder(1, { role: 'stop', side: 'sell', price: '19826', isTrigger: true, isReduceOnly: true }),
  anOrder(2, { role: 'target', side: 'sell', price: '21040', isTrigger: true, isReduceOnly: true }),
  anOrder(3, {
    coin: 'ETH',
    quantity: '0.4',
    filledQuantity: '0.1',
    price: '1441.2',
    status: 'PartiallyFilled',
  }),
  anOrder(4, {
    coin: 'ETH',
    side: 'buy',
    role: 'target',
    price: '1419.6',
    status: 'Submitted',
    venueOrderId: null,
    isTrigger: true,
    isReduceOnly: true,
  }),
]

export function fills(count: number): FillView[] {
  return Array.from({ length: count }, (_, index) => {
    const isEntry = index % 2 === 1
    return {
      tradeId: `${907_359_904_431_134 - index * 37}`,
      clientOrderId: `0x${'c'.repeat(32)}`,
      coin: index % 5 === 3 ? 'ETH' : 'BTC',
      side: index % 2 === 0 ? 'sell' : 'buy',
      price: index % 5 === 3 ? '1478.72' : `${20231 - index * 13}`,
      quantity: index % 5 === 3 ? '1.2044' : '0.05406',
      closedPnl: isEntry ? '0' : index % 4 === 0 ? '18.22731' : '-21.40113',
      fee: '0.49216885',
      role: index === 6 ? 'foreign' : isEntry ? 'entry' : index % 4 === 0 ? 'target' : 'stop',
      isTaker: index % 3 !== 0,
      tsEventMs: MARKET_NOW_MS - index * 23 * MINUTE_MS - 95 * MINUTE_MS,
    }
  })
}

export const STRATEGIES: StrategyView[] = [
  {
    strategyId: 'momentum',
    name: 'Momentum',
    idea: 'Buys a close above the highest of the last 20 candles while the price is over its 50-candle average; sells the mirror image.',
    coin: 'BTC',
    timeframe: '5m',
    isOn: true,
    warmUpSeen: 51,
    warmUpNeeded: 51,
    lastSignal: {
      side: 'buy',
      reason: 'Close 20,575 above the 20-candle high 20,544.',
      tsMarketMs: MARKET_NOW_MS - 9_000,
    },
  },
  {
    strategyId: 'momentum',
    name: 'Momentum',
    idea: 'Buys a close above the highest of the last 20 candles while the price is over its 50-candle average; sells the mirror image.',
    coin: 'ETH',
    timeframe: '3h',
    isOn: true,
    warmUpSeen: 18,
    warmUpNeeded: 51,
    lastSignal: null,
  },
  {
    strategyId: 'momentum',
    name: 'Momentum',
    idea: 'Buys a close above the highest of the last 20 candles while the price is over its 50-candle average; sells the mirror image.',
    coin: 'SOL',
    timeframe: '9h',
    isOn: false,
    warmUpSeen: 0,
    warmUpNeeded: 51,
    lastSignal: null,
  },
]

import { describe, expect, it } from 'vitest'
import { asClientOrderId } from '../model/ids.ts'
import type { Side } from '../model/side.ts'
import { opposite } from '../model/side.ts'
import {
  formatDecimal,
  parseMoney,
  parsePrice,
  parseQuantity,
  parseRatio,
  toNumber,
} from '../money/decimal.ts'
import type { Bar } from './backtest.test-support.ts'
import { columnsOf, NO_COSTS, START_MS, settingsOf, venueOf } from './backtest.test-support.ts'
import type { BacktestCosts, BacktestSettings } from './backtest-settings.ts'
import type { ExitOrder } from './exit-order.ts'
import type { FundingRates } from './funding-rates.ts'

interface Entry {
  readonly side: Side
  readonly quantity: string
  readonly stop?: string
  readonly target?: string
}

/** Enters at the open of the first candle, with its stop and target, and lives through all of them. */
function play(settings: BacktestSettings, entry: Entry) {
  const desk = venueOf(settings)
  const { venue, market } = desk
  const quantity = parseQuantity(entry.quantity)
  venue.execute(market, {
    side: entry.side,
    quantity,
    price: parsePrice(String(market.opens[0])),
    reason: 'entry',
    clientOrderId: asClientOrderId('entry'),
    tsMs: START_MS,
    bar: 0,
  })
  const rest = (role: ExitOrder['role'], price: string | undefined, sibling: string): void => {
    if (price === undefined) return
    const trigger = parsePrice(price)
    const side = opposite(entry.side)
    const triggerNumber = toNumber(trigger)
    venue.rest(market, {
      role,
      side,
      trigger,
      triggerNumber,
      quantity,
      clientOrderId: asClientOrderId(role),
      sibling: asClientOrderId(sibling),
    })
  }
  rest('stop', entry.stop, 'target')
  rest('target', entry.target, 'stop')
  venue.watch(market)
  venue.settleCandle(market, 0)
  market.lastClose = market.closes[0] as number
  for (let bar = 1; bar < market.closes.length; bar += 1) desk.live(bar)
  return desk
}

interface Scenario {
  readonly name: string
  readonly bars: readonly Bar[]
  readonly entry: Entry
  readonly costs?: Partial<BacktestCosts>
  readonly change?: Partial<BacktestSettings>
  readonly leverage?: number
  readonly stepMs?: number
  readonly funding?: readonly (readonly [number, bigint])[]
  /** Reason, price and fee of every fill after the entry. */
  readonly exits: readonly string[]
  readonly cash: string
}

const HOUR_MS = 3_600_000

/** Each worked out by hand: the sums stand beside them. */
const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a stop inside the candle fills at its trigger',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20050, 19500, 19800],
    ],
    entry: { side: 'buy', quantity: '0.5', stop: '19600' },
    exits: ['stop 19600'],
    // 0.5 × (19,600 − 20,000) = −200
    cash: '9800',
  },
  {
    name: 'a gap through the stop fills at the open',
    bars: [
      [20000, 20100, 19900, 20000],
      [19300, 19400, 19200, 19350],
    ],
    entry: { side: 'buy', quantity: '0.5', stop: '19600' },
    exits: ['stop 19300'],
    // 0.5 × (19,300 − 20,000) = −350
    cash: '9650',
  },
  {
    name: 'a short that is gapped over fills at the open too',
    bars: [
      [20000, 20100, 19900, 20000],
      [20700, 20800, 20600, 20650],
    ],
    entry: { side: 'sell', quantity: '0.5', stop: '20400' },
    exits: ['stop 20700'],
    // −0.5 × (20,700 − 20,000) = −350
    cash: '9650',
  },
  {
    name: 'a gap beyond the target fills at the better open',
    bars: [
      [20000, 20100, 19900, 20000],
      [21000, 21100, 20900, 21000],
    ],
    entry: { side: 'buy', quantity: '0.5', stop: '19600', target: '20800' },
    exits: ['target 21000'],
    // 0.5 × 1,000
    cash: '10500',
  },
  {
    name: 'stop and target in one candle: the stop',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20900, 19500, 20800],
    ],
    entry: { side: 'buy', quantity: '0.5', stop: '19600', target: '20800' },
    exits: ['stop 19600'],
    cash: '9800',
  },
  {
    name: 'stop and target in one candle of a short: the stop',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20500, 19100, 19200],
    ],
    entry: { side: 'sell', quantity: '0.5', stop: '20400', target: '19200' },
    exits: ['stop 20400'],
    cash: '9800',
  },
  {
    name: 'the candle of the entry can reach the stop',
    bars: [[20000, 20100, 19500, 20000]],
    entry: { side: 'buy', quantity: '0.5', stop: '19600', target: '20800' },
    exits: ['stop 19600'],
    cash: '9800',
  },
  {
    name: 'a partial last candle counts as far as it goes',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20000, 19700, 19700],
    ],
    entry: { side: 'buy', quantity: '0.5', stop: '19600' },
    exits: [],
    cash: '10000',
  },
  {
    name: 'a fee on both legs',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20050, 19500, 19800],
    ],
    entry: { side: 'buy', quantity: '0.5', stop: '19600' },
    costs: { takerFee: parseRatio('0.00045') },
    exits: ['stop 19600'],
    // 10,000 × 0.045 % = 4.50; 9,800 × 0.045 % = 4.41; 10,000 − 200 − 8.91
    cash: '9791.09',
  },
  {
    name: 'a target rests as a maker, a fixed fee comes on top of each leg',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20900, 19950, 20800],
    ],
    entry: { side: 'buy', quantity: '0.5', target: '20800' },
    costs: {
      takerFee: parseRatio('0.00045'),
      makerFee: parseRatio('0.00015'),
      fixedFee: parseMoney('1'),
    },
    exits: ['target 20800'],
    // +400; fees 4.50 + 1 and 10,400 × 0.015 % = 1.56 + 1
    cash: '10391.94',
  },
  {
    name: 'half the spread and the slippage on the entry and on the stop',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20050, 19500, 19800],
    ],
    entry: { side: 'buy', quantity: '0.5', stop: '19600' },
    costs: { halfSpread: parseRatio('0.0001'), slippage: parseRatio('0.0002') },
    exits: ['stop 19594.12'],
    // In at 20,000 × 1.0003 = 20,006, out at 19,600 × 0.9997 = 19,594.12: 0.5 × −411.88
    cash: '9794.06',
  },
  {
    name: 'funding at the hour, at the last close, before the open trades',
    stepMs: HOUR_MS,
    bars: [
      [20000, 20100, 19900, 20100],
      [20050, 20200, 20000, 20150],
      [20150, 20200, 20100, 20150],
    ],
    entry: { side: 'buy', quantity: '0.5' },
    costs: { fundingRate: parseRatio('0.0001') },
    exits: [],
    // −0.5 × 20,100 × 0.0001 = −1.005; −0.5 × 20,150 × 0.0001 = −1.0075
    cash: '9997.9875',
  },
  {
    name: 'a short receives funding',
    stepMs: HOUR_MS,
    bars: [
      [20000, 20100, 19900, 20100],
      [20050, 20200, 20000, 20150],
    ],
    entry: { side: 'sell', quantity: '0.5' },
    costs: { fundingRate: parseRatio('0.0001') },
    exits: [],
    cash: '10001.005',
  },
  {
    name: 'recorded rates are paid at their hours and at no other, with all their digits',
    stepMs: HOUR_MS,
    bars: [
      [20000, 20100, 19900, 20100],
      [20050, 20200, 20000, 20150],
      [20150, 20200, 20100, 20150],
    ],
    entry: { side: 'buy', quantity: '0.5' },
    funding: [
      [1, 123_456_789_000n],
      [4, 400_000_000_000_000n],
    ],
    exits: [],
    // −0.5 × 20,100 × 0.0000123456789 = −0.12407407…, to a millionth; nothing at the second hour
    cash: '9999.875926',
  },
  {
    name: 'the hours inside a long candle are paid at its open',
    stepMs: 4 * HOUR_MS,
    bars: [
      [20000, 20100, 19900, 20100],
      [20200, 20300, 20100, 20200],
    ],
    entry: { side: 'buy', quantity: '0.5' },
    costs: { fundingRate: parseRatio('0.0001') },
    exits: [],
    // 3 × −0.5 × 20,000 × 0.0001 = −3, then −1.005 at the close of 20,100, then 3 × −1.01
    cash: '9992.965',
  },
  {
    name: 'liquidation where the maintenance margin is met, with a taker fee',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20050, 15000, 15500],
    ],
    entry: { side: 'buy', quantity: '2' },
    costs: { takerFee: parseRatio('0.00045') },
    change: { hasMaintenance: true },
    leverage: 10,
    // Cash 10,000 − 18 = 9,982. 9,982 + 2 (P − 20,000) = 2 P / 80 → P = 30,018 / 1.975
    // = 15,198.987341772…, up to 1e-8; the loss 9,602.02531644, the fee 13.679089
    exits: ['liquidation 15198.98734178'],
    cash: '366.29559456',
  },
  {
    name: 'a short is liquidated from above',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 26000, 19950, 25000],
    ],
    entry: { side: 'sell', quantity: '2' },
    change: { hasMaintenance: true },
    leverage: 10,
    // 10,000 − 2 (P − 20,000) = 2 P / 80 → P = 50,000 / 2.025 = 24,691.35802469, down
    exits: ['liquidation 24691.35802469'],
    cash: '617.28395062',
  },
  {
    name: 'a gap beyond the margin takes all and no more',
    bars: [
      [20000, 20100, 19900, 20000],
      [14000, 14100, 13900, 14000],
    ],
    entry: { side: 'buy', quantity: '2' },
    change: { hasMaintenance: true },
    leverage: 10,
    // Worth −2,000 at the open: taken over where nothing is left, 20,000 − 10,000 / 2
    exits: ['liquidation 15000'],
    cash: '0',
  },
  {
    name: 'the stop comes before the liquidation when it is nearer',
    bars: [
      [20000, 20100, 19900, 20000],
      [20000, 20050, 15000, 15500],
    ],
    entry: { side: 'buy', quantity: '2', stop: '19000' },
    change: { hasMaintenance: true },
    leverage: 10,
    exits: ['stop 19000'],
    cash: '8000',
  },
]

/** Rates × 1e16 by the hours since the first candle. */
const hours = (rates: readonly (readonly [number, bigint])[]): FundingRates =>
  new Map(rates.map(([hour, rate]) => [START_MS / HOUR_MS + hour, rate]))

describe('worked out by hand, to the last digit', () => {
  it.each(SCENARIOS)(
    '$name',
    ({ bars, entry, costs, change, leverage, stepMs, funding, exits, cash }) => {
      const candles = columnsOf(bars, stepMs)
      const timeframe = stepMs === HOUR_MS ? '1h' : stepMs === 4 * HOUR_MS ? '4h' : '1m'
      const settings = settingsOf(
        bars,
        { costs: { ...NO_COSTS, ...costs }, ...change },
        {
          candles,
          timeframe,
          leverage: leverage ?? 1,
          ...(funding ? { funding: hours(funding) } : {}),
        },
      )
      const { fills, venue } = play(settings, entry)
      const told = fills.slice(1).map(({ reason, price }) => `${reason} ${formatDecimal(price)}`)
      expect(told).toEqual(exits)
      expect(formatDecimal(venue.cash)).toBe(cash)
    },
  )
})

describe('what a share of the money buys', () => {
  const affordable = (wholeUnits: boolean, fee: string, price: string): string => {
    const costs = { ...NO_COSTS, takerFee: parseRatio(fee) }
    const settings = settingsOf([[1, 1, 1, 1]], { costs }, { sizeDecimals: wholeUnits ? 0 : 5 })
    const { venue, market } = venueOf(settings)
    const money = parseMoney('10000')
    return formatDecimal(venue.affordable(market, 'buy', parsePrice(price), money))
  }

  it.each([
    // 10,000 / (108.31 × 1.002 = 108.52662) = 92.143291…
    [true, '0.002', '108.31', '92'],
    [false, '0.002', '108.31', '92.14329'],
    // 50 × 160 × 1.25 is 10,000 to the cent.
    [true, '0.25', '160', '50'],
    [true, '0', '10000.00000001', '0'],
  ])('whole units: %s, fee %s, price %s', (wholeUnits, fee, price, expected) => {
    expect(affordable(wholeUnits, fee, price)).toBe(expected)
  })
})

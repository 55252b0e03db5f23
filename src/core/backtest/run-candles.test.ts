import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../matching/seeded-hash.ts'
import type { Money } from '../money/amount.ts'
import { parseMoney, parseRatio, toNumber } from '../money/decimal.ts'
import { PROFILES } from '../risk/limits.ts'
import type { Bar } from './backtest.test-support.ts'
import { ALL_IN, columnsOf, NO_COSTS, settingsOf } from './backtest.test-support.ts'
import type { BacktestSettings } from './backtest-settings.ts'
import { FixedDesk } from './fixed-desk.ts'
import { RiskDesk } from './risk-desk.ts'
import { runCandles } from './run-candles.ts'

const HOUR_MS = 3_600_000

function walk(length: number, seed = 3, width = 0.01): Bar[] {
  const random = createSeededRandom(seed)
  let price = 100
  return Array.from({ length }, () => {
    const open = price * (1 + (random.next() - 0.5) * width * 0.2)
    price = open * (1 + (random.next() - 0.5) * width)
    const high = Math.max(open, price) * (1 + random.next() * width * 0.3)
    const low = Math.min(open, price) * (1 - random.next() * width * 0.3)
    // Sixty-fourths: sums of them are exact, so that no average depends on how it was summed.
    const step = (value: number): number => Math.round(value * 64) / 64
    return [step(open), step(high), step(low), step(price)]
  })
}

/** The same rules once more, with doubles and nothing else. */
function plainly(bars: readonly Bar[], fast: number, slow: number, fee: number, stop: number) {
  const mean = (index: number, count: number): number =>
    bars.slice(index - count + 1, index + 1).reduce((sum, bar) => sum + bar[3], 0) / count
  let [cash, size, entry, stopAt, waiting, side] = [10_000, 0, 0, 0, 0, 0]
  let trades = 0
  const close = (price: number): void => {
    if (size === 0) return
    cash += size * (price - entry) - Math.abs(size) * price * fee
    size = 0
    trades += 1
  }
  const isStopped = (price: number): boolean =>
    size !== 0 && stop > 0 && (size > 0 ? price <= stopAt : price >= stopAt)
  const equity = bars.map(([open, high, low, last], index) => {
    if (isStopped(open)) close(open)
    if (waiting !== 0) {
      close(open)
      const units = Math.floor(cash / (open * (1 + fee)))
      size = waiting * units
      entry = open
      stopAt = open * (1 - waiting * stop)
      cash -= units * open * fee
      waiting = 0
    }
    if (isStopped(size > 0 ? low : high)) close(stopAt)
    if (index >= slow - 1) {
      const now = Math.sign(mean(index, fast) - mean(index, slow))
      if (side !== 0 && now !== 0 && now !== side) waiting = now
      if (now !== 0) side = now
    }
    return cash + size * (last - entry)
  })
  return { equity, trades }
}

const crossing = (
  bars: readonly Bar[],
  change: Partial<BacktestSettings>,
  market: Partial<BacktestSettings['markets'][number]> = {},
) =>
  settingsOf(
    bars,
    {
      strategy: {
        id: 'sma-cross',
        parameters: { fast: 5, slow: 12 },
        timeframe: market.timeframe ?? '1m',
        warmUpCandles: 0,
        detail: 'sides',
      },
      ...change,
    },
    { sizeDecimals: 0, ...market },
  )

describe('fixed sizes', () => {
  it.each([
    [0, 0, 1],
    [0.002, 0, 2],
    [0.0005, 0.005, 3],
    [0.001, 0.02, 4],
  ])('fee %f, stop %f: the same as a plain loop over the same candles', (fee, stop, seed) => {
    const bars = walk(3000, seed)
    const share = (value: number) => parseRatio(String(value))
    const settings = crossing(bars, {
      costs: { ...NO_COSTS, takerFee: share(fee) },
      sizing: { ...ALL_IN, protection: { stop: stop === 0 ? null : share(stop), target: null } },
    })
    const run = runCandles(settings)
    const plain = plainly(bars, 5, 12, fee, stop)
    expect(run.desk.trades.length).toBe(plain.trades)
    expect(plain.trades).toBeGreaterThan(50)
    // The venue books every fee in whole millionths of a dollar.
    const rounding = run.desk.venue.fills * 1e-6
    plain.equity.forEach((value, step) => {
      expect(Math.abs((run.equity[step] as number) - value)).toBeLessThan(rounding)
    })
  })

  it('keeps the same cash and position in the engine and at the venue', () => {
    const settings = crossing(walk(2000), {
      costs: {
        ...NO_COSTS,
        takerFee: parseRatio('0.0007'),
        fixedFee: parseMoney('0.35'),
        fundingRate: parseRatio('0.00001'),
      },
    })
    const { desk } = runCandles(settings)
    if (!(desk instanceof FixedDesk)) throw new Error('not the desk of fixed sizes')
    expect(desk.venue.fills).toBeGreaterThan(50)
    expect(desk.bookCash).toBe(desk.venue.cash)
    expect(desk.bookPosition('BTC')).toBe(desk.venue.markets[0]?.held)
  })

  it('is exact: cash is what was there, what trades brought, and funding', () => {
    const settings = crossing(walk(2500, 9), {
      end: 'closeAtLastClose',
      costs: {
        ...NO_COSTS,
        takerFee: parseRatio('0.0004'),
        fundingRate: parseRatio('0.00002'),
      },
    })
    const { desk, equity } = runCandles(settings)
    const earned = desk.trades.reduce((sum, { pnl }) => sum + pnl, 0n)
    const rounding = BigInt(desk.trades.length)
    const difference = desk.venue.cash - (settings.cash + earned + desk.venue.fundingTotal)
    expect(difference < 0n ? -difference <= rounding : difference <= rounding).toBe(true)
    expect(equity.at(-1)).toBe(toNumber(desk.venue.cash))
    expect(desk.openLots).toEqual([])
  })

  it('takes the same course every time', () => {
    const settings = crossing(walk(1500), {})
    expect(runCandles(settings).equity).toEqual(runCandles(settings).equity)
  })

  it('ends when it is told to', () => {
    const settings = crossing(walk(30_000), {})
    const seen: number[] = []
    const run = runCandles(settings, {
      onProgress: (done) => {
        seen.push(done)
        return seen.length === 2
      },
    })
    expect(run.isCancelled).toBe(true)
    expect(seen.length).toBe(2)
  })

  it('joins several instruments by time, each with its own candles', () => {
    const one = walk(600, 1)
    const two = walk(300, 2)
    const [first] = crossing(one, {}).markets
    if (!first) throw new Error('no market')
    const settings: BacktestSettings = {
      ...crossing(one, { sizing: { ...ALL_IN, share: parseRatio('0.4') } }),
      markets: [
        first,
        // Every second minute, so that a moment has one candle or two.
        { ...first, coin: 'ETH', candles: columnsOf(two, 120_000) },
      ],
    }
    const run = runCandles(settings)
    expect(run.times.length).toBe(600)
    const coins = new Set(run.desk.trades.map(({ coin }) => coin))
    expect([...coins].sort()).toEqual(['BTC', 'ETH'])
    const alone = runCandles(crossing(one, {}))
    const entries = (trades: typeof alone.desk.trades) =>
      trades.filter(({ coin }) => coin === 'BTC').map(({ entryBar, side }) => [entryBar, side])
    expect(entries(run.desk.trades)).toEqual(entries(alone.desk.trades))
  })

  it.each([
    ['closeAtLastOpen', 0],
    ['closeAtLastClose', 3],
  ] as const)('%s closes at that price of the last candle', (end, place) => {
    const bars = walk(200, 5)
    const { desk } = runCandles(crossing(bars, { end }))
    const last = desk.trades.at(-1)
    expect(last?.exitReason).toBe('end')
    expect(toNumber(last?.exitPrice ?? 0n)).toBeCloseTo(bars.at(-1)?.[place] ?? 0, 7)
  })
})

describe('the risk manager', () => {
  const risky = (bars: readonly Bar[], change: Partial<BacktestSettings> = {}) =>
    settingsOf(
      bars,
      {
        strategy: {
          id: 'momentum',
          parameters: {},
          timeframe: '1h',
          warmUpCandles: null,
          detail: 'full',
        },
        sizing: { by: 'risk', limits: PROFILES.standard },
        costs: { ...NO_COSTS, takerFee: parseRatio('0.00045') },
        hasMaintenance: true,
        ...change,
      },
      { candles: columnsOf(bars, HOUR_MS), timeframe: '1h', leverage: 10 },
    )

  it('sizes, stops and denies as the desk does', () => {
    const settings = risky(walk(6000, 11))
    const { desk } = runCandles(settings)
    if (!(desk instanceof RiskDesk)) throw new Error('not the desk of the risk manager')
    expect(desk.trades.length).toBeGreaterThan(5)
    expect(desk.signals.length).toBeGreaterThan(desk.trades.length)
    const { book } = desk.state
    expect(book.cash).toBe(desk.venue.cash)
    const denied = [...desk.denials.values()].reduce((sum, count) => sum + count, 0)
    const entries = [...book.tickets.values()].filter(({ stage }) => stage !== 'denied')
    expect(entries.length + denied).toBeGreaterThanOrEqual(desk.signals.length)
    for (const { terms, figures, decision } of entries) {
      if (terms?.kind !== 'bracket') continue
      const equity = parseMoney(decision?.numbers.equity ?? '0')
      expect((figures?.lossAtStop ?? equity) <= ((equity / 100n) as Money)).toBe(true)
    }
  })

  it('leaves an order unfilled that would cost more than its worst price', () => {
    const costs = { ...NO_COSTS, slippage: parseRatio('0.01') }
    const settings = risky(walk(6000, 11), { costs })
    const { desk } = runCandles(settings)
    if (!(desk instanceof RiskDesk)) throw new Error('not the desk of the risk manager')
    const stages = [...desk.state.book.tickets.values()].map(({ stage }) => stage)
    expect(stages).toContain('rejected')
    expect(desk.state.book.underWay.size).toBeLessThanOrEqual(1)
  })
})

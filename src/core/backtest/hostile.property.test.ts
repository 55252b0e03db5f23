import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Timeframe } from '../model/timeframe.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import { asQuantity, asRatio } from '../money/amount.ts'
import { fromNumber, parseMoney, toNumber } from '../money/decimal.ts'
import type { Limits } from '../risk/limits.ts'
import { PROFILES } from '../risk/limits.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import { emptyColumns } from '../strategies/candle-view.ts'
import { STRATEGIES } from '../strategies/catalogue.ts'
import { resolveParameters } from '../strategies/resolve-parameters.ts'
import { NO_COSTS, START_MS } from './backtest.test-support.ts'
import type { BacktestMarket, BacktestSettings } from './backtest-settings.ts'
import { FixedDesk } from './fixed-desk.ts'
import type { RiskDesk } from './risk-desk.ts'
import type { BacktestRun } from './run-candles.ts'
import { runCandles } from './run-candles.ts'
import { statisticsOf } from './statistics.ts'
import { usualSizeDecimals } from './usual-size-decimals.ts'

/** What a market does within a candle, and how many candles are missing before it. */
interface Step {
  readonly gap: number
  readonly jump: number
  readonly move: number
  readonly up: number
  readonly down: number
  readonly volume: number
}

const LEAST = 1e-8
const MOST = 1e12
const priced = (value: number): number =>
  Math.round(Math.min(MOST, Math.max(LEAST, value)) * 1e8) / 1e8

function columnsOf(steps: readonly Step[], firstPrice: number, lengthMs: number): CandleColumns {
  const columns = emptyColumns(steps.length)
  let price = firstPrice
  let openMs = START_MS
  steps.forEach(({ gap, jump, move, up, down, volume }, index) => {
    openMs += (index === 0 ? 0 : 1 + gap) * lengthMs
    const open = priced(price * jump)
    const close = priced(open * move)
    columns.openTimeMs[index] = openMs
    columns.open[index] = open
    columns.close[index] = close
    columns.high[index] = priced(Math.max(open, close) * up)
    columns.low[index] = priced(Math.min(open, close) * down)
    columns.volume[index] = volume
    price = close
  })
  return columns
}

/** The first in most cases, and now and then another. */
const often = (usual: number, ...others: readonly number[]): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )

const step: fc.Arbitrary<Step> = fc.record({
  gap: often(0, 1, 3, 700),
  jump: often(1, 1.001, 0.98, 1.4, 0.2),
  move: fc.constantFrom(0.998, 0.999, 1, 1.001, 1.002, 0.985, 1.015, 0.97, 1.03, 0.6, 1.7),
  up: often(1.001, 1, 1.05, 3),
  down: often(0.999, 1, 0.95, 0.3),
  volume: fc.constantFrom(0, 0, 1, 1e-9, 1e15),
})

const timeframe = fc.constantFrom<Timeframe>('1m', '15m', '1h', '9h', '1d')

const marketOf = (coin: string, length: Timeframe): fc.Arbitrary<BacktestMarket> =>
  fc
    .record({
      steps: fc.array(step, { minLength: 2, maxLength: 120, size: 'max' }),
      price: fc.constantFrom(101.5, 28_000, 101.5, 28_000, 0.7, 3e-5, 1e-8, 6.5e9, 9e11),
      sizeDecimals: fc.constantFrom(0, 2, 5, 8),
      leverage: fc.constantFrom(1, 3, 50),
    })
    .map(({ steps, price, sizeDecimals, leverage }) => ({
      coin,
      timeframe: length,
      candles: columnsOf(steps, price, TIMEFRAME_MS[length]),
      sizeDecimals,
      leverage,
      maxLeverage: 50,
    }))

const share = (value: number) => fromNumber<ReturnType<typeof asRatio>>(value)

const costs = fc
  .record({
    fee: fc.constantFrom(0, 0.0005, 0.0005, 0.1),
    fixed: fc.constantFrom('0', '0', '1', '20000'),
    spread: fc.constantFrom(0, 0.0001, 0.0001, 0.1),
    slippage: fc.constantFrom(0, 0, 0.001, 0.1),
    funding: fc.constantFrom(0, 0.0000125, -0.04, 0.04),
  })
  .map(({ fee, fixed, spread, slippage, funding }) => ({
    ...NO_COSTS,
    takerFee: share(fee),
    makerFee: share(fee / 3),
    fixedFee: parseMoney(fixed),
    halfSpread: share(spread),
    slippage: share(slippage),
    fundingRate: asRatio(BigInt(Math.round(funding * 1e8))),
  }))

const SHORT_PARAMETERS: Readonly<Record<string, Record<string, number>>> = {
  'sma-cross': { fast: 2, slow: 5 },
  momentum: { breakout: 5, average: 10 },
  'donchian-breakout': { entry: 5, exit: 3 },
}

function strategyOf(id: string, length: Timeframe): BacktestSettings['strategy'] {
  const definition = STRATEGIES.find((one) => one.id === id)
  if (!definition) throw new Error(`there is no strategy ${id}`)
  const resolved = resolveParameters(definition, SHORT_PARAMETERS[id] ?? {})
  if (!resolved.isValid) throw new Error(resolved.message)
  return {
    id,
    parameters: resolved.parameters,
    timeframe: length,
    warmUpCandles: 0,
    detail: 'full',
  }
}

const distance = fc.constantFrom(null, 0.00001, 0.02, 0.99)

/** The desk's limits, and nearly none: the road of an order is walked either way. */
const WIDE: Limits = {
  ...PROFILES.standard,
  riskPerTrade: share(0.2),
  dayLossShare: share(1),
  openRiskMax: share(1),
  positionMarginMax: share(1),
  grossNotionalMax: share(20),
  confluenceMin: share(0),
  duplicateBlockMs: 0,
  tradesPerDay9h: 1000,
  tradesPerDayOther: 1000,
  lossesInRowMax: 1000,
  drawdownMax: share(1),
}

const sizing: fc.Arbitrary<BacktestSettings['sizing']> = fc.oneof(
  fc.constantFrom(PROFILES.standard, WIDE, WIDE).map((limits) => ({ by: 'risk' as const, limits })),
  fc
    .record({ part: fc.constantFrom(0.01, 1), isExclusive: fc.boolean(), distance, far: distance })
    .map(({ part, isExclusive, distance: stop, far }) => ({
      by: 'share' as const,
      share: share(part),
      isExclusive,
      protection: {
        stop: stop === null ? null : share(stop),
        target: far === null ? null : share(far),
      },
    })),
)

/** The venue's sizes where the risk manager rounds prices as the venue does. */
const asTheVenue = (given: BacktestSettings): BacktestSettings =>
  given.sizing.by === 'share'
    ? given
    : {
        ...given,
        markets: given.markets.map((market) => ({
          ...market,
          sizeDecimals: usualSizeDecimals(market.candles.open[0] as number),
        })),
      }

const settings: fc.Arbitrary<BacktestSettings> = timeframe.chain((length) =>
  fc
    .record({
      markets: fc.oneof(
        marketOf('A', length).map((market) => [market]),
        fc.tuple(marketOf('A', length), marketOf('B', length)),
      ),
      strategy: fc
        .constantFrom(...STRATEGIES.map(({ id }) => id))
        .map((id) => strategyOf(id, length)),
      cash: fc.constantFrom('10000', '10000', '1000000000', '0.00000001').map(parseMoney),
      costs,
      sizing,
      fill: fc.constantFrom('nextOpen' as const, 'sameClose' as const),
      end: fc.constantFrom(
        'leave' as const,
        'closeAtLastOpen' as const,
        'closeAtLastClose' as const,
      ),
      hasMaintenance: fc.boolean(),
    })
    .map(asTheVenue),
)

const areFinite = (values: ArrayLike<number>): boolean => Array.from(values).every(Number.isFinite)

/**
 * Cash less what is open at its cost is what was there, what closed trades and funding brought, less
 * the fees of what is open. The venue's cost is an average, the report's first in, first out.
 */
function checkMoney(run: BacktestRun, { cash }: BacktestSettings): void {
  const { venue, trades, openLots } = run.desk
  const signed = (isLong: boolean, amount: bigint): bigint => (isLong ? amount : -amount)
  const there = venue.markets.reduce(
    (sum, { position }) =>
      position === null ? sum : sum - signed(position.size > 0n, position.cost),
    venue.cash as bigint,
  )
  const brought = trades.reduce((sum, { pnl }) => sum + pnl, cash + venue.fundingTotal)
  const expected = openLots.reduce((sum, { fill, quantity, fee }) => {
    const cost = (fill.price * quantity) / 100_000_000n
    return sum - signed(fill.side === 'buy', cost) - fee
  }, brought)
  // Each part is rounded by itself, to a hundred-millionth of a dollar.
  const parts = trades.length + openLots.length + venue.fills + 1
  expect(Math.abs(Number(there - expected))).toBeLessThanOrEqual(2 * parts)
}

function checkBook(run: BacktestRun): void {
  const { desk } = run
  for (const { settings: market, held } of desk.venue.markets) {
    const known =
      desk instanceof FixedDesk
        ? desk.bookPosition(market.coin)
        : ((desk as RiskDesk).state.book.positions.get(market.coin)?.quantity ?? 0n)
    expect(known).toBe(asQuantity(held))
  }
  const book = desk instanceof FixedDesk ? desk.bookCash : (desk as RiskDesk).state.book.cash
  expect(book).toBe(desk.venue.cash)
  if (desk.venue.isFlat) expect(desk.venue.cash).toBeGreaterThanOrEqual(0n)
}

describe('whatever the candles and the rules are, a backtest', () => {
  it('ends, keeps finite figures and exact books, and takes the same course again', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const run = runCandles(given)
        expect(areFinite(run.equity)).toBe(true)
        checkMoney(run, given)
        checkBook(run)
        const figures = statisticsOf(run, given, { annualDays: 'auto', indicatorCandles: 5 })
        for (const [name, value] of Object.entries(figures)) {
          if (value !== null) expect(Number.isFinite(value), name).toBe(true)
        }
        for (const trade of run.desk.trades) {
          expect(trade.exitMs).toBeGreaterThanOrEqual(trade.entryMs)
          expect(toNumber(trade.exitPrice)).toBeGreaterThan(0)
        }
        const again = runCandles(given)
        expect(again.desk.trades).toEqual(run.desk.trades)
        expect(again.equity).toEqual(run.equity)
      }),
      { numRuns: Number(process.env.HOSTILE_RUNS ?? 100), endOnFailure: true },
    )
  })
})

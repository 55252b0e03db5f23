import { assertNever } from '../model/assert-never.ts'
import type { StrategySignal } from '../strategies/strategy.ts'
import type { BacktestSettings } from './backtest-settings.ts'
import { CandleClock } from './candle-clock.ts'
import type { CandleMarket } from './candle-market.ts'
import type { CandleVenue } from './candle-venue.ts'
import { candlePrice } from './candle-venue.ts'
import { FixedDesk } from './fixed-desk.ts'
import { RiskDesk } from './risk-desk.ts'
import type { BacktestTrade, OpenLot } from './trade-recorder.ts'

/** The side of a backtest that decides: by the risk manager or by a fixed share. */
export interface DecidingDesk {
  readonly venue: CandleVenue
  readonly trades: readonly BacktestTrade[]
  readonly openLots: readonly OpenLot[]
  readonly signals: readonly RecordedSignal[]
  /** Why entries were denied, by code; empty without the risk manager. */
  readonly denials: ReadonlyMap<string, number>
  /** What was decided on before fills now, at the candle's open. */
  onOpen(market: CandleMarket, bar: number): void
  /** A candle of the strategy may have closed. */
  onClose(market: CandleMarket, clock: CandleClock, bar: number): void
}

/** One word of the strategy. */
export interface RecordedSignal {
  readonly coin: string
  readonly bar: number
  readonly tsMs: number
  readonly signal: StrategySignal
}

/** Asked now and then while it runs; true ends it. */
export interface BacktestWatch {
  /** Every so many steps. */
  readonly every: number
  onProgress(done: number, total: number): boolean
}

export interface BacktestRun {
  readonly isCancelled: boolean
  /** When each step's candles opened, epoch ms. */
  readonly times: Float64Array
  /** Cash and profit at the closes of each step. */
  readonly equity: Float64Array
  /** For each step whether something was open at any moment of it: 1 or 0. */
  readonly isExposed: Uint8Array
  readonly desk: DecidingDesk
}

/** The opening times of all candles, each once, in order; the one market's own where there is one. */
function timelineOf(settings: BacktestSettings): Float64Array {
  const [first, ...others] = settings.markets
  if (!first) throw new RangeError('a backtest needs an instrument')
  if (others.length === 0) return first.candles.openTimeMs
  const all = new Set<number>()
  for (const { candles } of settings.markets) for (const time of candles.openTimeMs) all.add(time)
  return Float64Array.from(all).sort()
}

function deskOf(settings: BacktestSettings): DecidingDesk {
  switch (settings.sizing.by) {
    case 'share':
      return new FixedDesk(settings, settings.sizing)
    case 'risk':
      return new RiskDesk(settings, settings.sizing)
    default:
      return assertNever(settings.sizing)
  }
}

/**
 * Runs one backtest over candles. Each step opens, lives through and closes the candles of one
 * moment: funding, orders at the open, what the candle reaches, then the strategies. The same
 * settings always give the same run.
 */
export function runCandles(
  settings: BacktestSettings,
  watch: BacktestWatch | null = null,
): BacktestRun {
  const times = timelineOf(settings)
  const desk = deskOf(settings)
  const { venue } = desk
  const { markets } = venue
  const clocks = settings.markets.map((market) => new CandleClock(market, settings.strategy))
  const equity = new Float64Array(times.length)
  const isExposed = new Uint8Array(times.length)
  const every = watch === null ? Number.POSITIVE_INFINITY : watch.every
  let untilWatch = every
  for (let step = 0; step < times.length; step += 1) {
    const openMs = times[step] as number
    const fillsBefore = venue.fills
    for (let index = 0; index < markets.length; index += 1) {
      const market = markets[index] as CandleMarket
      if (market.openTimes[market.next] === openMs) liveThrough(settings, desk, market)
    }
    isExposed[step] = venue.isFlat && venue.fills === fillsBefore ? 0 : 1
    for (let index = 0; index < markets.length; index += 1) {
      const market = markets[index] as CandleMarket
      if (market.openTimes[market.next] !== openMs) continue
      const bar = market.next
      market.next = bar + 1
      desk.onClose(market, clocks[index] as CandleClock, bar)
      if (market.next === market.closes.length) endAt(settings, desk, market, bar)
    }
    venue.writeEquity(equity, step)
    untilWatch -= 1
    if (untilWatch > 0) continue
    untilWatch = every
    if (watch?.onProgress(step + 1, times.length)) {
      return { isCancelled: true, times, equity, isExposed, desk }
    }
  }
  return { isCancelled: false, times, equity, isExposed, desk }
}

/** From the open of a candle to its close, before the strategy sees it. */
function liveThrough(settings: BacktestSettings, desk: DecidingDesk, market: CandleMarket): void {
  const bar = market.next
  const { venue } = desk
  if (market.size !== 0) venue.settleOpen(market, bar)
  desk.onOpen(market, bar)
  if (settings.end === 'closeAtLastOpen' && bar === market.closes.length - 1) {
    const openMs = market.openTimes[bar] as number
    venue.close(market, candlePrice(market.opens[bar] as number), 'end', openMs, bar)
  }
  if (market.size !== 0) venue.settleCandle(market, bar)
  market.lastClose = market.closes[bar] as number
}

function endAt(
  settings: BacktestSettings,
  desk: DecidingDesk,
  market: CandleMarket,
  bar: number,
): void {
  if (settings.end !== 'closeAtLastClose') return
  const closeMs = (market.openTimes[bar] as number) + market.lengthMs - 1
  desk.venue.close(market, candlePrice(market.closes[bar] as number), 'end', closeMs, bar)
}

import { assertNever } from '../model/assert-never.ts'
import type { StrategySignal } from '../strategies/strategy.ts'
import type { BacktestSettings } from './backtest-settings.ts'
import { candlePrice } from './candle-account.ts'
import { CandleClock } from './candle-clock.ts'
import type { CandleMarket } from './candle-market.ts'
import type { CandleVenue } from './candle-venue.ts'
import { FixedDesk } from './fixed-desk.ts'
import { RiskDesk } from './risk-desk.ts'
import type { BacktestTrade, OpenLot } from './trade-recorder.ts'

/** The side of a backtest that decides: by the risk manager or by a fixed share. */
export interface DecidingDesk {
  readonly venue: CandleVenue
  readonly trades: readonly BacktestTrade[]
  readonly openLots: readonly OpenLot[]
  readonly signalCount: number
  /** Empty where the strategy gives sides only. */
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

/** Steps between two looks at the watch; also what one call of the inner loop does. */
const STEPS_A_CALL = 8_192

/** One run: where it stands, the loop over its steps, and in the end what came of it. */
class CandleRun implements BacktestRun {
  readonly #settings: BacktestSettings
  readonly desk: DecidingDesk
  readonly #clocks: readonly CandleClock[]
  readonly #closesAtLastOpen: boolean
  readonly times: Float64Array
  readonly equity: Float64Array
  readonly isExposed: Uint8Array
  isCancelled = false

  constructor(settings: BacktestSettings, desk: DecidingDesk) {
    this.#settings = settings
    this.desk = desk
    this.#clocks = settings.markets.map((market) => new CandleClock(market, settings.strategy))
    this.#closesAtLastOpen = settings.end === 'closeAtLastOpen'
    this.times = timelineOf(settings)
    this.equity = new Float64Array(this.times.length)
    this.isExposed = new Uint8Array(this.times.length)
  }

  /** All candles of one moment are one step. */
  walk(from: number, to: number): void {
    const { venue } = this.desk
    const { markets } = venue
    for (let step = from; step < to; step += 1) {
      const openMs = this.times[step] as number
      const fillsBefore = venue.fills
      for (let index = 0; index < markets.length; index += 1) {
        const market = markets[index] as CandleMarket
        if (market.openTimes[market.next] === openMs) this.#liveThrough(market)
      }
      this.isExposed[step] = venue.isFlat && venue.fills === fillsBefore ? 0 : 1
      for (let index = 0; index < markets.length; index += 1) {
        const market = markets[index] as CandleMarket
        if (market.openTimes[market.next] === openMs) this.#close(market, index)
      }
      venue.writeEquity(this.equity, step)
    }
  }

  /** The same for one instrument alone, whose every candle is a step. */
  walkOne(market: CandleMarket, from: number, to: number): void {
    const { venue } = this.desk
    for (let step = from; step < to; step += 1) {
      const fillsBefore = venue.fills
      this.#liveThrough(market)
      this.isExposed[step] = venue.isFlat && venue.fills === fillsBefore ? 0 : 1
      this.#close(market, 0)
      venue.writeEquity(this.equity, step)
    }
  }

  /** From the open of a candle to its close, before the strategy sees it. */
  #liveThrough(market: CandleMarket): void {
    const bar = market.next
    const { venue } = this.desk
    if (market.size !== 0) venue.settleOpen(market, bar)
    this.desk.onOpen(market, bar)
    if (this.#closesAtLastOpen && bar === market.closes.length - 1) {
      const openMs = market.openTimes[bar] as number
      venue.close(market, candlePrice(market.opens[bar] as number), 'end', openMs, bar)
    }
    if (market.size !== 0) venue.settleCandle(market, bar)
    market.lastClose = market.closes[bar] as number
  }

  #close(market: CandleMarket, index: number): void {
    const bar = market.next
    market.next = bar + 1
    this.desk.onClose(market, this.#clocks[index] as CandleClock, bar)
    if (market.next !== market.closes.length) return
    if (this.#settings.end !== 'closeAtLastClose') return
    // The last moment of the candle, unless the risk manager's order filled with the end of it.
    const before = this.#settings.fill === 'sameClose' ? 0 : 1
    const closeMs = (market.openTimes[bar] as number) + market.lengthMs - before
    const price = candlePrice(market.closes[bar] as number)
    this.desk.venue.close(market, price, 'end', closeMs, bar)
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
  const desk = deskOf(settings)
  const run = new CandleRun(settings, desk)
  const { times } = run
  const [only, ...others] = desk.venue.markets
  for (let from = 0; from < times.length && !run.isCancelled; from += STEPS_A_CALL) {
    const to = Math.min(from + STEPS_A_CALL, times.length)
    if (only && others.length === 0) run.walkOne(only, from, to)
    else run.walk(from, to)
    run.isCancelled = watch?.onProgress(to, times.length) ?? false
  }
  return run
}

import type { CandleBar, CandleClosed } from '../engine/inputs.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import { TimeframeAggregator } from '../strategies/timeframe.ts'
import type { BacktestStrategy } from './backtest-settings.ts'
import type { CandleMarket } from './candle-market.ts'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/**
 * Turns the candles of one instrument into the inputs of its strategy: each as it closes, or joined
 * into the strategy's longer ones. One body and one bar serve every candle.
 */
export class CandleClock {
  readonly #market: CandleMarket
  readonly #bar: Mutable<CandleBar> = {
    openTimeMs: 0,
    open: 0,
    high: 0,
    low: 0,
    close: 0,
    volume: 0,
  }
  readonly #body: CandleClosed
  readonly #aggregator: TimeframeAggregator | null
  #isDue = false

  constructor(market: CandleMarket, strategy: BacktestStrategy) {
    const { coin, timeframe } = market.settings
    this.#market = market
    this.#body = { kind: 'candleClosed', coin, timeframe: strategy.timeframe, bar: this.#bar }
    this.#aggregator =
      TIMEFRAME_MS[strategy.timeframe] === TIMEFRAME_MS[timeframe]
        ? null
        : new TimeframeAggregator(timeframe, strategy.timeframe, (...candle) => {
            this.#isDue = true
            this.#set(...candle)
          })
  }

  /** The candle at this place has closed. Null: it ends none of the strategy's. */
  close(index: number): CandleClosed | null {
    const market = this.#market
    const bar = this.#bar
    bar.openTimeMs = market.openTimes[index] as number
    bar.open = market.opens[index] as number
    bar.high = market.highs[index] as number
    bar.low = market.lows[index] as number
    bar.close = market.closes[index] as number
    bar.volume = market.volumes[index] as number
    return this.#aggregator === null ? this.#body : this.#join(this.#aggregator)
  }

  #join(aggregator: TimeframeAggregator): CandleClosed | null {
    const { openTimeMs, open, high, low, close, volume } = this.#bar
    this.#isDue = false
    aggregator.add(openTimeMs, open, high, low, close, volume)
    return this.#isDue ? this.#body : null
  }

  #set(
    openTimeMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): void {
    const bar = this.#bar
    bar.openTimeMs = openTimeMs
    bar.open = open
    bar.high = high
    bar.low = low
    bar.close = close
    bar.volume = volume
  }
}

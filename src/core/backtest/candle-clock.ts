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
    const { openTimeMs, open, high, low, close, volume } = this.#market.settings.candles
    const at = openTimeMs[index] as number
    const [o, h, l] = [open[index] as number, high[index] as number, low[index] as number]
    const [c, v] = [close[index] as number, volume[index] as number]
    if (this.#aggregator === null) {
      this.#set(at, o, h, l, c, v)
      return this.#body
    }
    this.#isDue = false
    this.#aggregator.add(at, o, h, l, c, v)
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

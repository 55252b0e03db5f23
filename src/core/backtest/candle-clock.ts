import type { CandleBar, CandleClosed } from '../engine/market-inputs.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import { emptyColumns } from '../strategies/candle-view.ts'
import { TimeframeAggregator } from '../strategies/timeframe.ts'
import type { BacktestMarket, BacktestStrategy } from './backtest-settings.ts'

/** A candle that is read where it stands. */
class ColumnBar implements CandleBar {
  readonly columns: CandleColumns
  at = 0

  constructor(columns: CandleColumns) {
    this.columns = columns
  }

  get openTimeMs(): number {
    return this.columns.openTimeMs[this.at] as number
  }
  get open(): number {
    return this.columns.open[this.at] as number
  }
  get high(): number {
    return this.columns.high[this.at] as number
  }
  get low(): number {
    return this.columns.low[this.at] as number
  }
  get close(): number {
    return this.columns.close[this.at] as number
  }
  get volume(): number {
    return this.columns.volume[this.at] as number
  }
}

/** Whether the strategy trades on the very candles of the instrument. */
export const isDirect = (market: BacktestMarket, strategy: BacktestStrategy): boolean =>
  TIMEFRAME_MS[strategy.timeframe] === TIMEFRAME_MS[market.timeframe]

/**
 * Turns the candles of one instrument into the inputs of its strategy: each as it closes, or joined
 * into the strategy's longer ones. One body and one bar serve every candle.
 */
export class CandleClock {
  readonly #bar: ColumnBar
  readonly #body: CandleClosed
  readonly #candles: CandleColumns
  readonly #aggregator: TimeframeAggregator | null
  #isDue = false

  constructor(market: BacktestMarket, strategy: BacktestStrategy) {
    const { coin, timeframe, candles } = market
    this.#candles = candles
    this.#aggregator = isDirect(market, strategy)
      ? null
      : new TimeframeAggregator(timeframe, strategy.timeframe, (...candle) => this.#put(candle))
    this.#bar = new ColumnBar(this.#aggregator === null ? candles : emptyColumns(1))
    this.#body = { kind: 'candleClosed', coin, timeframe: strategy.timeframe, bar: this.#bar }
  }

  /** The candle at this place has closed. Null: it ends none of the strategy's. */
  close(index: number): CandleClosed | null {
    if (this.#aggregator === null) {
      this.#bar.at = index
      return this.#body
    }
    this.#isDue = false
    this.#aggregator.addFrom(this.#candles, index)
    return this.#isDue ? this.#body : null
  }

  #put(candle: readonly number[]): void {
    const { columns } = this.#bar
    const [openTimeMs = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = candle
    columns.openTimeMs[0] = openTimeMs
    columns.open[0] = open
    columns.high[0] = high
    columns.low[0] = low
    columns.close[0] = close
    columns.volume[0] = volume
    this.#isDue = true
  }
}

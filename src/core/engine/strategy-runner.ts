import type { Timeframe } from '../model/timeframe.ts'
import { CandleSeries } from '../strategies/candle-series.ts'
import { strategyById } from '../strategies/catalogue.ts'
import { resolveParameters } from '../strategies/resolve-parameters.ts'
import type { StrategyInstance, StrategySignal } from '../strategies/strategy.ts'
import type { CandleBar, StrategyRun } from './market-inputs.ts'

const CANDLES_KEPT = 1024

const AS_IT_IS: StrategyRun = { parameters: {}, warmUpCandles: null, detail: 'full', columns: null }

/**
 * One strategy on one instrument and timeframe, with the candles it has seen. It belongs to the
 * market, not to the book: a restart loads the candles again.
 */
export class StrategyRunner {
  readonly strategyId: string
  readonly coin: string
  readonly timeframe: Timeframe
  readonly warmUpNeeded: number
  readonly #series: CandleSeries
  readonly #walksColumns: boolean
  readonly #instance: StrategyInstance
  /** What the newest candle led to; advance reads it in the same step. */
  freshSignal: StrategySignal | null = null

  /** Throws on an unknown strategy and on parameters that it does not take. */
  constructor(strategyId: string, coin: string, timeframe: Timeframe, run: StrategyRun = AS_IT_IS) {
    const definition = strategyById(strategyId)
    if (!definition) throw new Error(`there is no strategy "${strategyId}"`)
    const resolved = resolveParameters(definition, run.parameters)
    if (!resolved.isValid) throw new Error(resolved.message)
    const { parameters } = resolved
    this.strategyId = strategyId
    this.coin = coin
    this.timeframe = timeframe
    this.warmUpNeeded = run.warmUpCandles ?? definition.warmUpCandles(parameters, timeframe)
    this.#instance = definition.create(parameters, run.detail)
    const higher = definition.higherTimeframes(timeframe, run.detail)
    this.#walksColumns = run.columns !== null
    this.#series =
      run.columns === null
        ? CandleSeries.ring(timeframe, CANDLES_KEPT, higher)
        : CandleSeries.over(timeframe, run.columns, higher)
  }

  get seen(): number {
    return this.#series.count
  }

  get lastOpenMs(): number {
    return this.#series.count === 0 ? Number.NaN : this.#series.openTimeMs(0)
  }

  /** A candle closed; one that is not later than all before is a repeat and changes nothing. */
  onCandle(bar: CandleBar): void {
    this.freshSignal = null
    if (!this.#show(bar)) return
    const signal = this.#instance.onCandle(this.#series)
    this.freshSignal = this.seen > this.warmUpNeeded ? signal : null
  }

  #show(bar: CandleBar): boolean {
    const series = this.#series
    if (this.#walksColumns) return series.step()
    if (!series.isNext(bar.openTimeMs)) return false
    series.push(bar.openTimeMs, bar.open, bar.high, bar.low, bar.close, bar.volume)
    return true
  }

  /** History: the signals in it are past and lead to nothing. */
  warmUp(bars: readonly CandleBar[]): void {
    for (const bar of bars) this.onCandle(bar)
    this.freshSignal = null
  }
}

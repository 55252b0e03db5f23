import type { Timeframe } from '../model/timeframe.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import type { CandleColumns, CandleView } from './candle-view.ts'
import { emptyColumns } from './candle-view.ts'
import { TimeframeAggregator } from './timeframe.ts'

/** As many closed candles of a longer timeframe as a strategy may look back on. */
const HIGHER_CAPACITY = 512

/**
 * The one implementation of CandleView, in two uses with the same code, so that the live desk and a
 * backtest read candles at the same cost:
 * - `CandleSeries.ring` keeps the newest `capacity` candles that `push` gives it;
 * - `CandleSeries.over` walks along finished columns with `step`, copying nothing.
 * In both, longer timeframes are built from the candles as they close.
 */
export class CandleSeries implements CandleView {
  readonly timeframe: Timeframe
  length = 0
  count = 0
  private readonly columns: CandleColumns
  private readonly capacity: number
  /** Place = cursor & mask: capacity − 1 for a ring, all ones along finished columns. */
  private readonly mask: number
  private cursor = -1
  private readonly aggregators: readonly TimeframeAggregator[]
  private readonly higherSeries: readonly CandleSeries[]

  private constructor(
    timeframe: Timeframe,
    columns: CandleColumns,
    mask: number,
    higherTimeframes: readonly Timeframe[],
  ) {
    this.timeframe = timeframe
    this.columns = columns
    this.mask = mask
    this.capacity = columns.close.length
    this.higherSeries = higherTimeframes.map((higher) => CandleSeries.ring(higher, HIGHER_CAPACITY))
    this.aggregators = this.higherSeries.map(
      (series) => new TimeframeAggregator(timeframe, series.timeframe, series.push.bind(series)),
    )
  }

  /** Keeps the newest `capacity` candles (rounded up to a power of two). */
  static ring(
    timeframe: Timeframe,
    capacity: number,
    higherTimeframes: readonly Timeframe[] = [],
  ): CandleSeries {
    if (!(capacity >= 1)) throw new RangeError(`a candle ring needs room, not ${capacity}`)
    const size = 2 ** Math.ceil(Math.log2(capacity))
    return new CandleSeries(timeframe, emptyColumns(size), size - 1, higherTimeframes)
  }

  /** Walks along finished columns; nothing can be read before the first `step`. */
  static over(
    timeframe: Timeframe,
    columns: CandleColumns,
    higherTimeframes: readonly Timeframe[] = [],
  ): CandleSeries {
    return new CandleSeries(timeframe, columns, -1, higherTimeframes)
  }

  /** A candle has closed. The caller gives them in order of time; see `isNext`. */
  push(
    openTimeMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): void {
    if (this.mask === -1) throw new Error('finished columns are walked with step, not push')
    this.cursor += 1
    const at = this.cursor & this.mask
    this.columns.openTimeMs[at] = openTimeMs
    this.columns.open[at] = open
    this.columns.high[at] = high
    this.columns.low[at] = low
    this.columns.close[at] = close
    this.columns.volume[at] = volume
    this.count += 1
    if (this.length < this.capacity) this.length += 1
    if (this.aggregators.length > 0) this.feedHigher(at)
  }

  /** Shows the next candle of finished columns; false at their end. */
  step(): boolean {
    if (this.mask !== -1) throw new Error('a ring is fed with push, not step')
    if (this.cursor + 1 >= this.capacity) return false
    this.cursor += 1
    this.count += 1
    this.length += 1
    if (this.aggregators.length > 0) this.feedHigher(this.cursor)
    return true
  }

  /** Whether a candle that opened at `openTimeMs` comes after all that are here. */
  isNext(openTimeMs: number): boolean {
    return this.count === 0 || openTimeMs >= this.openTimeMs(0) + TIMEFRAME_MS[this.timeframe]
  }

  openTimeMs(ago: number): number {
    return this.read(this.columns.openTimeMs, ago)
  }
  open(ago: number): number {
    return this.read(this.columns.open, ago)
  }
  high(ago: number): number {
    return this.read(this.columns.high, ago)
  }
  low(ago: number): number {
    return this.read(this.columns.low, ago)
  }
  close(ago: number): number {
    return this.read(this.columns.close, ago)
  }
  volume(ago: number): number {
    return this.read(this.columns.volume, ago)
  }

  higher(timeframe: Timeframe): CandleView | null {
    for (const series of this.higherSeries) if (series.timeframe === timeframe) return series
    return null
  }

  private read(column: Float64Array, ago: number): number {
    if (!(ago >= 0 && ago < this.length)) return Number.NaN
    return column[(this.cursor - ago) & this.mask] as number
  }

  private feedHigher(at: number): void {
    for (let index = 0; index < this.aggregators.length; index += 1) {
      const aggregator = this.aggregators[index] as TimeframeAggregator
      aggregator.addFrom(this.columns, at)
    }
  }
}

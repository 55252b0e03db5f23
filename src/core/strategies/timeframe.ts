import type { Timeframe } from '../model/timeframe.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import type { CandleColumns } from './candle-view.ts'
import { emptyColumns } from './candle-view.ts'

/** Takes one finished candle. */
export type CandleSink = (
  openTimeMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
) => void

/** Whether candles of `base` can be joined into candles of `target`. */
export const canAggregate = (base: Timeframe, target: Timeframe): boolean =>
  TIMEFRAME_MS[target] > TIMEFRAME_MS[base] && TIMEFRAME_MS[target] % TIMEFRAME_MS[base] === 0

/**
 * Joins short candles into long ones, as the venue has no 3h, 6h or 9h. A long candle is handed out
 * with the short candle that ends it, or, where that one is missing, with the next that arrives. A
 * gap inside it leaves it standing on what was there; a first candle that the series enters in the
 * middle is dropped, as its open is unknown.
 */
export class TimeframeAggregator {
  private readonly baseMs: number
  private readonly targetMs: number
  private readonly sink: CandleSink
  private openTimeMs = Number.NaN
  private open = 0
  private high = 0
  private low = 0
  private close = 0
  private volume = 0
  private hasStarted = false
  private readonly single = emptyColumns(1)

  constructor(base: Timeframe, target: Timeframe, sink: CandleSink) {
    if (!canAggregate(base, target)) {
      throw new RangeError(`${target} candles cannot be built from ${base} candles`)
    }
    this.baseMs = TIMEFRAME_MS[base]
    this.targetMs = TIMEFRAME_MS[target]
    this.sink = sink
  }

  /** The next closed short candle, in order of time. */
  add(
    openTimeMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): void {
    const single = this.single
    single.openTimeMs[0] = openTimeMs
    single.open[0] = open
    single.high[0] = high
    single.low[0] = low
    single.close[0] = close
    single.volume[0] = volume
    this.addFrom(single, 0)
  }

  /** The same, read where it stands: six doubles handed over would be six allocations. */
  addFrom(columns: CandleColumns, at: number): void {
    const openTimeMs = columns.openTimeMs[at] as number
    const high = columns.high[at] as number
    const low = columns.low[at] as number
    const isInside = openTimeMs >= this.openTimeMs && openTimeMs < this.openTimeMs + this.targetMs
    if (!isInside) {
      this.finish()
      // The same anchor as candleOpenMs.
      const bucketMs = Math.floor(openTimeMs / this.targetMs) * this.targetMs
      if (!this.hasStarted && openTimeMs !== bucketMs) return
      this.hasStarted = true
      this.openTimeMs = bucketMs
      this.open = columns.open[at] as number
      this.high = high
      this.low = low
      this.volume = 0
    }
    if (high > this.high) this.high = high
    if (low < this.low) this.low = low
    this.close = columns.close[at] as number
    this.volume += columns.volume[at] as number
    if (openTimeMs + this.baseMs >= this.openTimeMs + this.targetMs) this.finish()
  }

  private finish(): void {
    if (Number.isNaN(this.openTimeMs)) return
    const openTimeMs = this.openTimeMs
    this.openTimeMs = Number.NaN
    this.sink(openTimeMs, this.open, this.high, this.low, this.close, this.volume)
  }
}

/** All finished `target` candles in columns of `base` candles; see TimeframeAggregator. */
export function aggregateCandles(
  columns: CandleColumns,
  base: Timeframe,
  target: Timeframe,
): CandleColumns {
  const { length } = columns.close
  const joined = emptyColumns(length)
  let count = 0
  const aggregator = new TimeframeAggregator(
    base,
    target,
    (time, open, high, low, close, volume) => {
      joined.openTimeMs[count] = time
      joined.open[count] = open
      joined.high[count] = high
      joined.low[count] = low
      joined.close[count] = close
      joined.volume[count] = volume
      count += 1
    },
  )
  for (let index = 0; index < length; index += 1) {
    aggregator.add(
      columns.openTimeMs[index] as number,
      columns.open[index] as number,
      columns.high[index] as number,
      columns.low[index] as number,
      columns.close[index] as number,
      columns.volume[index] as number,
    )
  }
  return {
    openTimeMs: joined.openTimeMs.slice(0, count),
    open: joined.open.slice(0, count),
    high: joined.high.slice(0, count),
    low: joined.low.slice(0, count),
    close: joined.close.slice(0, count),
    volume: joined.volume.slice(0, count),
  }
}

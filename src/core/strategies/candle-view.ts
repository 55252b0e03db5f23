import type { Timeframe } from '../model/timeframe.ts'

/**
 * The closed candles of one timeframe, newest first: `ago` 0 is the candle that has just closed.
 * Outside 0 … length − 1 every accessor answers NaN, so the future cannot be read. Prices and
 * volumes are doubles: they feed decisions, never an order's price.
 */
export interface CandleView {
  readonly timeframe: Timeframe
  /** How many candles can be read. */
  readonly length: number
  /** How many candles have closed since the series began; grows by one a candle. */
  readonly count: number
  /** Epoch ms. */
  openTimeMs(ago: number): number
  open(ago: number): number
  high(ago: number): number
  low(ago: number): number
  close(ago: number): number
  /** In units of the instrument. */
  volume(ago: number): number
  /** The closed candles of a longer timeframe, where the series builds them; else null. */
  higher(timeframe: Timeframe): CandleView | null
}

/** Candles by column, oldest first, all of one length. */
export interface CandleColumns {
  readonly openTimeMs: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** Room for `length` candles. */
export const emptyColumns = (length: number): CandleColumns => ({
  openTimeMs: new Float64Array(length),
  open: new Float64Array(length),
  high: new Float64Array(length),
  low: new Float64Array(length),
  close: new Float64Array(length),
  volume: new Float64Array(length),
})

import type { FillReported } from '../engine/venue-inputs.ts'

/** Why a fill happened. */
export type FillReason = 'entry' | 'signal' | 'stop' | 'target' | 'liquidation' | 'end'

/** One execution on candles, exact: what the engine hears of it, and what the report wants to know. */
export interface CandleFill extends FillReported {
  /** Place of the instrument in the settings. */
  readonly market: number
  readonly reason: FillReason
  /** Index of the candle in the instrument's columns. */
  readonly bar: number
}

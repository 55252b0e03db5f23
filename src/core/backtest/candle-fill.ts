import type { Side } from '../model/side.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'

/** Why a fill happened. */
export type FillReason = 'entry' | 'signal' | 'stop' | 'target' | 'liquidation' | 'end'

/** One execution on candles, exact. */
export interface CandleFill {
  /** Place of the instrument in the settings. */
  readonly market: number
  readonly coin: string
  readonly side: Side
  readonly price: Price
  readonly quantity: Quantity
  /** The signed position before it. */
  readonly startPosition: Quantity
  /** At the average entry, without fees. */
  readonly closedPnl: Money
  readonly fee: Money
  readonly isTaker: boolean
  readonly reason: FillReason
  readonly clientOrderId: string | null
  readonly tsMs: number
  /** Index of the candle in the instrument's columns. */
  readonly bar: number
}

import { magnitude } from '../matching/apply-position.ts'
import type { Side } from '../model/side.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, asPrice, asQuantity, SCALE } from '../money/amount.ts'
import { toNumber } from '../money/decimal.ts'
import { divideRounded } from '../money/rounding.ts'
import type { CandleFill, FillReason } from './candle-fill.ts'

/** One entry, or the part of it that one exit closed: first in, first out. */
export interface BacktestTrade {
  readonly coin: string
  readonly side: Side
  readonly quantity: Quantity
  readonly entryBar: number
  readonly exitBar: number
  readonly entryMs: number
  readonly exitMs: number
  readonly entryPrice: Price
  readonly exitPrice: Price
  /** Of both legs. */
  readonly fees: Money
  /** After fees; funding is not part of it. */
  readonly pnl: Money
  /** Of the entry's value, after fees: 0.01 is 1 %. */
  readonly returnShare: number
  readonly exitReason: FillReason
  /** Why it was entered, where the strategy said so. */
  readonly tag: string
}

/** An entry that is not closed yet. */
export interface OpenLot {
  readonly fill: CandleFill
  readonly tag: string
  quantity: bigint
  fee: bigint
}

/** The part of an amount that goes with `part` of `whole`; all of it with the last part. */
const partOf = (amount: bigint, part: bigint, whole: bigint): bigint =>
  part === whole ? amount : divideRounded(amount * part, whole, 'halfEven')

/** Makes trades of fills. Entries of one instrument are closed in the order in which they came. */
export class TradeRecorder {
  readonly trades: BacktestTrade[] = []
  readonly #lots: OpenLot[][]

  constructor(markets: number) {
    this.#lots = Array.from({ length: markets }, () => [])
  }

  /** What is still open, oldest first. */
  get openLots(): readonly OpenLot[] {
    return this.#lots.flat()
  }

  take(fill: CandleFill, tag: string): void {
    const lots = this.#lots[fill.market] as OpenLot[]
    const isBuy = fill.side === 'buy'
    const held = fill.startPosition
    let left: bigint = fill.quantity
    let fee: bigint = fill.fee
    if (held !== 0n && held > 0n !== isBuy) {
      const closing = magnitude(held) < left ? magnitude(held) : left
      const closingFee = partOf(fee, closing, left)
      this.#close(lots, fill, closing, closingFee)
      left -= closing
      fee -= closingFee
    }
    if (left > 0n) lots.push({ fill, tag, quantity: left, fee })
  }

  #close(lots: OpenLot[], exit: CandleFill, closing: bigint, exitFee: bigint): void {
    let left = closing
    let feeLeft = exitFee
    while (left > 0n) {
      const lot = lots[0]
      if (!lot) throw new Error(`a fill closes more of ${exit.coin} than was opened`)
      const part = lot.quantity < left ? lot.quantity : left
      const entryFee = partOf(lot.fee, part, lot.quantity)
      const fee = partOf(feeLeft, part, left)
      this.trades.push(tradeOf(lot, exit, part, entryFee + fee))
      lot.quantity -= part
      lot.fee -= entryFee
      left -= part
      feeLeft -= fee
      if (lot.quantity === 0n) lots.shift()
    }
  }
}

function tradeOf(lot: OpenLot, exit: CandleFill, quantity: bigint, fees: bigint): BacktestTrade {
  const { fill: entry, tag } = lot
  const change = (exit.price - entry.price) * quantity
  const gross = divideRounded(entry.side === 'buy' ? change : -change, SCALE, 'halfEven')
  const pnl = gross - fees
  const cost = toNumber(entry.price) * toNumber(quantity)
  return {
    coin: entry.coin,
    side: entry.side,
    quantity: asQuantity(quantity),
    entryBar: entry.bar,
    exitBar: exit.bar,
    entryMs: entry.tsEventMs,
    exitMs: exit.tsEventMs,
    entryPrice: asPrice(entry.price),
    exitPrice: asPrice(exit.price),
    fees: asMoney(fees),
    pnl: asMoney(pnl),
    returnShare: toNumber(pnl) / cost,
    exitReason: exit.reason,
    tag,
  }
}

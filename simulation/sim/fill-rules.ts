import type { VenueFill } from '#core/matching/matching-event.ts'
import type { Fill } from '#core/model/order.ts'

/** Every fill that was ever booked; the book itself keeps only the newest of them. */
export class BookedFills {
  readonly #ids = new Set<string>()
  readonly #sums = new Map<string, bigint>()
  readonly #atVenue = new Map<string, VenueFill>()
  #read = 0

  /** Σ of the signed fills of a coin; the account began flat. */
  sumOf(coin: string): bigint {
    return this.#sums.get(coin) ?? 0n
  }

  /** Books it; returns why it must not be: it is known already, or the venue has no such fill. */
  add(fill: Fill, atVenue: readonly VenueFill[]): string | null {
    const { coin, side, quantity, tradeId } = fill
    this.#sums.set(coin, this.sumOf(coin) + (side === 'buy' ? quantity : -quantity))
    if (this.#ids.has(tradeId)) return `fill ${tradeId} was booked twice`
    this.#ids.add(tradeId)
    for (; this.#read < atVenue.length; this.#read += 1) {
      const theirs = atVenue[this.#read]
      if (theirs) this.#atVenue.set(String(theirs.tid), theirs)
    }
    return differenceOf(fill, this.#atVenue.get(tradeId))
  }
}

function differenceOf(fill: Fill, theirs: VenueFill | undefined): string | null {
  if (!theirs) return `the venue has no fill ${fill.tradeId}`
  const isSame =
    theirs.coin === fill.coin &&
    theirs.isBuy === (fill.side === 'buy') &&
    theirs.size === fill.quantity &&
    theirs.price === fill.price &&
    theirs.fee === fill.fee &&
    theirs.closedPnl === fill.closedPnl &&
    theirs.clientOrderId === fill.clientOrderId
  return isSame ? null : `fill ${fill.tradeId} was booked other than the venue has it`
}

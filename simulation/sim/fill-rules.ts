import type { Book } from '#core/engine/state.ts'
import type { Fill } from '#core/model/order.ts'
import type { SimExchange } from './sim-exchange.ts'

/** Σ of the signed fills of a coin; the account began flat. */
export function sumOfFills(book: Book, coin: string): bigint {
  let sum = 0n
  for (const fill of book.fills) {
    if (fill.coin === coin) sum += fill.side === 'buy' ? fill.quantity : -fill.quantity
  }
  return sum
}

/** Why this fill must not be booked: it is known already, or the venue has no such fill. */
export function fillProblem(book: Book, exchange: SimExchange, fill: Fill): string | null {
  if (book.fills.some(({ tradeId }) => tradeId === fill.tradeId)) {
    return `fill ${fill.tradeId} was booked twice`
  }
  const theirs = exchange.fills.find(({ tid }) => String(tid) === fill.tradeId)
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

import type { ClientOrderId } from '../model/ids.ts'
import type { Order } from '../model/order.ts'
import { isAtVenue, isInFlight } from '../model/order-status.ts'
import type { Position } from '../model/position.ts'
import type { Price } from '../money/amount.ts'
import { parentOf } from './bracket-children.ts'
import { FILL_LATE_MS, openedMs } from './keep-fill.ts'
import type { Book } from './state.ts'

/** The orders that have filled since the position was opened. */
function filledSince(book: Book, sinceMs: number): ReadonlySet<string> {
  const ids = new Set<string>()
  for (let place = book.fills.length - 1; place >= 0; place -= 1) {
    const fill = book.fills[place]
    if (!fill || fill.tsEventMs < sinceMs - FILL_LATE_MS) break
    if (fill.clientOrderId && fill.tsEventMs >= sinceMs) ids.add(fill.clientOrderId)
  }
  return ids
}

/** Whether the venue ever had it. */
const hasStood = ({ status }: Order): boolean =>
  isAtVenue(status) || isInFlight(status) || status === 'Canceled' || status === 'Filled'

/** Stops that a moved one has taken the place of. */
function replacedIds(book: Book, coin: string): ReadonlySet<ClientOrderId> {
  const replaced = new Set<ClientOrderId>()
  for (const { terms } of book.tickets.values()) {
    if (terms?.kind !== 'move' || terms.coin !== coin) continue
    const moved = book.orders.get(terms.newId)
    if (moved && hasStood(moved)) replaced.add(terms.replacesId)
  }
  return replaced
}

/**
 * The stop that the position was last approved with: of its brackets, of stops placed later, each
 * as it was moved last, also where it is cancelled by now. The tightest of several; null for a
 * position that never had one, such as one that was taken over with the account.
 */
export function approvedStop(book: Book, position: Position): Price | null {
  const { coin, quantity } = position
  const isLong = quantity > 0n
  const sinceMs = openedMs(book, position)
  const filled = filledSince(book, sinceMs)
  const replaced = replacedIds(book, coin)
  let tightest: Price | null = null
  for (const order of book.orders.values()) {
    if (order.coin !== coin || order.role !== 'stop' || (order.side === 'sell') !== isLong) continue
    const parent = parentOf(book, order)
    const ticket = book.tickets.get(order.ticketId)
    const isOfPosition = parent
      ? filled.has(parent.clientOrderId)
      : ticket !== undefined && ticket.openedMarketMs >= sinceMs
    // What a bracket was approved with counts even where the venue refused that leg.
    const counts = hasStood(order) || ticket?.terms?.kind === 'bracket'
    if (!isOfPosition || !counts || replaced.has(order.clientOrderId)) continue
    const isTighter =
      tightest === null || (isLong ? order.price > tightest : order.price < tightest)
    if (isTighter) tightest = order.price
  }
  return tightest
}

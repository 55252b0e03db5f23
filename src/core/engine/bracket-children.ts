import type { Order } from '../model/order.ts'
import type { Book } from './state.ts'

/** A stop that was moved stays the child of its bracket; so many moves are followed back. */
const MOVES_MAX = 1_000

/** The entry of the bracket that this stop or target came with, however often it was moved. */
export function parentOf(book: Book, order: Order): Order | null {
  let child: Order | undefined = order
  for (let moves = 0; child && moves < MOVES_MAX; moves += 1) {
    const terms = book.tickets.get(child.ticketId)?.terms
    if (terms?.kind === 'bracket') return book.orders.get(terms.entryId) ?? null
    if (terms?.kind !== 'move') return null
    child = book.orders.get(terms.replacesId)
  }
  return null
}

/**
 * A stop or target that protects nothing yet: the venue wakes the children of a bracket when their
 * entry has filled completely, and drops them when it ends before that.
 */
export function isAsleep(book: Book, order: Order): boolean {
  if (order.role !== 'stop' && order.role !== 'target') return false
  const parent = parentOf(book, order)
  return parent !== null && parent.status !== 'Filled'
}

import type { Book } from '#core/engine/state.ts'
import type { Order } from '#core/model/order.ts'
import { isAtVenue, isInFlight } from '#core/model/order-status.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import type { OrderRecorder } from './order-recorder.ts'
import type { VenueTestimony, WitnessedOrder } from './venue-witness.ts'

const isOpen = (status: string): boolean => status === 'open' || status === 'triggered'

/** What the venue would call the order, for each of our ends. */
function agrees(order: Order, atVenue: WitnessedOrder | undefined): boolean {
  if (!atVenue) return !isAtVenue(order.status) && order.status !== 'Filled'
  switch (order.status) {
    case 'Filled':
      return atVenue.status === 'filled'
    case 'Canceled':
      return !isOpen(atVenue.status) && !atVenue.status.endsWith('Rejected')
    case 'Rejected':
      return atVenue.status.endsWith('ejected')
    default:
      return isAtVenue(order.status) && isOpen(atVenue.status)
  }
}

/**
 * Every difference between a book and what the venue says, as sentences: a lost order, a doubled
 * one, a fill too few or too many, another position. Empty when they agree.
 */
export function compareWithVenue(
  book: Book,
  venue: VenueTestimony,
  recorder: OrderRecorder,
): string[] {
  const problems: string[] = []
  const byCloid = new Map<string, WitnessedOrder[]>()
  for (const order of venue.orders) {
    if (order.cloid === null) problems.push(`the venue has order ${order.oid} without our id`)
    else byCloid.set(order.cloid, [...(byCloid.get(order.cloid) ?? []), order])
  }
  const known = new Set<string>([...book.orders.keys()])
  for (const [cloid, orders] of byCloid) {
    if (orders.length > 1)
      problems.push(`doubled: ${orders.length} orders at the venue for ${cloid}`)
    if (!known.has(cloid)) problems.push(`lost: the log does not know ${cloid}`)
  }
  for (const order of book.orders.values()) {
    const { clientOrderId: id, status, role } = order
    const sent = recorder.arrivals(id)
    if (sent > 1) problems.push(`doubled: ${id} was sent ${sent} times`)
    const atVenue = byCloid.get(id)?.[0]
    // Of unknown fate is honest only while the venue has never seen it.
    const isRight = isInFlight(status) ? atVenue === undefined : agrees(order, atVenue)
    if (!isRight) {
      problems.push(`${role} ${id} is ${status} here and ${atVenue?.status ?? 'unknown'} there`)
    }
  }
  return [...problems, ...compareFills(book, venue), ...comparePositions(book, venue)]
}

function compareFills(book: Book, venue: VenueTestimony): string[] {
  const theirs = new Set(venue.trades)
  const lost = [...theirs].filter((id) => !book.tradeIds.has(id))
  // The book knows the ids of all fills, and keeps only the newest of the fills themselves.
  const invented = book.tradeIds.size - (theirs.size - lost.length)
  return [
    ...lost.map((id) => `lost: the log has no fill ${id}`),
    ...(invented === 0 ? [] : [`the venue does not have ${invented} of the fills in the log`]),
    ...(book.tradeIds.size === book.fillCount ? [] : ['doubled: a fill is in the log twice']),
  ]
}

function comparePositions(book: Book, venue: VenueTestimony): string[] {
  const problems: string[] = []
  for (const coin of new Set([...venue.positions.keys(), ...book.positions.keys()])) {
    const ours = formatDecimal(book.positions.get(coin)?.quantity ?? (0n as never))
    const theirs = venue.positions.get(coin) ?? '0'
    if (Number(ours) !== Number(theirs)) {
      problems.push(`the ${coin} position is ${ours} here and ${theirs} there`)
    }
  }
  return problems
}

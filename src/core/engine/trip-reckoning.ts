import { assertNever } from '../model/assert-never.ts'
import type { Fill } from '../model/order.ts'
import type { Position } from '../model/position.ts'
import type { Money } from '../money/amount.ts'
import { absolute } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import type { LossOvershot } from './events.ts'
import type { Book } from './state.ts'

/** What the open trip in a coin may lose by the decisions behind its entries. */
export interface TripReckoning {
  /** Σ worst cases of what has filled, scaled money. */
  readonly worst: bigint
  /** Received since the trip began; negative where it was paid. */
  readonly funding: bigint
  /** Every opening fill was one of an entry that the risk manager had judged. */
  readonly isWhole: boolean
}

const NEW_TRIP: TripReckoning = { worst: 0n, funding: 0n, isWhole: true }

/** The worst case of the part of an entry that this fill is; null where no decision stands behind it. */
function worstOf(book: Book, fill: Fill): bigint | null {
  const order = fill.clientOrderId === null ? undefined : book.orders.get(fill.clientOrderId)
  const ticket = order?.role === 'entry' ? book.tickets.get(order.ticketId) : undefined
  if (!ticket?.decision || ticket.terms?.kind !== 'bracket') return null
  const { worstCaseLoss } = ticket.decision
  return divideRounded(worstCaseLoss * fill.quantity, ticket.terms.quantity, 'up')
}

/** The book's reckoning once the fill is in it. */
export function foldReckoning(book: Book, before: Position, after: Position, fill: Fill): void {
  const { coin } = fill
  if (after.quantity === 0n) {
    book.reckonings.delete(coin)
    return
  }
  const isNew = before.quantity === 0n
  const isTurned = !isNew && before.quantity > 0n !== after.quantity > 0n
  if (!isNew && !isTurned && absolute(after.quantity) <= absolute(before.quantity)) return
  const known = isNew ? NEW_TRIP : book.reckonings.get(coin)
  const worst = isTurned ? null : worstOf(book, fill)
  const { worst: sum, funding, isWhole } = known ?? { ...NEW_TRIP, isWhole: false }
  book.reckonings.set(coin, {
    worst: sum + (worst ?? 0n),
    funding: isTurned ? 0n : funding,
    isWhole: isWhole && worst !== null,
  })
}

export function foldTripFunding(book: Book, coin: string, amount: Money): void {
  const known = book.reckonings.get(coin)
  if (known) book.reckonings.set(coin, { ...known, funding: known.funding + amount })
}

const OVERSHOOTS_KEPT = 100

/** Keeps the report for the screen, and of a day what it was written at. */
export function foldOvershoot(book: Book, event: LossOvershot): void {
  book.overshoots.push(event)
  if (book.overshoots.length > OVERSHOOTS_KEPT) book.overshoots.shift()
  switch (event.subject) {
    case 'trade':
      return
    case 'day':
      book.dayOvershoot = { beyond: event.beyond, booked: bookedOf(book) }
      return
    default:
      assertNever(event.subject)
  }
}

/** What fills and funding have made of the day so far. */
export const bookedOf = ({ day }: Book): bigint =>
  day === null ? 0n : day.realised - day.fees + day.funding

import type { ClientOrderId, VenueOrderId } from '../model/ids.ts'
import type { OrderHappening, OrderStatus } from '../model/order-status.ts'
import { nextOrderStatus } from '../model/order-status.ts'
import type { Effect } from './effects.ts'
import type { EventBody } from './events.ts'
import type { Book } from './state.ts'

/** What one input leads to. */
export interface Advance {
  readonly events: readonly EventBody[]
  readonly effects: readonly Effect[]
}

/** The answer to every quiet input: one object for all of them. */
export const NOTHING: Advance = Object.freeze({
  events: Object.freeze([]) as readonly EventBody[],
  effects: Object.freeze([]) as readonly Effect[],
})

/**
 * Collects events and effects. Orders may step twice within one input (accepted, then filled), so
 * it keeps the status that each will have once the events are folded.
 */
export class DecisionDraft {
  readonly events: EventBody[] = []
  readonly effects: Effect[] = []
  readonly #book: Book
  /** Made with the first order that moves: most inputs move none. */
  #moved: Map<ClientOrderId, OrderStatus> | null = null

  constructor(book: Book) {
    this.#book = book
  }

  statusOf(clientOrderId: ClientOrderId): OrderStatus | null {
    return this.#moved?.get(clientOrderId) ?? this.#book.orders.get(clientOrderId)?.status ?? null
  }

  /**
   * Moves an order where the table allows it and it is not there already; false otherwise. The
   * venue's reports arrive late, twice and out of order, so a step that is no step is no error.
   */
  moveOrder(
    clientOrderId: ClientOrderId,
    happening: OrderHappening,
    venueOrderId: VenueOrderId | null = null,
    reason: string | null = null,
  ): boolean {
    const status = this.statusOf(clientOrderId)
    if (status === null) return false
    const next = nextOrderStatus(status, happening)
    if (next === null || (next === status && happening !== 'partlyFilled')) return false
    this.#moved ??= new Map()
    this.#moved.set(clientOrderId, next)
    this.events.push({ type: 'OrderMoved', clientOrderId, happening, venueOrderId, reason })
    return true
  }

  result(): Advance {
    if (this.events.length === 0 && this.effects.length === 0) return NOTHING
    return { events: this.events, effects: this.effects }
  }
}

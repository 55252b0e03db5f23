import type { OrderReported } from '#core/engine/venue-inputs.ts'
import type { ClientOrderId, VenueOrderId } from '#core/model/ids.ts'
import { BoundedMap } from './bounded-map.ts'
import type { OpenOrderRow, OrderUpdate } from './parse-account.ts'

const REMEMBERED_ORDERS = 20_000
/** The venue allows 1,000 open orders. */
const MAX_OPEN = 1_000

const isOver = (status: OrderReported['status']): boolean =>
  status === 'filled' || status === 'canceled' || status === 'rejected'

interface Known {
  readonly status: OrderReported['status']
  readonly tsEventMs: number
}

/**
 * What the venue has said of each order. Frames may come twice, late or not at all: repeated and
 * overtaken ones are dropped, and the list of open orders shows which were missed.
 */
export class OrderFeed {
  readonly #isPerpetual: (coin: string) => boolean
  readonly #emit: (report: OrderReported) => void
  readonly #clientIds = new BoundedMap<VenueOrderId, ClientOrderId>(REMEMBERED_ORDERS)
  readonly #known = new BoundedMap<VenueOrderId, Known>(REMEMBERED_ORDERS)
  readonly #open = new BoundedMap<VenueOrderId, true>(MAX_OPEN)

  /** Orders of other markets than perpetuals are none of the desk's business. */
  constructor(isPerpetual: (coin: string) => boolean, emit: (report: OrderReported) => void) {
    this.#isPerpetual = isPerpetual
    this.#emit = emit
  }

  clientOrderIdOf(venueOrderId: VenueOrderId): ClientOrderId | null {
    return this.#clientIds.get(venueOrderId) ?? null
  }

  /**
   * The answer to an action named an order. One that has "filled" may have done so in part only: it
   * counts as open until the venue has told its end.
   */
  learn(venueOrderId: VenueOrderId, clientOrderId: ClientOrderId): void {
    this.#clientIds.set(venueOrderId, clientOrderId)
    if (!this.#known.has(venueOrderId)) this.#open.set(venueOrderId, true)
  }

  take(update: OrderUpdate): void {
    const { venueOrderId, status, venueStatus, tsEventMs } = update
    if (!this.#isPerpetual(update.coin)) return
    if (update.clientOrderId !== null) this.#clientIds.set(venueOrderId, update.clientOrderId)
    const known = this.#known.get(venueOrderId)
    if (known) {
      const isOvertaken = tsEventMs < known.tsEventMs
      if (isOvertaken || isOver(known.status) || known.status === status) return
    }
    this.#known.set(venueOrderId, { status, tsEventMs })
    if (isOver(status)) this.#open.delete(venueOrderId)
    else this.#open.set(venueOrderId, true)
    const clientOrderId = update.clientOrderId ?? this.clientOrderIdOf(venueOrderId)
    this.#emit({
      kind: 'orderReported',
      clientOrderId,
      venueOrderId,
      status,
      venueStatus,
      tsEventMs,
    })
  }

  /**
   * The venue's list of open orders: reports those that nobody had told us of. Returns the orders
   * that were open for us and are not in the list; ask for each of them.
   */
  compare(listed: readonly OpenOrderRow[]): readonly VenueOrderId[] {
    for (const row of listed) {
      if (this.#known.has(row.venueOrderId)) continue
      this.take({
        coin: row.coin,
        clientOrderId: row.clientOrderId,
        venueOrderId: row.venueOrderId,
        status: 'open',
        venueStatus: 'open',
        tsEventMs: row.placedMs,
      })
    }
    const inList = new Set(listed.map((row) => row.venueOrderId))
    return this.#open.keys().filter((venueOrderId) => !inList.has(venueOrderId))
  }
}

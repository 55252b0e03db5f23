import type { FillReported } from '#core/engine/venue-inputs.ts'
import type { ClientOrderId, TradeId, VenueOrderId } from '#core/model/ids.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { orderFills } from '#core/tax/order-fills.ts'
import { BoundedMap } from './bounded-map.ts'
import type { ForeignActivity } from './foreign-activity.ts'
import type { FillRow } from './parse-account.ts'

const REMEMBERED_FILLS = 20_000
const MAX_WAITING = 64

export interface FillFeedOptions {
  readonly accountAddress: string
  /** Fills before this venue time are not told; 0 tells everything that the venue still has. */
  readonly sinceMs: () => number
  readonly foreign: ForeignActivity
  readonly isPerpetual: (coin: string) => boolean
  readonly clientOrderIdOf: (venueOrderId: VenueOrderId) => ClientOrderId | null
  /** Asks the venue whose order that was; null where nobody knows. Never rejects. */
  readonly askClientOrderId: (venueOrderId: VenueOrderId) => Promise<ClientOrderId | null>
  readonly emit: (fill: FillReported) => void
}

/**
 * Oldest first. The venue's numbers of fills are hashes and its lists run either way, so within one
 * moment the positions that the fills began from say which came before which.
 */
function inOrder(rows: readonly FillRow[]): readonly FillRow[] {
  if (rows.length < 2) return rows
  const steps = rows.map((row) => ({
    row,
    id: row.tradeId,
    tsMs: row.tsEventMs,
    side: row.side,
    size: formatDecimal(row.quantity),
    startPosition: formatDecimal(row.startPosition),
  }))
  const coins = new Set(rows.map(({ coin }) => coin))
  return [...coins]
    .flatMap((coin) =>
      orderFills(
        steps.filter(({ row }) => row.coin === coin),
        null,
      ),
    )
    .sort((a, b) => a.tsMs - b.tsMs)
    .map(({ row }) => row)
}

/** Fills of the account, each once, oldest first, with the client order id where there is one. */
export class FillFeed {
  readonly #options: FillFeedOptions
  readonly #seen = new BoundedMap<TradeId, true>(REMEMBERED_FILLS)
  readonly #waiting = new Map<VenueOrderId, FillRow[]>()

  constructor(options: FillFeedOptions) {
    this.#options = options
  }

  /** Takes rows in any order, some perhaps known. What the desk cannot book is named instead. */
  take(rows: readonly FillRow[]): void {
    const sinceMs = this.#options.sinceMs()
    const fresh = rows.filter((row) => row.tsEventMs >= sinceMs && !this.#seen.has(row.tradeId))
    for (const row of inOrder(fresh)) {
      if (this.#seen.has(row.tradeId)) continue
      this.#seen.set(row.tradeId, true)
      if (this.#isBookable(row)) this.#tell(row)
    }
  }

  #isBookable({ coin, feeToken, tsEventMs }: FillRow): boolean {
    const { foreign, isPerpetual } = this.#options
    if (!isPerpetual(coin)) foreign.fill(coin, tsEventMs)
    else if (feeToken !== 'USDC') foreign.fee(coin, feeToken, tsEventMs)
    else return true
    return false
  }

  #tell(row: FillRow): void {
    const known = row.clientOrderId ?? this.#options.clientOrderIdOf(row.venueOrderId)
    const queue = this.#waiting.get(row.venueOrderId)
    if (queue) queue.push(row)
    else if (known !== null || this.#waiting.size >= MAX_WAITING) this.#emit(row, known)
    else {
      this.#waiting.set(row.venueOrderId, [row])
      void this.#resolve(row.venueOrderId)
    }
  }

  async #resolve(venueOrderId: VenueOrderId): Promise<void> {
    const clientOrderId = await this.#options.askClientOrderId(venueOrderId)
    const rows = this.#waiting.get(venueOrderId) ?? []
    this.#waiting.delete(venueOrderId)
    for (const row of rows) this.#emit(row, row.clientOrderId ?? clientOrderId)
  }

  #emit(row: FillRow, clientOrderId: ClientOrderId | null): void {
    const { accountAddress, emit } = this.#options
    const { liquidatedAddress, feeToken: _, ...fill } = row
    const isLiquidation = liquidatedAddress === '' || liquidatedAddress === accountAddress
    emit({ ...fill, kind: 'fillReported', clientOrderId, isLiquidation })
  }
}

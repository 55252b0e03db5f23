import type { FundingReported } from '#core/engine/venue-inputs.ts'
import { BoundedMap } from './bounded-map.ts'
import type { FundingRow } from './parse-account.ts'

const REMEMBERED_PAYMENTS = 20_000

/** Funding payments, each once: a coin pays at most once at one moment. */
export class FundingFeed {
  readonly #emit: (payment: FundingReported) => void
  readonly #sinceMs: () => number
  readonly #seen = new BoundedMap<string, true>(REMEMBERED_PAYMENTS)

  constructor(sinceMs: () => number, emit: (payment: FundingReported) => void) {
    this.#sinceMs = sinceMs
    this.#emit = emit
  }

  take(rows: readonly FundingRow[]): void {
    for (const row of [...rows].sort((a, b) => a.tsEventMs - b.tsEventMs)) {
      const key = `${row.coin} ${row.tsEventMs}`
      if (this.#seen.has(key)) continue
      this.#seen.set(key, true)
      if (row.tsEventMs >= this.#sinceMs()) this.#emit({ kind: 'fundingReported', ...row })
    }
  }
}

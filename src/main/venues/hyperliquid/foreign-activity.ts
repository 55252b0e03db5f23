import type { ForeignActivityReported } from '#core/engine/venue-inputs.ts'

/** What the venue calls an instrument that is not in its own list of perpetuals. */
function marketOf(coin: string): string {
  if (coin.includes(':')) return 'a market of another builder (HIP-3)'
  if (coin.startsWith('@') || coin.includes('/')) return 'a spot market'
  return 'an instrument that the desk does not know'
}

const OUTSIDE = 'The desk trades the venue’s own perpetuals only'

/**
 * Names what happens on the account outside the desk's markets, each thing once: it is in none of
 * the desk's figures, and nobody should have to find that out by a difference in dollars.
 */
export class ForeignActivity {
  readonly #emit: (activity: ForeignActivityReported) => void
  readonly #told = new Set<string>()

  constructor(emit: (activity: ForeignActivityReported) => void) {
    this.#emit = emit
  }

  /** A fill; `tsEventMs` is the venue's time. */
  fill(coin: string, tsEventMs: number): void {
    const message = `${coin} is ${marketOf(coin)}: the account has fills there. ${OUTSIDE}, so they are in none of its figures; look at them at the venue.`
    this.#tell(`fill ${coin}`, { coin, message, tsEventMs })
  }

  order(coin: string): void {
    const message = `${coin} is ${marketOf(coin)}: the account has an order there. ${OUTSIDE} and leaves it alone; look at it at the venue.`
    this.#tell(`order ${coin}`, { coin, message, tsEventMs: null })
  }

  position(coin: string): void {
    const message = `${coin} is ${marketOf(coin)}: the account has a position there. ${OUTSIDE} and leaves it alone; look at it at the venue.`
    this.#tell(`position ${coin}`, { coin, message, tsEventMs: null })
  }

  /** A fill of a perpetual whose fee was not taken in dollars: it cannot be booked. */
  fee(coin: string, feeToken: string, tsEventMs: number): void {
    const message = `A ${coin} fill has its fee in ${feeToken}, which the desk cannot book: the fill is left out, and the position will differ from the venue's.`
    this.#tell(`fee ${coin} ${feeToken} ${tsEventMs}`, { coin, message, tsEventMs })
  }

  /** Something of the account's history cannot be had. */
  gap(message: string, tsEventMs: number): void {
    this.#tell(message, { coin: null, message, tsEventMs })
  }

  #tell(key: string, activity: Omit<ForeignActivityReported, 'kind'>): void {
    if (this.#told.has(key) || this.#told.size >= MAX_TOLD) return
    this.#told.add(key)
    this.#emit({ kind: 'foreignActivityReported', ...activity })
  }
}

/** The account of a busy trader has some hundreds of coins. */
const MAX_TOLD = 1_000

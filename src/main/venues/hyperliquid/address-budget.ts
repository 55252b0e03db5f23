import type { Clock } from '../../runtime/clock.ts'

/**
 * The venue lets an account send 10,000 actions and one more for every dollar that it trades; each
 * order of a batch counts (its documentation, "Rate limits"). Entries end here before that, so that
 * what closes a position still finds room. Exits and cancels are never refused by this count: the
 * venue takes cancels beyond the limit, and one action in ten seconds of any kind.
 */
export const RESERVED_FOR_EXITS = 200
/** The venue's own count is asked for so often, and after so many actions of ours. */
const ASK_EVERY_MS = 5 * 60_000
const ASK_AFTER_ACTIONS = 50

/** As userRateLimit tells it. */
export interface AddressUse {
  readonly used: number
  readonly cap: number
}

/** How many actions the account may still send, as the venue counts them. */
export class AddressBudget {
  readonly #clock: Clock
  #told: AddressUse | null = null
  #askedAtMs = Number.NEGATIVE_INFINITY
  #sentSince = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The venue's count and ours since; null before the venue has told, and then nothing is refused. */
  use(): AddressUse | null {
    return this.#told && { ...this.#told, used: this.#told.used + this.#sentSince }
  }

  /** True where the venue's count should be asked for. */
  isDue(): boolean {
    const ageMs = this.#clock.monotonicMs() - this.#askedAtMs
    return ageMs >= ASK_EVERY_MS || this.#sentSince >= ASK_AFTER_ACTIONS
  }

  learn(use: AddressUse): void {
    this.#told = use
    this.#askedAtMs = this.#clock.monotonicMs()
    this.#sentSince = 0
  }

  /** The venue refused for its limit: its count is asked for at the next chance. */
  doubt(): void {
    this.#askedAtMs = Number.NEGATIVE_INFINITY
  }

  /** Counts what was handed to the network. */
  spend(count: number): void {
    this.#sentSince += count
  }

  /** Why an entry of so many orders must not be sent now; null where it may. */
  entryRefusal(count: number): string | null {
    const use = this.use()
    if (use === null || use.used + count + RESERVED_FOR_EXITS <= use.cap) return null
    return (
      `The account has sent ${use.used} of the ${use.cap} actions that the venue allows it, and the ` +
      'rest is kept for exits and cancels (E005); nothing was sent. Trading volume frees more.'
    )
  }
}

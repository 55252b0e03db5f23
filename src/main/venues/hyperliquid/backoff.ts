/** Numbers in [0, 1), the same for the same seed (mulberry32). Only for jitter. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000

/**
 * How long to wait before the next try: doubles from 0.5 s to 30 s, and each wait is drawn between
 * half of that and all of it, so that desks do not come back in step. Far below the venue's limit
 * of 30 new connections a minute.
 */
export class Backoff {
  readonly #random: () => number
  #failures = 0

  constructor(random: () => number) {
    this.#random = random
  }

  nextDelayMs(): number {
    const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#failures, 10))
    this.#failures += 1
    return Math.round(full * (0.5 + this.#random() / 2))
  }

  reset(): void {
    this.#failures = 0
  }
}

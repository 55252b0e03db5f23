const MINUTE_MS = 60_000

/** The venue's limits for one machine. */
export const IP_WEIGHT_A_MINUTE = 1_200
export const SOCKETS_A_MINUTE = 30
export const SOCKET_MESSAGES_A_MINUTE = 2_000

/** A bucket that refills evenly over a minute. */
export class MinuteBucket {
  readonly #size: number
  #left: number
  #lastMs: number

  constructor(size: number, nowMs: number) {
    this.#size = size
    this.#left = size
    this.#lastMs = nowMs
  }

  /** Takes `weight` out; false when there is not enough left. */
  take(weight: number, nowMs: number): boolean {
    const refill = ((nowMs - this.#lastMs) / MINUTE_MS) * this.#size
    this.#left = Math.min(this.#size, this.#left + Math.max(0, refill))
    this.#lastMs = nowMs
    if (this.#left < weight) return false
    this.#left -= weight
    return true
  }

  /** Takes what is known only afterwards, if need be on credit. */
  charge(weight: number): void {
    this.#left -= weight
  }
}

const MINUTE_MS = 60_000

/** The venue's limits for one machine. */
export const IP_WEIGHT_A_MINUTE = 1_200
export const SOCKETS_A_MINUTE = 30
const SOCKET_MESSAGES_A_MINUTE = 2_000
const SUBSCRIPTIONS_MAX = 1_000
const USERS_MAX = 10

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

/** What the WebSocket connections of one machine may do together. */
export class SocketLimits {
  readonly #messages: MinuteBucket
  #subscriptions = 0
  /** How many subscriptions are about each user. */
  readonly #users = new Map<string, number>()

  constructor(nowMs: number) {
    this.#messages = new MinuteBucket(SOCKET_MESSAGES_A_MINUTE, nowMs)
  }

  takeMessage(nowMs: number): boolean {
    return this.#messages.take(1, nowMs)
  }

  /** The beginning of the venue's sentence where it is one too many; otherwise it counts. */
  subscribe(user: string | null): string | null {
    if (this.#subscriptions >= SUBSCRIPTIONS_MAX) {
      return `Cannot subscribe to more than ${SUBSCRIPTIONS_MAX} channels.`
    }
    const known = user === null ? 1 : (this.#users.get(user) ?? 0)
    if (known === 0 && this.#users.size >= USERS_MAX) {
      return `Cannot track more than ${USERS_MAX} total users.`
    }
    this.#subscriptions += 1
    if (user !== null) this.#users.set(user, known + 1)
    return null
  }

  unsubscribe(user: string | null): void {
    this.#subscriptions -= 1
    if (user === null) return
    const left = (this.#users.get(user) ?? 1) - 1
    if (left > 0) this.#users.set(user, left)
    else this.#users.delete(user)
  }
}

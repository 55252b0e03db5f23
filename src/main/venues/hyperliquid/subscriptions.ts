/** One stream of the venue: `type` and what it is about. */
export interface Subscription {
  readonly type: string
  readonly coin?: string
  readonly interval?: string
  readonly user?: string
  readonly fast?: boolean
}

/** The venue may echo a subscription with defaults filled in; these fields say which one it is. */
export function subscriptionKey(subscription: Readonly<Record<string, unknown>>): string {
  const { type, coin, interval, user } = subscription
  return [type, coin, interval, typeof user === 'string' ? user.toLowerCase() : undefined]
    .filter((part) => typeof part === 'string')
    .join(' ')
}

const MAX_SUBSCRIPTIONS = 500

/** What should be subscribed; sent again on every connection, and confirmed by the venue. */
export class Subscriptions {
  readonly #send: (message: object) => boolean
  readonly #wanted = new Map<string, Subscription>()
  readonly #confirmed = new Set<string>()

  constructor(send: (message: object) => boolean) {
    this.#send = send
  }

  /** Half of what the venue allows is the most that the desk asks for. */
  add(subscription: Subscription): void {
    const key = subscriptionKey({ ...subscription })
    if (this.#wanted.has(key)) return
    if (this.#wanted.size >= MAX_SUBSCRIPTIONS) {
      throw new RangeError(`more than ${MAX_SUBSCRIPTIONS} subscriptions: watch fewer instruments`)
    }
    this.#wanted.set(key, subscription)
    this.#send({ method: 'subscribe', subscription })
  }

  /** A new connection knows nothing. */
  sendAll(): void {
    this.#confirmed.clear()
    for (const subscription of this.#wanted.values()) {
      this.#send({ method: 'subscribe', subscription })
    }
  }

  confirm(subscription: Readonly<Record<string, unknown>>): void {
    this.#confirmed.add(subscriptionKey(subscription))
  }

  unconfirmed(): readonly string[] {
    return [...this.#wanted.keys()].filter((key) => !this.#confirmed.has(key))
  }
}

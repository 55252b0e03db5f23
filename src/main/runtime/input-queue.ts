import type { InputBody } from '#core/engine/inputs.ts'

/** As many inputs may wait; the venue's busiest second is far below it. */
export const QUEUE_CAPACITY = 20_000
const COMPACT_AFTER = 4_096

/**
 * First in, first out, bounded. Quotes are coalesced: a newer one takes the place of an older one
 * of the same coin that still waits, because only the last price counts.
 */
export class InputQueue {
  readonly #capacity: number
  #bodies: InputBody[] = []
  #head = 0
  readonly #waitingQuotes = new Map<string, number>()

  constructor(capacity = QUEUE_CAPACITY) {
    this.#capacity = capacity
  }

  get length(): number {
    return this.#bodies.length - this.#head
  }

  /** False when the queue is full: the caller must say so and fail closed. */
  push(body: InputBody): boolean {
    if (body.kind === 'quoteTick') {
      const place = this.#waitingQuotes.get(body.coin)
      if (place !== undefined && place >= this.#head) {
        this.#bodies[place] = body
        return true
      }
    }
    if (this.length >= this.#capacity) return false
    if (body.kind === 'quoteTick') this.#waitingQuotes.set(body.coin, this.#bodies.length)
    this.#bodies.push(body)
    return true
  }

  shift(): InputBody | undefined {
    if (this.#head >= this.#bodies.length) return undefined
    const body = this.#bodies[this.#head]
    this.#head += 1
    if (this.#head === this.#bodies.length) {
      this.#bodies = []
      this.#head = 0
      this.#waitingQuotes.clear()
    } else if (this.#head >= COMPACT_AFTER) this.#compact()
    return body
  }

  /** A queue that never runs empty must not keep what it has handed out. */
  #compact(): void {
    this.#bodies = this.#bodies.slice(this.#head)
    for (const [coin, place] of this.#waitingQuotes) {
      if (place < this.#head) this.#waitingQuotes.delete(coin)
      else this.#waitingQuotes.set(coin, place - this.#head)
    }
    this.#head = 0
  }
}

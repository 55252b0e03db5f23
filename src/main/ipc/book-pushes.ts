import type { Clock, Timer } from '../runtime/clock.ts'
import type { BookLevels } from '../runtime/ports.ts'

/** A book is shown at most so often, as prices are (publish.ts). */
const INTERVAL_MS = 250

export interface BookPushesOptions {
  readonly clock: Clock
  readonly send: (book: BookLevels) => void
}

/** Sends the first book at once and then the newest, four times a second at most. */
export class BookPushes {
  readonly #options: BookPushesOptions
  #waiting: BookLevels | null = null
  #timer: Timer | null = null

  constructor(options: BookPushesOptions) {
    this.#options = options
  }

  readonly take = (book: BookLevels): void => {
    if (this.#timer === null) this.#send(book)
    else this.#waiting = book
  }

  stop(): void {
    this.#timer?.cancel()
    this.#waiting = null
  }

  #send(book: BookLevels): void {
    this.#waiting = null
    this.#timer = this.#options.clock.setTimer(INTERVAL_MS, () => {
      this.#timer = null
      if (this.#waiting !== null) this.#send(this.#waiting)
    })
    this.#options.send(book)
  }
}

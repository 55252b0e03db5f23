import type { Clock, Timer } from '../runtime/clock.ts'
import { settleEffect } from './outbox.ts'
import type { Statements } from './statements.ts'

/** With no commit to go along with, marks wait so long for their own. */
const WAIT_MS = 100

interface Mark {
  readonly id: number
  readonly wallMs: number
}

export interface SettledEffectsOptions {
  readonly sql: Statements
  readonly clock: Clock
  /** One transaction; false when the disk refused, which the store's health says then. */
  readonly tryWrite: (work: () => void) => boolean
}

/**
 * Marks of outbox rows whose effect has run. Nothing is ever sent or asked because of a row, so a
 * mark needs no wait for the disk of its own: it goes along with the next commit, or with others of
 * its kind. What a crash takes with it leaves a row that looks unsettled, and changes nothing.
 */
export class SettledEffects {
  readonly #options: SettledEffectsOptions
  #marks: Mark[] = []
  #timer: Timer | null = null

  constructor(options: SettledEffectsOptions) {
    this.#options = options
  }

  add(id: number): void {
    const { clock } = this.#options
    this.#marks.push({ id, wallMs: Math.floor(clock.wallMs()) })
    this.#timer ??= clock.setTimer(WAIT_MS, () => this.flush())
  }

  /** To be called in a transaction, followed by `written` once it has committed. */
  writeInto(): void {
    for (const { id, wallMs } of this.#marks) settleEffect(this.#options.sql, id, wallMs)
  }

  written(): void {
    this.#marks = []
    this.#timer?.cancel()
    this.#timer = null
  }

  /** Writes what waits. What the disk refuses goes along with the next commit. */
  flush(): void {
    this.#timer?.cancel()
    this.#timer = null
    if (this.#marks.length === 0) return
    if (this.#options.tryWrite(() => this.writeInto())) this.written()
  }
}

import type { Clock, Timer } from './clock.ts'

interface Pending {
  readonly dueMs: number
  readonly order: number
  readonly callback: () => void
}

/** A clock that stands still until it is told to go on; mainnet refuses it. */
export class ManualClock implements Clock {
  #nowMs: number
  readonly #startMs: number
  #pending: Pending[] = []
  #order = 0

  constructor(startWallMs: number) {
    this.#nowMs = startWallMs
    this.#startMs = startWallMs
  }

  wallMs(): number {
    return this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs - this.#startMs
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const entry = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, callback }
    this.#pending.push(entry)
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== entry)
      },
    }
  }

  /** The event loop's own: a turn takes no time. */
  nextTurn(callback: () => void): void {
    setImmediate(callback)
  }

  /** Moves time on and fires what falls due, in order of due time, then of creation. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs
    for (let next = this.#nextDue(untilMs); next; next = this.#nextDue(untilMs)) {
      const due = next
      this.#pending = this.#pending.filter((other) => other !== due)
      this.#nowMs = Math.max(this.#nowMs, due.dueMs)
      due.callback()
    }
    this.#nowMs = untilMs
  }

  #nextDue(untilMs: number): Pending | undefined {
    let first: Pending | undefined
    for (const entry of this.#pending) {
      if (entry.dueMs > untilMs) continue
      if (
        !first ||
        entry.dueMs < first.dueMs ||
        (entry.dueMs === first.dueMs && entry.order < first.order)
      ) {
        first = entry
      }
    }
    return first
  }
}

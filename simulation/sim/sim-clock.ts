import type { Clock, Timer } from '../../src/main/runtime/clock.ts'

interface Entry {
  readonly dueMs: number
  readonly order: number
  readonly callback: () => void
  isCanceled: boolean
}

const isBefore = (a: Entry, b: Entry): boolean =>
  a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order)

/** All time of a simulation: nothing happens but what was put here, in the order of its due time. */
export class SimClock implements Clock {
  readonly startMs: number
  #nowMs: number
  #order = 0
  readonly #heap: Entry[] = []
  #turns: (() => void)[] = []

  constructor(startMs: number) {
    this.startMs = startMs
    this.#nowMs = startMs
  }

  wallMs(): number {
    return this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs - this.startMs
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const dueMs = this.#nowMs + Math.max(0, Math.ceil(delayMs))
    const entry: Entry = { dueMs, order: this.#order++, callback, isCanceled: false }
    this.#push(entry)
    return {
      cancel: () => {
        entry.isCanceled = true
      },
    }
  }

  nextTurn(callback: () => void): void {
    this.#turns.push(callback)
  }

  /** Runs what is next, at most until `untilMs`; false when nothing is due by then. */
  step(untilMs: number): boolean {
    const turn = this.#turns.shift()
    if (turn) {
      turn()
      return true
    }
    for (;;) {
      const next = this.#heap[0]
      if (!next || next.dueMs > untilMs) {
        this.#nowMs = Math.max(this.#nowMs, untilMs)
        return false
      }
      this.#pop()
      if (next.isCanceled) continue
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      next.callback()
      return true
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let place = heap.length
    heap.push(entry)
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = heap[parent]
      if (!above || !isBefore(entry, above)) break
      heap[place] = above
      place = parent
    }
    heap[place] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      const [left, right] = [heap[child], heap[child + 1]]
      if (!left) break
      if (right && isBefore(right, left)) child += 1
      const smaller = heap[child]
      if (!smaller || !isBefore(smaller, last)) break
      heap[place] = smaller
      place = child
    }
    heap[place] = last
  }
}

/** The clock of one process: it knows no time after its end, and its wall clock may be wrong. */
export class ProcessClock implements Clock {
  readonly #clock: SimClock
  readonly #isAlive: () => boolean
  readonly #skewMs: number

  constructor(clock: SimClock, isAlive: () => boolean, skewMs: number) {
    this.#clock = clock
    this.#isAlive = isAlive
    this.#skewMs = skewMs
  }

  wallMs(): number {
    return this.#clock.wallMs() + this.#skewMs
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs()
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return this.#clock.setTimer(delayMs, () => {
      if (this.#isAlive()) callback()
    })
  }

  nextTurn(callback: () => void): void {
    this.#clock.nextTurn(() => {
      if (this.#isAlive()) callback()
    })
  }
}

import type { Clock, Timer } from '../../src/main/runtime/clock.ts'

/** One promise of the clock: a day keeps a hundred thousand of them. */
class Entry implements Timer {
  readonly dueMs: number
  readonly order: number
  readonly callback: () => void
  isCanceled = false

  constructor(dueMs: number, order: number, callback: () => void) {
    this.dueMs = dueMs
    this.order = order
    this.callback = callback
  }

  cancel(): void {
    this.isCanceled = true
  }
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
    const entry = new Entry(dueMs, this.#order++, callback)
    this.#push(entry)
    return entry
  }

  nextTurn(callback: () => void): void {
    this.#turns.push(callback)
  }

  /** Runs what is next, at most until `untilMs`; false when nothing is due by then. */
  step(untilMs: number): boolean {
    const turn = this.#turns.length > 0 ? this.#turns.shift() : undefined
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
      let smaller = heap[child]
      if (!smaller) break
      const right = heap[child + 1]
      if (right && isBefore(right, smaller)) {
        smaller = right
        child += 1
      }
      if (!isBefore(smaller, last)) break
      heap[place] = smaller
      place = child
    }
    heap[place] = last
  }
}

/** How the machine of a process keeps time. */
export interface MachineTime {
  readonly isAlive: () => boolean
  /** How wrong its wall clock is at this moment. */
  readonly skewMs: () => number
  /** It sleeps until then, or woke at that time; 0 when it never slept. */
  readonly asleepUntilMs: () => number
}

/**
 * The clock of one process: it knows no time after its end, its wall clock may be wrong, and while
 * the machine sleeps nothing of it runs. What was due in its sleep comes at once when it wakes.
 */
export class ProcessClock implements Clock {
  readonly #clock: SimClock
  readonly #machine: MachineTime

  constructor(clock: SimClock, machine: MachineTime) {
    this.#clock = clock
    this.#machine = machine
  }

  wallMs(): number {
    return this.#clock.wallMs() + this.#machine.skewMs()
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs()
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    let timer: Timer
    const due = (): void => {
      const { isAlive, asleepUntilMs } = this.#machine
      if (!isAlive()) return
      const leftMs = asleepUntilMs() - this.#clock.wallMs()
      if (leftMs > 0) timer = this.#clock.setTimer(leftMs, due)
      else callback()
    }
    timer = this.#clock.setTimer(delayMs, due)
    return { cancel: () => timer.cancel() }
  }

  nextTurn(callback: () => void): void {
    this.#clock.nextTurn(() => {
      if (this.#machine.isAlive()) callback()
    })
  }
}

/** A timer that can be called off; calling it off twice is fine. */
export interface Timer {
  cancel(): void
}

/**
 * The only source of time in main. Wall time is for nonces, expiries and staleness; monotonic time
 * is for durations. Market time belongs to the venue and never comes from here.
 */
export interface Clock {
  /** Epoch milliseconds of this machine. */
  wallMs(): number
  /** Milliseconds that only ever grow; the zero point means nothing. */
  monotonicMs(): number
  /** Calls back once after `delayMs`. */
  setTimer(delayMs: number, callback: () => void): Timer
  /** Calls back at the same moment, after what is already waiting to run. */
  nextTurn(callback: () => void): void
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const handle = setTimeout(callback, delayMs)
    return { cancel: () => clearTimeout(handle) }
  },
  nextTurn(callback) {
    setImmediate(callback)
  },
}

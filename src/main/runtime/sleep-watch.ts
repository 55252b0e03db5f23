import type { Clock } from './clock.ts'

/** Beats come every second: a longer pause is a machine that slept or a program that was stopped. */
const LONGEST_PAUSE_MS = 15_000
/** So far the wall clock may drift from the monotonic one between two beats. */
const LONGEST_LEAP_MS = 5_000

/** Notices what nobody announces: sleep without a word of the system, and a clock that leaps. */
export class SleepWatch {
  readonly #clock: Clock
  #lastMonotonicMs: number
  #lastWallMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#lastMonotonicMs = clock.monotonicMs()
    this.#lastWallMs = clock.wallMs()
  }

  /** Call it once a second: one sentence where time did not go on as usual, otherwise null. */
  beat(): string | null {
    const monotonicMs = this.#clock.monotonicMs()
    const wallMs = this.#clock.wallMs()
    const pauseMs = monotonicMs - this.#lastMonotonicMs
    const leapMs = wallMs - this.#lastWallMs - pauseMs
    this.#lastMonotonicMs = monotonicMs
    this.#lastWallMs = wallMs
    if (pauseMs > LONGEST_PAUSE_MS) {
      return `The desk stood still for ${Math.round(pauseMs / 1000)} s.`
    }
    if (Math.abs(leapMs) <= LONGEST_LEAP_MS) return null
    const seconds = Math.round(Math.abs(leapMs) / 1000)
    return leapMs > 0
      ? `The computer slept, or its clock was set forward, by ${seconds} s.`
      : `The computer's clock was set back by ${seconds} s.`
  }
}

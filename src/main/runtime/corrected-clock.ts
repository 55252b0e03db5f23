import type { Clock } from './clock.ts'

/** Below this the measured difference may be the way of the messages. */
const LEAST_MS = 1_000

/**
 * The machine's clock set right by what was measured of the venue's (venue minus machine, ms; null
 * where it is not known). Nonces and expiries are judged by the venue's clock: a computer that is
 * some minutes off must still be able to close a position.
 */
export const correctedClock = (clock: Clock, offsetMs: () => number | null): Clock => ({
  wallMs: () => {
    const offset = offsetMs() ?? 0
    return clock.wallMs() + (Math.abs(offset) < LEAST_MS ? 0 : Math.round(offset))
  },
  monotonicMs: () => clock.monotonicMs(),
  setTimer: (delayMs, callback) => clock.setTimer(delayMs, callback),
  nextTurn: (callback) => clock.nextTurn(callback),
})

import type { Refusal } from './parse.ts'
import { redactedSample } from './redact.ts'
import type { VenueLog } from './venue-log.ts'

const WINDOW_MS = 60_000
const MAX_A_WINDOW = 20

/** Samples of what could not be read, for the log; a flood is counted, not written. */
export class RefusalLog {
  readonly #log: VenueLog
  readonly #monotonicMs: () => number
  #windowEndMs = Number.NEGATIVE_INFINITY
  #written = 0
  #dropped = 0

  constructor(log: VenueLog, monotonicMs: () => number) {
    this.#log = log
    this.#monotonicMs = monotonicMs
  }

  add({ message, sample }: Refusal): void {
    if (this.#mayWrite()) this.#log({ level: 'warn', message, sample })
  }

  note(level: 'info' | 'warn', message: string, data: unknown): void {
    if (this.#mayWrite()) this.#log({ level, message, sample: redactedSample(data) })
  }

  #mayWrite(): boolean {
    const nowMs = this.#monotonicMs()
    if (nowMs >= this.#windowEndMs) {
      if (this.#dropped > 0) {
        const message = `${this.#dropped} more messages of the last minute could not be read.`
        this.#log({ level: 'warn', message })
      }
      this.#windowEndMs = nowMs + WINDOW_MS
      this.#written = 0
      this.#dropped = 0
    }
    if (this.#written < MAX_A_WINDOW) {
      this.#written += 1
      return true
    }
    this.#dropped += 1
    return false
  }
}

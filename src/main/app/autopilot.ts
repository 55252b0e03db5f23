import type { InputBody } from '#core/engine/inputs.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import type { Clock, Timer } from '../runtime/clock.ts'

/** How long the pretended person looks before each press, in market time. */
export const AUTOPILOT_LATENCY_MS = 1_000
/** A ticket that was approved so often without a signature is left to a person. */
const ATTEMPTS_MAX = 5

export interface AutopilotOptions {
  readonly clock: Clock
  /** Market milliseconds in one of the wall clock. */
  readonly speed: () => number
  readonly enqueue: (body: InputBody) => void
}

/** The wall time of the modelled latency; it never holds up a fast replay. */
export const latencyAt = (speed: number): number =>
  speed > 0
    ? Math.max(1, Math.round(AUTOPILOT_LATENCY_MS / Math.max(1, speed)))
    : AUTOPILOT_LATENCY_MS

const isForAutopilot = (ticket: Ticket): boolean =>
  ticket.stage === 'pending' && ticket.origin.from === 'strategy' && ticket.attempt < ATTEMPTS_MAX

/**
 * Paper mode only: presses Approve on the tickets of strategies, as the practice Ledger then presses
 * its own buttons. A manual ticket waits for its person.
 */
export class Autopilot {
  readonly #options: AutopilotOptions
  readonly #scheduled = new Map<string, Timer>()
  #isOn: boolean

  constructor(isOn: boolean, options: AutopilotOptions) {
    this.#isOn = isOn
    this.#options = options
  }

  get isOn(): boolean {
    return this.#isOn
  }

  set(isOn: boolean, state: DeskState | null): void {
    this.#isOn = isOn
    if (!isOn) this.stop()
    else if (state) this.onLoudStep(state)
  }

  /** After an input that changed the book. */
  onLoudStep(state: DeskState): void {
    if (!this.#isOn) return
    for (const ticket of state.book.tickets.values()) {
      if (isForAutopilot(ticket)) this.#schedule(ticket)
    }
  }

  stop(): void {
    for (const timer of this.#scheduled.values()) timer.cancel()
    this.#scheduled.clear()
  }

  #schedule({ ticketId, digest, attempt }: Ticket): void {
    const key = `${ticketId}:${digest}:${attempt}`
    if (this.#scheduled.has(key)) return
    const { clock, speed, enqueue } = this.#options
    const timer = clock.setTimer(latencyAt(speed()), () => {
      this.#scheduled.delete(key)
      enqueue({ kind: 'approvalGranted', ticketId, digest })
    })
    this.#scheduled.set(key, timer)
  }
}

import type { VenueOrderStatus } from '#core/matching/venue-order.ts'
import type { SimClock } from './sim-clock.ts'
import type { SimRandom } from './sim-random.ts'

/** What can go wrong between the desk and the venue; each strike is counted. */
export type FaultName =
  | 'requestLost'
  | 'answerLost'
  | 'answerLate'
  | 'requestTwice'
  | 'requestLate'
  | 'errorAfterAccept'
  | 'gateway'
  | 'rateLimited'
  | 'unreachable'
  | 'readFailed'
  | 'readLags'
  | 'pushLost'
  | 'pushTwice'
  | 'pushLate'
  | 'disconnected'
  | 'quotesFrozen'
  | 'eventsFrozen'
  | 'ambush'
  | 'newsLost'

type Weather = Readonly<Partial<Record<FaultName, number>>>

/** Chances a request or a message, in fair weather and in the storms that come and go. */
const FAIR: Weather = {
  requestLost: 0.01,
  answerLost: 0.02,
  answerLate: 0.02,
  requestTwice: 0.01,
  requestLate: 0.01,
  errorAfterAccept: 0.01,
  gateway: 0.01,
  unreachable: 0.005,
  readFailed: 0.01,
  readLags: 0.01,
  pushLost: 0.01,
  pushTwice: 0.02,
  pushLate: 0.03,
  ambush: 0.04,
  newsLost: 0.5,
}

const STORMS: readonly Weather[] = [
  { requestLost: 0.3, answerLost: 0.3, readFailed: 0.4, pushLost: 0.4 },
  { requestLate: 0.5, pushLate: 0.6, readLags: 0.3 },
  // Answers crawl and the first news of an order is lost: its trigger or its fill comes before it.
  { answerLate: 0.8, pushLost: 0.4, pushLate: 0.2, readFailed: 0.5 },
  { errorAfterAccept: 0.6, readLags: 0.4 },
  { gateway: 0.7, readFailed: 0.7 },
  { rateLimited: 0.8, readFailed: 0.8 },
  { pushLost: 0.8, pushTwice: 0.2 },
  { requestTwice: 0.7, pushTwice: 0.7, pushLate: 0.5 },
  { unreachable: 0.8, readFailed: 0.9 },
]

const STORM_EVERY_MS = 14 * 60_000
const STORM_MS = { low: 20_000, high: 5 * 60_000 }
const BREAK_EVERY_MS = 40 * 60_000
const BREAK_MS = { low: 500, high: 3 * 60_000 }
const FREEZE_EVERY_MS = 35 * 60_000
const FREEZE_MS = { low: 4_000, high: 90_000 }

/** The line to the venue and its weather, the same for every process that uses it. */
export class SimNetwork {
  readonly counts = new Map<FaultName, number>()
  /** When a question last got no answer. */
  readFailedMs = 0
  readonly #clock: SimClock
  readonly #random: SimRandom
  #storm: Weather = {}
  #isCalm = false
  #brokenUntilMs = 0
  #frozenUntilMs = { quotes: 0, events: 0 }
  readonly #listeners = new Set<() => void>()
  #unheard: readonly VenueOrderStatus[] = []

  constructor(clock: SimClock, random: SimRandom) {
    this.#clock = clock
    this.#random = random
    this.#again(STORM_EVERY_MS, () => this.#beginStorm())
    this.#again(BREAK_EVERY_MS, () => this.#break())
    this.#again(FREEZE_EVERY_MS, () => this.#freeze())
  }

  /** From now on nothing goes wrong any more. */
  calm(): void {
    this.#isCalm = true
    this.#storm = {}
    this.#brokenUntilMs = 0
    this.#frozenUntilMs = { quotes: 0, events: 0 }
  }

  get isBroken(): boolean {
    return this.#clock.wallMs() < this.#brokenUntilMs
  }

  isFrozen(channel: 'quotes' | 'events'): boolean {
    return this.#clock.wallMs() < this.#frozenUntilMs[channel]
  }

  /** Called when the connection breaks; returns how to stop listening. */
  onBreak(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  strikes(fault: FaultName): boolean {
    if (this.#isCalm) return false
    const share = Math.max(FAIR[fault] ?? 0, this.#storm[fault] ?? 0)
    if (share === 0 || !this.#random.chance(share)) return false
    this.#count(fault)
    return true
  }

  /** While this work runs, what the venue tells of orders that become so is lost. */
  unheard<T>(statuses: readonly VenueOrderStatus[], work: () => T): T {
    this.#unheard = statuses
    try {
      return work()
    } finally {
      this.#unheard = []
    }
  }

  isUnheard(status: VenueOrderStatus): boolean {
    return this.#unheard.includes(status)
  }

  latencyMs(): number {
    return this.#random.whole(15, 250)
  }

  /** Late, but before or after the action's expiry as chance has it. */
  lateMs(): number {
    const [low, high] = this.#random.pick([
      [1_000, 9_000],
      [11_000, 60_000],
      [60_000, 150_000],
    ]) ?? [1_000, 9_000]
    return this.#random.whole(low, high)
  }

  #count(fault: FaultName): void {
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1)
    if (fault === 'readFailed') this.readFailedMs = this.#clock.wallMs()
  }

  #again(meanMs: number, work: () => void): void {
    this.#clock.setTimer(this.#random.wait(meanMs), () => {
      if (this.#isCalm) return
      work()
      this.#again(meanMs, work)
    })
  }

  #beginStorm(): void {
    const storm = this.#random.pick(STORMS) ?? {}
    this.#storm = storm
    this.#clock.setTimer(this.#random.whole(STORM_MS.low, STORM_MS.high), () => {
      if (this.#storm === storm) this.#storm = {}
    })
  }

  #break(): void {
    this.#count('disconnected')
    this.#brokenUntilMs = this.#clock.wallMs() + this.#random.whole(BREAK_MS.low, BREAK_MS.high)
    for (const listener of [...this.#listeners]) listener()
  }

  #freeze(): void {
    const channel = this.#random.chance(0.5) ? 'quotes' : 'events'
    this.#count(channel === 'quotes' ? 'quotesFrozen' : 'eventsFrozen')
    const untilMs = this.#clock.wallMs() + this.#random.whole(FREEZE_MS.low, FREEZE_MS.high)
    this.#frozenUntilMs = { ...this.#frozenUntilMs, [channel]: untilMs }
  }
}

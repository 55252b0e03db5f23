import type { Clock } from '../../runtime/clock.ts'

const KEPT_SAMPLES = 64
const RATE_WINDOW_MS = 10_000
const SHORTEST_WINDOW_MS = 500
const FASTEST_FEED = 100_000
/**
 * A replay may stop at any moment, and its time must not run away then: it is carried on only this
 * long after a frame, which come ten times a second.
 */
const LONGEST_CARRY_MS = 250
/** The machine's two clocks drift by less than this from frame to frame. */
const CLOCK_SET_MS = 500
const DAY_MS = 86_400_000

export interface MarketClockOptions {
  readonly clock: Clock
  /** True where the venue's time is the world's: testnet and mainnet. */
  readonly isRealTime: boolean
  /** Market milliseconds for one of ours, where somebody knows; a replay runs faster than the wall. */
  readonly marketSpeed: (() => number) | undefined
}

interface Sample {
  readonly monotonicMs: number
  readonly venueMs: number
}

/**
 * The venue's time: the newest that a frame carried, carried on by the monotonic clock at the speed
 * of the feed. It never goes back.
 */
export class MarketClock {
  readonly #options: MarketClockOptions
  #samples: Sample[] = []
  #latestMs = 0
  /** A leap of a day or more that one frame told; a second one must agree with it. */
  #suspectMs: number | null = null
  /** The venue's clock less the machine's, of the frame that travelled least. */
  #offsets: number[] = []
  /** Wall time less monotonic time at the last measurement. */
  #wallLeadMs = 0

  constructor(options: MarketClockOptions) {
    this.#options = options
  }

  /** A frame or an answer carried this time. False where it cannot be right and was ignored. */
  observe(venueMs: number): boolean {
    const { clock, isRealTime } = this.#options
    const offset = venueMs - clock.wallMs()
    if (isRealTime && Math.abs(offset) > DAY_MS) return false
    const last = this.#samples.at(-1)
    if (last && venueMs <= last.venueMs) {
      this.#standStill(last, venueMs)
      return true
    }
    if (last && venueMs - last.venueMs > DAY_MS && !this.#isConfirmed(venueMs)) return false
    this.#suspectMs = null
    this.#samples.push({ monotonicMs: clock.monotonicMs(), venueMs })
    if (this.#samples.length > KEPT_SAMPLES) this.#samples.shift()
    if (isRealTime) {
      this.#forgetAfterLeap()
      this.#offsets.push(offset)
      if (this.#offsets.length > KEPT_SAMPLES) this.#offsets.shift()
    }
    return true
  }

  /** The machine's clock was set: what was measured against it before says nothing any more. */
  #forgetAfterLeap(): void {
    const { clock } = this.#options
    const wallLeadMs = clock.wallMs() - clock.monotonicMs()
    if (Math.abs(wallLeadMs - this.#wallLeadMs) > CLOCK_SET_MS) this.#offsets = []
    this.#wallLeadMs = wallLeadMs
  }

  /** Epoch ms of the venue; the machine's time until the first frame. */
  nowMs(): number {
    const { clock } = this.#options
    const last = this.#samples.at(-1)
    const estimateMs = last
      ? last.venueMs + this.#carry(clock.monotonicMs() - last.monotonicMs)
      : clock.wallMs()
    if (!last) return Math.floor(estimateMs)
    this.#latestMs = Math.max(this.#latestMs, Math.floor(estimateMs))
    return this.#latestMs
  }

  /** The newest time that the venue itself has said; 0 before the first. */
  heardMs(): number {
    return this.#samples.at(-1)?.venueMs ?? 0
  }

  /** Venue minus machine, ms; null where the venue's time is not the world's or is not known. */
  offsetMs(): number | null {
    return this.#offsets.length === 0 ? null : Math.max(...this.#offsets)
  }

  /** A replay that says the same time again has not moved: there is nothing to carry on. */
  #standStill(last: Sample, venueMs: number): void {
    const { clock, isRealTime } = this.#options
    if (isRealTime || venueMs < last.venueMs) return
    this.#samples.pop()
    this.#samples.push({ monotonicMs: clock.monotonicMs(), venueMs })
  }

  #isConfirmed(venueMs: number): boolean {
    const suspectMs = this.#suspectMs
    this.#suspectMs = venueMs
    return suspectMs !== null && Math.abs(venueMs - suspectMs) <= DAY_MS
  }

  #carry(elapsedMs: number): number {
    const { isRealTime, marketSpeed } = this.#options
    if (isRealTime) return elapsedMs
    const speed = marketSpeed ? marketSpeed() : this.#estimatedSpeed()
    const trusted = Math.min(FASTEST_FEED, Math.max(0, speed))
    return Math.min(elapsedMs, LONGEST_CARRY_MS) * trusted
  }

  #estimatedSpeed(): number {
    const last = this.#samples.at(-1)
    const sinceMs = (last?.monotonicMs ?? 0) - RATE_WINDOW_MS
    const first = this.#samples.find((sample) => sample.monotonicMs >= sinceMs)
    if (!last || !first || last.monotonicMs - first.monotonicMs < SHORTEST_WINDOW_MS) return 1
    return (last.venueMs - first.venueMs) / (last.monotonicMs - first.monotonicMs)
  }
}

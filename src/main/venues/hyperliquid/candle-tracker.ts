import type { CandleBar } from '#core/engine/market-inputs.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import { candleOpenMs, TIMEFRAME_MS } from '#core/model/timeframe.ts'
import { TimeframeAggregator } from '#core/strategies/timeframe.ts'
import { venueIntervalOf } from './load-candles.ts'

/**
 * How long after its end was heard of a candle may still get its last trade, in our time: other
 * channels run ahead of this one, and in a fast replay by many minutes of venue time.
 */
const GRACE_MS = 3_000
const MAX_OPEN_BARS = 1_000

export interface CandleTrackerOptions {
  readonly coin: string
  readonly timeframe: Timeframe
  /** Venue time at which the watch began: candles that ended before are history, not news. */
  readonly startMs: number
  readonly onClosed: (bar: CandleBar) => void
}

/**
 * One watched timeframe of one coin. Collects the venue's candles while they grow and tells each
 * closed one once, in order: when the next opens, or when its end has passed by the venue's time.
 * While history is being fetched after a break nothing is told, so that nothing is told wrongly.
 */
export class CandleTracker {
  readonly coin: string
  readonly timeframe: Timeframe
  readonly interval: Timeframe
  readonly #firstMs: number
  readonly #onClosed: (bar: CandleBar) => void
  readonly #aggregator: TimeframeAggregator | null
  readonly #growing = new Map<number, CandleBar>()
  #nextMs: number
  #newestOpenMs = 0
  /** The end of the oldest growing candle once the venue's time has passed it, and when we knew. */
  #passed: { readonly endMs: number; readonly sinceMs: number } | null = null
  #isHealing = true

  constructor({ coin, timeframe, startMs, onClosed }: CandleTrackerOptions) {
    this.coin = coin
    this.timeframe = timeframe
    this.interval = venueIntervalOf(timeframe)
    this.#firstMs = candleOpenMs(timeframe, startMs)
    this.#nextMs = this.#firstMs
    this.#onClosed = onClosed
    this.#aggregator =
      this.interval === timeframe
        ? null
        : new TimeframeAggregator(
            this.interval,
            timeframe,
            (openTimeMs, open, high, low, close, volume) =>
              this.#onClosed({ openTimeMs, open, high, low, close, volume }),
          )
  }

  /** From here on history is missing: ask for candles from this time on, then call `heal`. */
  suspend(): number {
    this.#isHealing = true
    return this.#nextMs
  }

  /** The history that was asked for; empty where it could not be had. */
  heal(bars: readonly CandleBar[]): void {
    for (const bar of bars) this.#keep(bar)
    this.#isHealing = false
    this.#close()
  }

  /** True where candles between the last and this one are missing: `suspend` and ask for them. */
  take(bar: CandleBar): boolean {
    const length = TIMEFRAME_MS[this.interval]
    const isGap =
      !this.#isHealing && this.#newestOpenMs > 0 && bar.openTimeMs > this.#newestOpenMs + length
    this.#keep(bar)
    if (!isGap) this.#close()
    return isGap
  }

  /** The venue's time as it was heard, not as it is guessed, and our monotonic time. */
  heard(venueMs: number, monotonicMs: number): void {
    if (this.#isHealing) return
    const [oldestMs] = this.#growing.keys()
    if (oldestMs === undefined) return
    const endMs = oldestMs + TIMEFRAME_MS[this.interval]
    if (venueMs < endMs) return
    if (this.#passed?.endMs !== endMs) this.#passed = { endMs, sinceMs: monotonicMs }
    else if (monotonicMs - this.#passed.sinceMs >= GRACE_MS) this.#close(endMs)
  }

  #keep(bar: CandleBar): void {
    if (bar.openTimeMs < this.#nextMs) return
    if (bar.openTimeMs !== candleOpenMs(this.interval, bar.openTimeMs)) return
    const known = this.#growing.get(bar.openTimeMs)
    // A candle only grows: less volume is an older frame that was overtaken.
    if (known && known.volume > bar.volume) return
    if (!known && this.#growing.size >= MAX_OPEN_BARS) return
    this.#growing.set(bar.openTimeMs, bar)
    this.#newestOpenMs = Math.max(this.#newestOpenMs, bar.openTimeMs)
  }

  #close(passedMs = 0): void {
    if (this.#isHealing) return
    const length = TIMEFRAME_MS[this.interval]
    const untilMs = Math.max(this.#newestOpenMs, passedMs)
    const closed = [...this.#growing.keys()]
      .filter((openMs) => openMs + length <= untilMs)
      .sort((a, b) => a - b)
    for (const openMs of closed) {
      const bar = this.#growing.get(openMs)
      this.#growing.delete(openMs)
      this.#nextMs = openMs + length
      if (bar) this.#tell(bar)
    }
  }

  #tell(bar: CandleBar): void {
    if (!this.#aggregator) {
      this.#onClosed(bar)
      return
    }
    const { openTimeMs, open, high, low, close, volume } = bar
    this.#aggregator.add(openTimeMs, open, high, low, close, volume)
  }
}

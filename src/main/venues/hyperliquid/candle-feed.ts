import type { CandleClosed } from '#core/engine/market-inputs.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import type { Clock, Timer } from '../../runtime/clock.ts'
import { CandleTracker } from './candle-tracker.ts'
import type { InfoClient } from './info-client.ts'
import { askCandles } from './load-candles.ts'
import type { CandleRow } from './parse-market.ts'
import type { VenueLog } from './venue-log.ts'

const RETRY_MS = 5_000
const MAX_TRIES = 6

export interface CandleFeedOptions {
  readonly clock: Clock
  readonly info: InfoClient
  readonly log: VenueLog
  readonly marketNowMs: () => number
  readonly subscribe: (coin: string, interval: Timeframe) => void
  readonly emit: (closed: CandleClosed) => void
}

/** All watched timeframes; fetches what was missed after a break. */
export class CandleFeed {
  readonly #options: CandleFeedOptions
  readonly #trackers = new Map<string, CandleTracker>()
  readonly #healing = new Set<CandleTracker>()
  readonly #retries = new Map<CandleTracker, Timer>()
  #isStopped = false

  constructor(options: CandleFeedOptions) {
    this.#options = options
  }

  watch(coin: string, timeframe: Timeframe): void {
    const key = `${coin} ${timeframe}`
    if (this.#trackers.has(key)) return
    const { emit, marketNowMs, subscribe } = this.#options
    const tracker = new CandleTracker({
      coin,
      timeframe,
      startMs: marketNowMs(),
      onClosed: (bar) => emit({ kind: 'candleClosed', coin, timeframe, bar }),
    })
    this.#trackers.set(key, tracker)
    subscribe(coin, tracker.interval)
    this.#heal(tracker)
  }

  take({ coin, interval, bar }: CandleRow): void {
    for (const tracker of this.#trackers.values()) {
      if (tracker.coin !== coin || tracker.interval !== interval) continue
      if (tracker.take(bar)) this.#heal(tracker)
    }
  }

  heard(venueMs: number): void {
    const monotonicMs = this.#options.clock.monotonicMs()
    for (const tracker of this.#trackers.values()) tracker.heard(venueMs, monotonicMs)
  }

  /** A new connection: whatever closed in the meantime is asked for. */
  resume(): void {
    for (const tracker of this.#trackers.values()) this.#heal(tracker)
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#retries.values()) timer.cancel()
  }

  /** One question at a time for each tracker; what came in between is part of its answer. */
  #heal(tracker: CandleTracker, tries = 1): void {
    const fromMs = Math.max(1, tracker.suspend())
    if (this.#healing.has(tracker) || this.#isStopped) return
    this.#healing.add(tracker)
    this.#retries.get(tracker)?.cancel()
    const { info, marketNowMs } = this.#options
    askCandles(info, tracker.coin, tracker.interval, fromMs, marketNowMs()).then(
      (bars) => {
        this.#healing.delete(tracker)
        tracker.heal(bars)
      },
      (error: unknown) => {
        this.#healing.delete(tracker)
        this.#retryLater(tracker, tries, error)
      },
    )
  }

  #retryLater(tracker: CandleTracker, tries: number, error: unknown): void {
    const { clock, log } = this.#options
    if (this.#isStopped) return
    const name = `${tracker.coin} ${tracker.timeframe}`
    if (tries >= MAX_TRIES) {
      log({ level: 'error', message: `${name} candles are lost: ${String(error)}` })
      tracker.heal([])
      return
    }
    log({ level: 'warn', message: `${name} candles are asked for again: ${String(error)}` })
    this.#retries.set(
      tracker,
      clock.setTimer(RETRY_MS, () => this.#heal(tracker, tries + 1)),
    )
  }
}

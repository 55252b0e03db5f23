import type { MarketTick } from '#core/matching/apply-tick.ts'
import type { MatchingEvent } from '#core/matching/matching-event.ts'
import type { Price } from '#core/money/amount.ts'
import { asPrice } from '#core/money/amount.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Feed } from './feeds/feed.ts'
import { gapAt } from './feeds/feed.ts'
import { anchorsAt, pathAt } from './feeds/feed-candles.ts'

/** Ticks in one go, so that a far jump cannot keep the process from answering. */
const TICKS_PER_STEP_MAX = 20_000

/** Recorded time does not run on while this machine sleeps. */
const WALL_STEP_MAX_MS = 2_000

export interface MarketTime {
  /** Market time now, epoch ms; all ticks up to it have been applied. */
  readonly nowMs: number
  readonly speed: number
  readonly isPaused: boolean
  /** The feed has no more prices. */
  readonly hasEnded: boolean
}

/** What the runner moves: the venue's markets. */
export interface TickTarget {
  apply(tick: MarketTick): readonly MatchingEvent[]
  /** Nobody has an order or a position in it: its past prices do not matter. */
  isIdle(asset: number): boolean
}

/** Farther behind than this, only markets with orders or positions are caught up tick by tick. */
const FAR_BEHIND_MS = 600_000

/** What a live market missed beyond this goes by open, extremes and close of its candles. */
const FINE_MS_MAX = 3_600_000

/**
 * Market time and the ticks that come with it. Time runs as wall time × speed; `advance` applies
 * whatever has fallen due since.
 */
export class FeedRunner {
  readonly #feed: Feed
  readonly #clock: Clock
  readonly #target: TickTarget
  /** Paths of the candle that market time is in, one a coin. */
  #paths: readonly (readonly Price[])[] = []
  #pathsOpenMs = Number.NaN
  #areAllPathsThere = true
  #nowMs: number
  #owedMs = 0
  /** Before this market time, candles are taken by their anchors alone. */
  #coarseUntilMs = Number.NEGATIVE_INFINITY
  #lastWallMs: number
  #speed: number
  #isPaused = false

  constructor(feed: Feed, clock: Clock, startMs: number, speed: number, target: TickTarget) {
    this.#feed = feed
    this.#clock = clock
    this.#target = target
    this.#speed = speed
    this.#lastWallMs = clock.wallMs()
    this.#nowMs = this.#inRange(startMs) - 1
    this.#owedMs = 1
  }

  get time(): MarketTime {
    const { endMs } = this.#feed
    return {
      nowMs: this.#nowMs,
      speed: this.#speed,
      isPaused: this.#isPaused,
      hasEnded: endMs !== null && this.#nowMs >= endMs - 1,
    }
  }

  setSpeed(speed: number): void {
    if (!(speed > 0 && speed <= 100_000)) {
      throw new RangeError(`the speed must be above 0 and at most 100000, not ${speed}`)
    }
    this.#settleWall()
    this.#speed = speed
  }

  setPaused(isPaused: boolean): void {
    this.#settleWall()
    this.#isPaused = isPaused
  }

  /** Jumps; what lies between is history that nothing traded in. */
  seek(timeMs: number): void {
    this.#settleWall()
    this.#nowMs = this.#inRange(timeMs) - 1
    this.#owedMs = 1
  }

  /** Market time that passed while nobody was looking; `advance` catches it up. */
  owe(missedMs: number): void {
    this.#owedMs += Math.max(0, missedMs)
    if (missedMs > FINE_MS_MAX) this.#coarseUntilMs = this.#nowMs + this.#owedMs - FINE_MS_MAX
  }

  /** Applies what has fallen due; returns what happened. A long way takes several calls. */
  advance(): MatchingEvent[] {
    this.#settleWall()
    const wanted = this.#nowMs + Math.floor(this.#owedMs)
    const target = this.#feed.endMs === null ? wanted : Math.min(wanted, this.#feed.endMs - 1)
    if (target <= this.#nowMs) return []
    const before = this.#nowMs
    const events = this.#applyUntil(target)
    this.#owedMs -= this.#nowMs - before
    return events
  }

  /** Whether `advance` would have more to do right away. */
  get isBehind(): boolean {
    return this.#owedMs >= this.#feed.tickMs && !this.time.hasEnded
  }

  #settleWall(): void {
    const wallMs = this.#clock.wallMs()
    const passed = Math.max(0, wallMs - this.#lastWallMs)
    this.#lastWallMs = wallMs
    if (this.#isPaused) return
    // a live market went on while the machine slept
    if (this.#feed.isLive) this.owe(passed * this.#speed)
    else this.#owedMs += Math.min(passed, WALL_STEP_MAX_MS) * this.#speed
  }

  #applyUntil(targetMs: number): MatchingEvent[] {
    const { tickMs, intervalMs } = this.#feed
    const events: MatchingEvent[] = []
    const coarseUntilMs = Math.min(targetMs, this.#coarseUntilMs)
    let budget = this.#applyCoarsely(coarseUntilMs, events, TICKS_PER_STEP_MAX)
    if (budget <= 0) return events
    let tickAtMs = (Math.floor(this.#nowMs / tickMs) + 1) * tickMs
    for (; tickAtMs <= targetMs && budget > 0; tickAtMs += tickMs) {
      const openMs = Math.floor(tickAtMs / intervalMs) * intervalMs
      this.#enterCandle(openMs, targetMs - tickAtMs > FAR_BEHIND_MS)
      for (let asset = 0; asset < this.#paths.length; asset += 1) {
        const price = this.#paths[asset]?.[(tickAtMs - openMs) / tickMs]
        if (price === undefined) continue
        budget -= 1
        const reference = this.#feed.reference?.(asset, tickAtMs)
        const tick = { asset, timeMs: tickAtMs, price, ...reference }
        for (const event of this.#target.apply(tick)) events.push(event)
      }
    }
    this.#nowMs = tickAtMs <= targetMs ? tickAtMs - tickMs : targetMs
    return events
  }

  /** Candle by candle, as long as whole ones fit; returns what is left of the budget. */
  #applyCoarsely(untilMs: number, events: MatchingEvent[], budget: number): number {
    const { intervalMs } = this.#feed
    let left = budget
    let endMs = (Math.floor((this.#nowMs + 1) / intervalMs) + 1) * intervalMs
    for (; endMs <= untilMs && left > 0; endMs += intervalMs) {
      for (const tick of this.#anchorTicks(endMs - intervalMs)) {
        if (tick.timeMs <= this.#nowMs) continue
        left -= 1
        for (const event of this.#target.apply(tick)) events.push(event)
      }
      left -= 1
      this.#nowMs = endMs - 1
    }
    return left
  }

  /** Of every market that somebody is in, in the order of time. */
  #anchorTicks(openMs: number): MarketTick[] {
    const { tickMs, listings } = this.#feed
    const ticks: MarketTick[] = []
    for (let asset = 0; asset < listings.length; asset += 1) {
      if (this.#target.isIdle(asset)) continue
      for (const { index, price } of anchorsAt(this.#feed, asset, openMs)) {
        ticks.push({ asset, timeMs: openMs + index * tickMs, price: asPrice(BigInt(price)) })
      }
    }
    return ticks.sort((a, b) => a.timeMs - b.timeMs || a.asset - b.asset)
  }

  #enterCandle(openMs: number, isFarBehind: boolean): void {
    const isHere = this.#pathsOpenMs === openMs
    if (isHere && (this.#areAllPathsThere || isFarBehind)) return
    this.#pathsOpenMs = openMs
    this.#areAllPathsThere = !isFarBehind
    this.#paths = this.#feed.listings.map((_, asset) =>
      isFarBehind && this.#target.isIdle(asset) ? [] : pathAt(this.#feed, asset, openMs),
    )
  }

  /** Within what is recorded; a moment in a gap becomes the end of it. */
  #inRange(timeMs: number): number {
    const { firstMs, endMs } = this.#feed
    const within = Math.max(firstMs, endMs === null ? timeMs : Math.min(timeMs, endMs))
    return gapAt(this.#feed, within)?.beforeMs ?? within
  }
}

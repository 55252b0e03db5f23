import type { Clock } from '../../runtime/clock.ts'

/**
 * The venue allows 1,200 units of weight a minute for one address of the internet (its
 * documentation, "Rate limits"). What reduces risk may use all of it, entries and reads leave a
 * part, so that a busy desk can still cancel.
 */
export type BudgetTier = 'read' | 'entry' | 'exit'
export const WEIGHT_PER_MINUTE = 1200
const CEILING: Readonly<Record<BudgetTier, number>> = { read: 800, entry: 1000, exit: 1200 }
const WINDOW_MS = 60_000
const PENALTY_MS = 10_000
/** A ban that goes on is met with longer pauses, up to 160 s. */
const PENALTY_DOUBLINGS = 4

/** Weight of an action with that many orders or cancels. */
export const actionWeight = (count: number): number => 1 + Math.floor(count / 40)

const LIGHT_REQUESTS = new Set([
  'l2Book',
  'allMids',
  'clearinghouseState',
  'orderStatus',
  'spotClearinghouseState',
  'exchangeStatus',
])

/** Weight of a question before its answer is known. */
export function infoWeight(type: string): number {
  if (LIGHT_REQUESTS.has(type)) return 2
  return type === 'userRole' ? 60 : 20
}

/** What long answers cost on top: one unit for 20 rows, candles for 60. */
export const answerWeight = (type: string, rows: number): number =>
  Math.floor(rows / (type === 'candleSnapshot' ? 60 : 20))

/** Weight spent in the last minute, by the monotonic clock. */
export class RequestBudget {
  readonly #clock: Clock
  #spent: { readonly atMs: number; readonly weight: number }[] = []
  #penalties = 0
  #blockedUntilMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes the weight if the tier still has it. */
  tryTake(weight: number, tier: BudgetTier): boolean {
    if (this.waitMs(weight, tier) > 0) return false
    this.charge(weight)
    return true
  }

  /** Milliseconds until the tier has that weight; 0 is now. */
  waitMs(weight: number, tier: BudgetTier): number {
    const nowMs = this.#clock.monotonicMs()
    const blockedMs = tier === 'exit' ? 0 : Math.max(0, this.#blockedUntilMs - nowMs)
    let excess = this.spent() + weight - CEILING[tier]
    if (excess <= 0) return blockedMs
    for (const entry of this.#spent) {
      excess -= entry.weight
      if (excess <= 0) return Math.max(blockedMs, entry.atMs + WINDOW_MS - nowMs)
    }
    return Math.max(blockedMs, WINDOW_MS)
  }

  /** Counts what was spent without asking, such as the rows of an answer. */
  charge(weight: number): void {
    if (weight > 0) this.#spent.push({ atMs: this.#clock.monotonicMs(), weight })
  }

  /** The venue said 429: reads and entries pause, cancels and exits may still try. */
  penalise(): void {
    const nowMs = this.#clock.monotonicMs()
    if (nowMs < this.#blockedUntilMs) return
    const pauseMs = PENALTY_MS * 2 ** Math.min(this.#penalties, PENALTY_DOUBLINGS)
    this.#penalties += 1
    this.#blockedUntilMs = nowMs + pauseMs
  }

  /** The venue answered as usual again. */
  forgive(): void {
    if (this.#clock.monotonicMs() >= this.#blockedUntilMs) this.#penalties = 0
  }

  spent(): number {
    const sinceMs = this.#clock.monotonicMs() - WINDOW_MS
    this.#spent = this.#spent.filter((entry) => entry.atMs > sinceMs)
    return this.#spent.reduce((sum, entry) => sum + entry.weight, 0)
  }
}

export const ENTRIES_PER_MINUTE = 10

/** So many entries a minute and no more, by the monotonic clock; exits and cancels are not counted. */
export class EntryPace {
  readonly #clock: Clock
  #sentMs: readonly number[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds until the next entry may go; 0 is now. */
  waitMs(): number {
    const oldestMs = this.#sentMs.at(-ENTRIES_PER_MINUTE)
    if (oldestMs === undefined) return 0
    return Math.max(0, oldestMs + WINDOW_MS - this.#clock.monotonicMs())
  }

  take(): void {
    this.#sentMs = [...this.#sentMs, this.#clock.monotonicMs()].slice(-ENTRIES_PER_MINUTE)
  }
}

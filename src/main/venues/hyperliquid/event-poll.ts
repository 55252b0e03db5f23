import type { VenueOrderId } from '#core/model/ids.ts'
import type { Clock, Timer } from '../../runtime/clock.ts'
import type { FillFeed } from './fill-feed.ts'
import type { FundingFeed } from './funding-feed.ts'
import type { InfoClient } from './info-client.ts'
import { askOrderStatus } from './look-up.ts'
import type { AccountReader } from './observe-account.ts'
import type { OrderFeed } from './order-feed.ts'
import { fillsSchema, fundingAnswerSchema } from './parse-account.ts'
import type { VenueHealth } from './venue-health.ts'

const POLL_EVERY_MS = 15_000
const RETRY_MS = 3_000
/** Fills may be written a little after their own time. */
const OVERLAP_MS = 60_000
const MAX_PAGES = 10
/** Funding is hourly; its stream is checked every five minutes. */
const FUNDING_EVERY = 20
const MAX_QUESTIONS = 50

export interface EventPollOptions {
  readonly clock: Clock
  readonly info: InfoClient
  readonly accountAddress: string
  readonly account: AccountReader
  readonly orders: OrderFeed
  readonly fills: FillFeed
  readonly funding: FundingFeed
  readonly health: VenueHealth
  /** The newest time that the venue has told. */
  readonly heardMs: () => number
  /** Venue time from which on fills and funding are of interest; 0: from the start of the watch. */
  readonly sinceMs: number
}

/** Venue times up to which a question has confirmed what happened to the account. */
export interface Confirmed {
  readonly fillsConfirmedMs: number | null
  readonly fundingConfirmedMs: number | null
}

/**
 * Checks the event channels every 15 s against questions: a socket that is open may still have lost
 * a frame. Also runs right after every reconnect and after a frame that could not be read.
 */
export class EventPoll {
  readonly #options: EventPollOptions
  #timer: Timer | null = null
  #isRunning = false
  #isWanted = false
  #isStopped = true
  #round = 0
  #failures = 0
  #completed: (() => void) | null = null
  /** Venue times up to which a question has confirmed what the streams told. */
  #fillsCheckedMs: number
  #fundingCheckedMs: number
  #confirmed: Confirmed = { fillsConfirmedMs: null, fundingConfirmedMs: null }

  constructor(options: EventPollOptions) {
    this.#options = options
    this.#fillsCheckedMs = options.sinceMs
    this.#fundingCheckedMs = options.sinceMs
  }

  /** Starts with a round at once; `onFirst` is told when one has gone through. */
  start(onFirst: () => void): void {
    const { heardMs } = this.#options
    if (this.#fillsCheckedMs === 0) this.#fillsCheckedMs = heardMs()
    if (this.#fundingCheckedMs === 0) this.#fundingCheckedMs = heardMs()
    this.#isStopped = false
    this.#completed = onFirst
    this.#round = 0
    this.askNow()
  }

  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#completed = null
  }

  /** Up to when everything is known; null before the first question was answered. */
  get confirmed(): Confirmed {
    return this.#confirmed
  }

  /** A round as soon as none is running. */
  askNow(): void {
    this.#isWanted = true
    if (!this.#isRunning && !this.#isStopped) void this.#run()
  }

  async #run(): Promise<void> {
    this.#timer?.cancel()
    this.#isRunning = true
    this.#isWanted = false
    const hasFailed = await this.#attempt()
    this.#isRunning = false
    if (this.#isStopped) return
    if (this.#isWanted && !hasFailed) {
      void this.#run()
      return
    }
    const delayMs = hasFailed ? RETRY_MS * Math.min(5, this.#failures) : POLL_EVERY_MS
    this.#timer = this.#options.clock.setTimer(delayMs, () => this.askNow())
  }

  async #attempt(): Promise<boolean> {
    const { health } = this.#options
    // A round that began before a reconnect proves nothing about what came after it.
    const completed = this.#completed
    try {
      await this.#askFills()
      await this.#askOrders()
      if (this.#round % FUNDING_EVERY === 0 || health.hasProblem('frame:userFundings')) {
        await this.#askFunding()
        health.clear('frame:userFundings')
      }
    } catch (error) {
      this.#failures += 1
      if (this.#failures > 1 && !this.#isStopped) {
        health.raise('events', `Orders and fills cannot be checked: ${(error as Error).message}`)
      }
      return true
    }
    this.#round += 1
    this.#failures = 0
    for (const key of ['events', 'frame:orderUpdates', 'frame:userFills', 'frame:unreadable']) {
      health.clear(key)
    }
    if (completed && completed === this.#completed) {
      this.#completed = null
      completed()
    }
    return false
  }

  async #askFills(): Promise<void> {
    const { info, accountAddress, fills, health, heardMs } = this.#options
    const askedAtMs = heardMs()
    let startTime = Math.max(1, this.#fillsCheckedMs - OVERLAP_MS)
    let problem: string | null = null
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const request = { type: 'userFillsByTime', user: accountAddress, startTime }
      const rows = await info.ask(request, fillsSchema)
      problem = fills.take(rows) ?? problem
      const lastMs = rows.reduce((latest, row) => Math.max(latest, row.tsEventMs), 0)
      if (rows.length < 500 || lastMs <= startTime) break
      startTime = lastMs
    }
    this.#fillsCheckedMs = askedAtMs
    this.#confirmed = { ...this.#confirmed, fillsConfirmedMs: askedAtMs }
    if (problem) health.raise('fee', problem)
  }

  async #askOrders(): Promise<void> {
    const { account, orders } = this.#options
    const missing = orders.compare(await account.openOrders())
    for (const venueOrderId of missing.slice(0, MAX_QUESTIONS)) await this.#askOrder(venueOrderId)
  }

  async #askOrder(venueOrderId: VenueOrderId): Promise<void> {
    const { info, accountAddress, orders } = this.#options
    const answer = await askOrderStatus(info, accountAddress, Number(venueOrderId))
    if (answer.isKnown) orders.take(answer.order)
  }

  async #askFunding(): Promise<void> {
    const { info, accountAddress, funding, heardMs } = this.#options
    const askedAtMs = heardMs()
    const startTime = Math.max(1, this.#fundingCheckedMs - OVERLAP_MS)
    const request = { type: 'userFunding', user: accountAddress, startTime }
    funding.take(await info.ask(request, fundingAnswerSchema))
    this.#fundingCheckedMs = askedAtMs
    this.#confirmed = { ...this.#confirmed, fundingConfirmedMs: askedAtMs }
  }
}

import type { VenueOrderId } from '#core/model/ids.ts'
import type { Clock, Timer } from '../../runtime/clock.ts'
import type { AddressBudget } from './address-budget.ts'
import type { FillFeed } from './fill-feed.ts'
import type { ForeignActivity } from './foreign-activity.ts'
import type { FundingFeed } from './funding-feed.ts'
import type { PagedHistory } from './history-pages.ts'
import { readHistory } from './history-pages.ts'
import type { InfoClient } from './info-client.ts'
import { askOrderStatus } from './look-up.ts'
import type { AccountReader } from './observe-account.ts'
import type { OrderFeed } from './order-feed.ts'
import { fillsSchema, fundingAnswerSchema, rateLimitSchema } from './parse-account.ts'
import type { VenueHealth } from './venue-health.ts'
import type { VenueLog } from './venue-log.ts'

const POLL_EVERY_MS = 15_000
const RETRY_MS = 3_000
/** Fills may be written a little after their own time. */
const OVERLAP_MS = 60_000
/** Funding is hourly; its stream is checked every five minutes. */
const FUNDING_EVERY = 20
const MAX_QUESTIONS = 50
/** The venue tells the newest 10,000 fills of an account and no older ones. */
const FILLS_TOLD = 10_000

export interface EventPollOptions {
  readonly clock: Clock
  readonly info: InfoClient
  readonly accountAddress: string
  readonly account: AccountReader
  readonly orders: OrderFeed
  readonly fills: FillFeed
  readonly funding: FundingFeed
  readonly health: VenueHealth
  readonly foreign: ForeignActivity
  readonly log: VenueLog
  /** The newest time that the venue has told. */
  readonly heardMs: () => number
  /** Venue time from which on fills and funding are of interest; 0: from the start of the watch. */
  readonly sinceMs: () => number
  readonly addressBudget: AddressBudget
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
  #fillsCheckedMs = 0
  #fundingCheckedMs = 0
  /** Fills told since a question was last answered whole. */
  #fillsTold = 0
  #confirmed: Confirmed = { fillsConfirmedMs: null, fundingConfirmedMs: null }

  constructor(options: EventPollOptions) {
    this.#options = options
  }

  /** Starts with a round at once; `onFirst` is told when one has gone through. */
  start(onFirst: () => void): void {
    const { heardMs, sinceMs } = this.#options
    const fromMs = sinceMs() || heardMs()
    if (this.#fillsCheckedMs === 0) this.#fillsCheckedMs = fromMs
    if (this.#fundingCheckedMs === 0) this.#fundingCheckedMs = fromMs
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
    let isComplete: boolean
    try {
      isComplete = await this.#askAll()
    } catch (error) {
      this.#failures += 1
      if (this.#failures > 1 && !this.#isStopped) {
        health.raise('events', `Orders and fills cannot be checked: ${(error as Error).message}`)
      }
      return true
    }
    this.#failures = 0
    for (const key of ['events', 'frame:orderUpdates', 'frame:userFills', 'frame:unreadable']) {
      health.clear(key)
    }
    if (!isComplete) {
      this.#isWanted = true
      return false
    }
    this.#round += 1
    if (completed && completed === this.#completed) {
      this.#completed = null
      completed()
    }
    return false
  }

  /** False where a long history needs another round. */
  async #askAll(): Promise<boolean> {
    const { health } = this.#options
    if (!(await this.#askFills())) return false
    await this.#askOrders()
    await this.#askAddressUse()
    if (this.#round % FUNDING_EVERY !== 0 && !health.hasProblem('frame:userFundings')) return true
    const isComplete = await this.#askFunding()
    health.clear('frame:userFundings')
    return isComplete
  }

  async #askFills(): Promise<boolean> {
    const { info, accountAddress: user, fills, heardMs } = this.#options
    const askedAtMs = heardMs()
    const history = await readHistory(
      (startTime) => info.ask({ type: 'userFillsByTime', user, startTime }, fillsSchema),
      this.#fillsCheckedMs - OVERLAP_MS,
      (rows) => fills.take(rows),
    )
    this.#nameGap('fills', history)
    this.#countFills(history)
    this.#fillsCheckedMs = history.isComplete ? askedAtMs : history.untilMs + OVERLAP_MS
    if (!history.isComplete) return false
    this.#confirmed = { ...this.#confirmed, fillsConfirmedMs: askedAtMs }
    return true
  }

  /** So many came since the desk last looked that it cannot know whether there were more. */
  #countFills({ rowCount, isComplete, untilMs }: PagedHistory): void {
    this.#fillsTold += rowCount
    if (!isComplete) return
    if (this.#fillsTold >= FILLS_TOLD) {
      this.#options.foreign.gap(
        'The venue tells the newest 10,000 fills of an account, and that many came since the desk last looked: older ones may be missing from the log.',
        untilMs,
      )
    }
    this.#fillsTold = 0
  }

  #nameGap(what: string, { gapMs }: PagedHistory): void {
    if (gapMs === null) return
    const moment = new Date(gapMs).toISOString()
    this.#options.foreign.gap(
      `The venue has more ${what} of ${moment} than it tells, so some are missing from the log.`,
      gapMs,
    )
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

  async #askFunding(): Promise<boolean> {
    const { info, accountAddress: user, funding, heardMs } = this.#options
    const askedAtMs = heardMs()
    const history = await readHistory(
      (startTime) => info.ask({ type: 'userFunding', user, startTime }, fundingAnswerSchema),
      this.#fundingCheckedMs - OVERLAP_MS,
      (rows) => funding.take(rows),
    )
    this.#nameGap('funding payments', history)
    this.#fundingCheckedMs = history.isComplete ? askedAtMs : history.untilMs + OVERLAP_MS
    if (!history.isComplete) return false
    this.#confirmed = { ...this.#confirmed, fundingConfirmedMs: askedAtMs }
    return true
  }

  async #askAddressUse(): Promise<void> {
    const { accountAddress: user, addressBudget, info, log } = this.#options
    if (!addressBudget.isDue()) return
    try {
      addressBudget.learn(await info.ask({ type: 'userRateLimit', user }, rateLimitSchema))
    } catch (error) {
      // Orders and fills were checked all the same; the next round asks again.
      const { message } = error as Error
      log({ level: 'warn', message: `the count of the account's actions is not known: ${message}` })
    }
  }
}

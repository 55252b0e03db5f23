import type { Timeframe } from '#core/model/timeframe.ts'
import type { Clock, Timer } from '../../runtime/clock.ts'
import type { CandleFeed } from './candle-feed.ts'
import type { EventPoll } from './event-poll.ts'
import type { FrameRouterOptions } from './frame-router.ts'
import { FrameRouter } from './frame-router.ts'
import { Subscriptions } from './subscriptions.ts'
import type { VenueLog } from './venue-log.ts'
import { VenueSocket } from './venue-socket.ts'

const LOOK_EVERY_MS = 1_000
/** The book comes twice a second; silence is a fault of its channel, whatever the others do. */
const BOOK_STALE_MS = 5_000
/** The mark comes with the oracle every few seconds. */
const MARK_STALE_MS = 15_000
const CONFIRM_WITHIN_MS = 10_000
/** While something is stale the age is told anew this often. */
const AGE_STEP_S = 5

export interface StreamOptions
  extends Omit<FrameRouterOptions, 'subscriptions' | 'candles' | 'askEvents'> {
  readonly url: string
  readonly clock: Clock
  readonly random: () => number
  readonly log: VenueLog
  readonly poll: EventPoll
  readonly createCandles: (subscribe: (coin: string, interval: Timeframe) => void) => CandleFeed
}

/** The live side: one socket, its subscriptions, and the watch over what goes silent. */
export class VenueStream {
  readonly #options: StreamOptions
  readonly #socket: VenueSocket
  readonly #subscriptions: Subscriptions
  readonly #router: FrameRouter
  readonly candles: CandleFeed
  #look: Timer | null = null
  #openedMs: number | null = null
  #isPolled = false
  #hasBeenOpen = false

  constructor(options: StreamOptions) {
    this.#options = options
    this.#socket = new VenueSocket({
      url: options.url,
      clock: options.clock,
      random: options.random,
      onOpen: () => this.#opened(),
      onText: (text) => this.#heard(text),
      onDown: (reason, retryInMs) => this.#down(reason, retryInMs),
    })
    this.#subscriptions = new Subscriptions((message) => this.#socket.send(message))
    this.candles = options.createCandles((coin, interval) =>
      this.#subscriptions.add({ type: 'candle', coin, interval }),
    )
    this.#router = new FrameRouter({
      ...options,
      candles: this.candles,
      subscriptions: this.#subscriptions,
      askEvents: () => options.poll.askNow(),
    })
  }

  start(): void {
    const user = this.#options.accountAddress
    for (const type of ['orderUpdates', 'userFills', 'userFundings']) {
      this.#subscriptions.add({ type, user })
    }
    this.#socket.start()
    this.#lookAgain()
  }

  /** Quotes of this coin from now on. */
  watchQuotes(coin: string): void {
    const { board } = this.#options
    if (board.isWatched(coin)) return
    board.watch(coin)
    this.#subscriptions.add({ type: 'l2Book', coin, fast: true })
    this.#subscriptions.add({ type: 'activeAssetCtx', coin })
    this.#checkComplete()
  }

  /** A new connection at once, whatever became of the old one. */
  reconnect(reason: string): void {
    this.#socket.reconnect(reason)
  }

  async stop(): Promise<void> {
    this.#look?.cancel()
    this.#options.poll.stop()
    this.candles.stop()
    await this.#socket.stop()
  }

  #opened(): void {
    const { board, clock, health, poll } = this.#options
    this.#openedMs = clock.monotonicMs()
    this.#isPolled = false
    board.forgetAges()
    health.setLink('open', '')
    this.#subscriptions.sendAll()
    if (this.#hasBeenOpen) this.candles.resume()
    this.#hasBeenOpen = true
    this.#lookAround()
    poll.start(() => {
      this.#isPolled = true
      this.#checkComplete()
    })
  }

  #heard(text: string): void {
    this.#router.take(text)
    if (!this.#options.health.isComplete) this.#checkComplete()
  }

  #down(reason: string, retryInMs: number): void {
    const { health, log, poll } = this.#options
    this.#openedMs = null
    poll.stop()
    const seconds = (retryInMs / 1000).toFixed(1)
    log({ level: 'warn', message: `connection to the venue lost: ${reason}` })
    health.setLink('down', `No connection to the venue: ${reason}. Trying again in ${seconds} s.`)
  }

  #lookAgain(): void {
    this.#look = this.#options.clock.setTimer(LOOK_EVERY_MS, () => {
      this.#lookAround()
      this.#lookAgain()
    })
  }

  #lookAround(): void {
    if (this.#openedMs === null) return
    const { clock, health } = this.#options
    const openMs = clock.monotonicMs() - this.#openedMs
    this.#lookAtQuotes(openMs)
    const missing = this.#subscriptions.unconfirmed()
    if (missing.length > 0 && openMs > CONFIRM_WITHIN_MS) {
      health.raise('subscriptions', `The venue has not confirmed "${missing[0]}".`)
    } else if (missing.length === 0) health.clear('subscriptions')
    this.#checkComplete()
  }

  #lookAtQuotes(openMs: number): void {
    const { board } = this.#options
    for (const { coin, bookAgeMs, markAgeMs } of board.ages()) {
      this.#judge(`age:book:${coin}`, `${coin} prices are`, bookAgeMs ?? openMs, BOOK_STALE_MS)
      this.#judge(`age:mark:${coin}`, `The mark of ${coin} is`, markAgeMs ?? openMs, MARK_STALE_MS)
    }
    const oneSided = new Set(board.oneSided())
    for (const coin of board.coins()) {
      const key = `oneSided:${coin}`
      if (!oneSided.has(coin)) this.#options.health.clear(key)
      else this.#options.health.raise(key, `One side of the ${coin} book is empty.`)
    }
  }

  #judge(key: string, words: string, ageMs: number, limitMs: number): void {
    const { health } = this.#options
    if (ageMs <= limitMs) {
      health.clear(key)
      return
    }
    const seconds = Math.floor(ageMs / 1000 / AGE_STEP_S) * AGE_STEP_S
    health.raise(key, `${words} ${seconds} s old.`)
  }

  /** Live is: every watched coin has a quote, every stream is confirmed, the events are checked. */
  #checkComplete(): void {
    const { board, health } = this.#options
    const hasQuotes = board
      .ages()
      .every(({ bookAgeMs, markAgeMs }) => bookAgeMs !== null && markAgeMs !== null)
    const isConfirmed = this.#subscriptions.unconfirmed().length === 0
    health.setComplete(this.#openedMs !== null && this.#isPolled && hasQuotes && isConfirmed)
  }
}

import type { MatchingEvent } from '#core/matching/matching-event.ts'
import type { Clock } from '../runtime/clock.ts'
import { answerPost } from './answer-post.ts'
import type { FaultEffect, Faults } from './faults.ts'
import { spoil } from './faults.ts'
import { SocketLimits } from './ip-limits.ts'
import type { PaperVenue } from './paper-venue.ts'
import { candleMessages, stateMessage } from './protocol/market-messages.ts'
import type { Subscription } from './protocol/subscription-schemas.ts'
import { channelOf, socketRequestSchema, subscriptionKey } from './protocol/subscription-schemas.ts'
import { userMessages, userSnapshot } from './protocol/user-messages.ts'
import type { RequestDesk } from './request-desk.ts'

/** What a connection needs of a socket; a simulation may pass something else than a real one. */
export interface SocketLine {
  readonly readyState: number
  readonly OPEN: number
  readonly bufferedAmount: number
  send(text: string): void
  close(): void
  terminate(): void
}

export interface ConnectionContext {
  readonly venue: PaperVenue
  readonly desk: RequestDesk
  readonly faults: Faults
  readonly clock: Clock
  readonly hasIpLimits: boolean
}

interface Active {
  readonly subscription: Subscription
  readonly channel: string
  /** What was sent last, so that the same is not sent over and over. */
  lastText: string
  lastSentMs: number
  lastCandleMs: number | null
}

/** A reader that falls this far behind is let go. */
const BUFFERED_BYTES_MAX = 16 * 1_048_576
/** The venue closes a connection on which it had nothing to say for a minute. */
const SILENCE_MAX_MS = 60_000
/** The venue repeats the book and the mids even when nothing moved. */
const REPEAT_MS = 500
/** A message that was to come after the next one comes by itself when there is none. */
const HELD_MS_MAX = 1_000
const REPEATED = new Set(['l2Book', 'allMids'])

/** One WebSocket client: its subscriptions, and what is sent on them. */
export class SocketConnection {
  readonly #socket: SocketLine
  readonly #context: ConnectionContext
  readonly #active = new Map<string, Active>()
  readonly #limits: SocketLimits
  #lastSentMs: number
  /** Messages that a fault holds back until another one has gone out, or for a while at most. */
  #held: string[] = []

  /** `limits` are its own unless it shares them with others. */
  constructor(socket: SocketLine, context: ConnectionContext, limits?: SocketLimits) {
    this.#socket = socket
    this.#context = context
    this.#lastSentMs = context.clock.monotonicMs()
    this.#limits = limits ?? new SocketLimits(this.#lastSentMs)
  }

  receive(text: string): void {
    const { clock, hasIpLimits } = this.#context
    if (hasIpLimits && !this.#limits.takeMessage(clock.monotonicMs())) {
      this.#error('Too many messages: at most 2000 a minute')
      return
    }
    const request = readRequest(text)
    if (!request) {
      this.#error(`Error parsing JSON into valid websocket request: ${quoteBack(text)}`)
      return
    }
    switch (request.method) {
      case 'ping':
        this.#send('{"channel":"pong"}')
        return
      case 'subscribe':
        this.#subscribe(request.subscription, request.echo)
        return
      case 'unsubscribe':
        this.#unsubscribe(request.subscription, request.echo)
        return
      case 'post':
        answerPost(this.#context, request, {
          send: (value) => this.#push('post', value),
          close: () => this.#socket.terminate(),
        })
    }
  }

  /** Sends what these events mean to this client. */
  tell(events: readonly MatchingEvent[]): void {
    for (const active of this.#active.values()) {
      const messages = userMessages(this.#context.venue, active.subscription, events)
      for (const message of messages) this.#push(active.channel, message)
      if (events.length > 0 && isUserState(active.subscription)) this.#refresh(active)
    }
  }

  /** Sends market data that changed; `trades` holds the new ones by coin. */
  refresh(trades: ReadonlyMap<string, readonly unknown[]>): void {
    for (const active of this.#active.values()) {
      const { subscription } = active
      if (subscription.type === 'trades') {
        const fresh = trades.get(subscription.coin)
        if (fresh) this.#push('trades', fresh)
      } else if (subscription.type === 'candle') this.#sendCandles(active)
      else this.#refresh(active)
    }
    if (this.#context.clock.monotonicMs() - this.#lastSentMs > SILENCE_MAX_MS) this.#socket.close()
  }

  terminate(): void {
    this.#socket.terminate()
  }

  /** The connection is over: what it had subscribed to counts no more. */
  ended(): void {
    for (const { subscription } of this.#active.values()) {
      this.#limits.unsubscribe(userOf(subscription))
    }
    this.#active.clear()
  }

  #subscribe(subscription: Subscription, echo: unknown): void {
    const key = subscriptionKey(subscription)
    const refusal = this.#active.has(key)
      ? `Already subscribed: ${JSON.stringify(echo)}`
      : this.#refusal(subscription, echo)
    if (refusal) {
      this.#error(refusal)
      return
    }
    const active: Active = {
      subscription,
      channel: channelOf(subscription),
      lastText: '',
      lastSentMs: Number.NEGATIVE_INFINITY,
      lastCandleMs: null,
    }
    this.#active.set(key, active)
    this.#sendResponse('subscribe', echo)
    const snapshot = userSnapshot(this.#context.venue, subscription)
    if (snapshot !== null) this.#push(active.channel, snapshot)
    if (subscription.type === 'candle') this.#sendCandles(active)
    else this.#refresh(active)
  }

  #unsubscribe(subscription: Subscription, echo: unknown): void {
    const wasActive = this.#active.delete(subscriptionKey(subscription))
    if (wasActive) {
      this.#limits.unsubscribe(userOf(subscription))
      this.#sendResponse('unsubscribe', echo)
    } else this.#error(`Already unsubscribed: ${JSON.stringify(echo)}`)
  }

  #sendResponse(method: string, echo: unknown): void {
    const data = { method, subscription: echo }
    this.#send(JSON.stringify({ channel: 'subscriptionResponse', data }))
  }

  #refusal(subscription: Subscription, echo: unknown): string | null {
    const refusal = this.#limits.subscribe(userOf(subscription))
    return refusal && `${refusal} ${JSON.stringify({ subscription: echo })}`
  }

  #sendCandles(active: Active): void {
    if (active.subscription.type !== 'candle') return
    const { coin, interval } = active.subscription
    const { messages, openMs } = candleMessages(
      this.#context.venue,
      coin,
      interval,
      active.lastCandleMs,
    )
    active.lastCandleMs = openMs
    for (const message of messages) {
      const text = JSON.stringify(message)
      if (text === active.lastText) continue
      active.lastText = text
      this.#push('candle', message)
    }
  }

  #refresh(active: Active): void {
    const message = stateMessage(this.#context.venue, active.subscription)
    if (message === null) return
    const nowMs = this.#context.clock.monotonicMs()
    const text = JSON.stringify(message)
    const isDue = REPEATED.has(active.channel) && nowMs - active.lastSentMs >= REPEAT_MS
    const { time, feed } = this.#context.venue
    const isOver = time.hasEnded || (feed.isSilent?.() ?? false)
    if (text === active.lastText && (!isDue || isOver)) return
    active.lastText = text
    active.lastSentMs = nowMs
    this.#push(active.channel, message)
  }

  #error(message: string): void {
    this.#send(JSON.stringify({ channel: 'error', data: message }))
  }

  /** Sends on a channel, as the armed faults allow. */
  #push(channel: string, data: unknown): void {
    const effect = this.#context.faults.take('push', channel)
    const text = spoil(JSON.stringify({ channel, data }), effect)
    this.#deliver(text, effect)
  }

  #deliver(text: string, effect: FaultEffect | null): void {
    switch (effect?.kind) {
      case 'drop':
        return
      case 'delay':
      case 'delayRequest':
        this.#context.clock.setTimer(effect.ms, () => this.#send(text))
        return
      case 'duplicate':
        this.#send(text)
        this.#send(text)
        return
      case 'reorder':
        this.#held.push(text)
        this.#context.clock.setTimer(HELD_MS_MAX, () => this.#release())
        return
      default:
        this.#send(text)
    }
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > BUFFERED_BYTES_MAX) {
      this.#socket.terminate()
      return
    }
    this.#lastSentMs = this.#context.clock.monotonicMs()
    this.#socket.send(text)
    this.#release()
  }

  #release(): void {
    const held = this.#held
    this.#held = []
    if (this.#socket.readyState !== this.#socket.OPEN) return
    for (const text of held) this.#socket.send(text)
  }
}

const userOf = (subscription: Subscription): string | null =>
  'user' in subscription ? subscription.user : null

const isUserState = (subscription: Subscription): boolean =>
  subscription.type === 'openOrders' || subscription.type === 'clearinghouseState'

function readRequest(text: string) {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Answered on the error channel; the connection stays.
    return null
  }
  const parsed = socketRequestSchema.safeParse(value)
  if (!parsed.success) return null
  const echo = (value as { subscription?: unknown }).subscription
  return { ...parsed.data, echo }
}

/** What came back whole when it was JSON, otherwise as a quoted text without braces. */
function quoteBack(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    // Clients look for JSON inside this message, so it must hold none that is broken.
    return JSON.stringify(text.slice(0, 200).replace(/[{}]/g, ''))
  }
}

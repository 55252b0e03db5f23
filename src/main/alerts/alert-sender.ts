import type { Clock } from '../runtime/clock.ts'
import type { DiscordHook } from './discord-hook.ts'
import { hookAddress } from './discord-hook.ts'
import type { PostJson } from './post-json.ts'

export interface Alert {
  readonly title: string
  readonly text: string
}

const WAITING_MAX = 50
const TRIES_MAX = 5
const FIRST_WAIT_MS = 2_000
const WAIT_MS_MAX = 60_000
/** Discord's own limit is 2,000 characters. */
const TEXT_MAX = 1_500

/** Nobody is called by name, and no address becomes a picture. */
const bodyOf = ({ title, text }: Alert, suffix: string): string =>
  JSON.stringify({
    content: `**${title}**\n${text}${suffix}`.slice(0, TEXT_MAX),
    allowed_mentions: { parse: [] },
    flags: 4,
  })

const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 429

const explain = (status: number): string =>
  status === 401 || status === 403 || status === 404
    ? `Discord does not know this webhook (${status}): make a new one in the channel's settings.`
    : `Discord did not take the message (${status}).`

export interface AlertSenderOptions {
  readonly clock: Clock
  readonly post: PostJson
  /** Null: there is nowhere to send to. */
  readonly hook: () => DiscordHook | null
}

/**
 * Sends alerts one after the other, each tried five times with growing waits; at most fifty wait,
 * and then the oldest goes, counted in the next one. No sentence of it holds the webhook.
 */
export class AlertSender {
  readonly #options: AlertSenderOptions
  #waiting: Alert[] = []
  #dropped = 0
  #isSending = false
  #isClosed = false
  #problem: string | null = null

  constructor(options: AlertSenderOptions) {
    this.#options = options
  }

  /** Why the last one did not arrive. */
  get problem(): string | null {
    return this.#problem
  }

  send(alert: Alert): void {
    if (this.#isClosed || this.#options.hook() === null) return
    this.#waiting.push(alert)
    if (this.#waiting.length > WAITING_MAX) {
      this.#waiting.shift()
      this.#dropped += 1
    }
    if (!this.#isSending) void this.#sendAll()
  }

  /** One try, now, beside those that wait. Null when it arrived, else why not. */
  async sendNow(alert: Alert): Promise<string | null> {
    const { problem } = await this.#try(bodyOf(alert, ''))
    this.#problem = problem
    return problem
  }

  /** What waits is forgotten, as with another webhook. */
  forget(): void {
    this.#waiting = []
    this.#dropped = 0
    this.#problem = null
  }

  close(): void {
    this.#isClosed = true
    this.forget()
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const dropped = this.#dropped
      this.#dropped = 0
      const suffix = dropped === 0 ? '' : `\n(${dropped} earlier alerts were left out.)`
      this.#problem = await this.#deliver(bodyOf(next, suffix))
    }
    this.#isSending = false
  }

  async #deliver(body: string): Promise<string | null> {
    let waitMs = FIRST_WAIT_MS
    for (let tries = 1; ; tries += 1) {
      const { problem, isFinal, retryAfterMs } = await this.#try(body)
      if (problem === null || isFinal || tries === TRIES_MAX || this.#isClosed) return problem
      this.#problem = problem
      await this.#wait(Math.min(WAIT_MS_MAX, Math.max(waitMs, retryAfterMs ?? 0)))
      waitMs *= 3
    }
  }

  async #try(body: string) {
    const hook = this.#options.hook()
    if (hook === null) {
      return { problem: 'There is no webhook.', isFinal: true, retryAfterMs: null }
    }
    try {
      const { status, retryAfterMs } = await this.#options.post(hookAddress(hook), body)
      const problem = status >= 200 && status < 300 ? null : explain(status)
      return { problem, isFinal: isRefusal(status), retryAfterMs }
    } catch (cause) {
      // only the kind of failure: a library may put the address into its words
      const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
      const problem = `Discord cannot be reached${code}.`
      return { problem, isFinal: false, retryAfterMs: null }
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(ms, resolve)
    })
  }
}

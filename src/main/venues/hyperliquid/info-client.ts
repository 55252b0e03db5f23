import type { z } from 'zod'
import type { Clock } from '../../runtime/clock.ts'
import type { HttpPoster } from './http-post.ts'
import type { BudgetTier, RequestBudget } from './limits.ts'
import { answerWeight, infoWeight } from './limits.ts'
import type { Refusal } from './parse.ts'
import { parse, parseJson } from './parse.ts'

const ANSWER_TIMEOUT_MS = 10_000
const LONGEST_WAIT_MS = 10_000

export type ReadFailure = 'network' | 'refused' | 'rateLimit' | 'shape'

/** A question that the venue did not answer in a form we know. `message` is one sentence. */
export class VenueReadError extends Error {
  override readonly name = 'VenueReadError'
  readonly failure: ReadFailure
  constructor(failure: ReadFailure, message: string) {
    super(message)
    this.failure = failure
  }
}

export interface InfoRequest {
  readonly type: string
  readonly [field: string]: unknown
}

export interface InfoClientOptions {
  readonly poster: HttpPoster
  readonly budget: RequestBudget
  readonly clock: Clock
  /** An answer had an unknown shape (then the refusal), or has a known one again (then null). */
  readonly onShape: (type: string, refusal: Refusal | null) => void
}

/** What a failing venue said, short; a page of a proxy says nothing that helps. */
const plainText = (text: string): string => {
  const line = text.trim().split('\n')[0]?.slice(0, 200).replace(/\.$/, '') ?? ''
  return line === '' || line.startsWith('<') ? '' : `: ${line}`
}

/** Questions to `/info`: budgeted, checked against a schema, and repeatable by the caller. */
export class InfoClient {
  readonly #options: InfoClientOptions

  constructor(options: InfoClientOptions) {
    this.#options = options
  }

  /** Throws VenueReadError. */
  async ask<T>(request: InfoRequest, schema: z.ZodType<T>, tier: BudgetTier = 'read'): Promise<T> {
    const { budget, poster, onShape } = this.#options
    await this.#waitForBudget(infoWeight(request.type), tier)
    const body = JSON.stringify(request)
    const options = { timeoutMs: ANSWER_TIMEOUT_MS, isFreshConnection: false }
    const result = await poster.post('/info', body, options)
    if (result.kind !== 'answered') {
      throw new VenueReadError('network', `The venue did not answer: ${result.message}.`)
    }
    if (result.status === 429) {
      budget.penalise()
      throw new VenueReadError('rateLimit', 'The venue asks for fewer requests (E005).')
    }
    if (result.status !== 200) {
      const told = plainText(result.text)
      const reason = `The venue answered ${request.type} with HTTP ${result.status}${told}.`
      throw new VenueReadError(result.status >= 500 ? 'network' : 'refused', reason)
    }
    budget.forgive()
    const json = parseJson(result.text, `answer to ${request.type}`)
    const parsed = json.ok ? parse(schema, json.value, `answer to ${request.type}`) : json
    onShape(request.type, parsed.ok ? null : parsed)
    if (!parsed.ok) throw new VenueReadError('shape', parsed.message)
    if (json.ok && Array.isArray(json.value)) {
      budget.charge(answerWeight(request.type, json.value.length))
    }
    return parsed.value
  }

  async #waitForBudget(weight: number, tier: BudgetTier): Promise<void> {
    const { budget, clock } = this.#options
    const deadlineMs = clock.monotonicMs() + LONGEST_WAIT_MS
    while (!budget.tryTake(weight, tier)) {
      const waitMs = budget.waitMs(weight, tier)
      if (clock.monotonicMs() + waitMs > deadlineMs) {
        throw new VenueReadError(
          'rateLimit',
          'The request budget of this minute is used up (E005).',
        )
      }
      await new Promise<void>((resolve) => clock.setTimer(waitMs, resolve))
    }
  }
}

import type { SubmitAction } from '#core/engine/effects.ts'
import type { OrderAnswer, SubmissionAnswered } from '#core/engine/venue-inputs.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { addsRisk } from '#core/model/terms.ts'
import type { AddressBudget } from './address-budget.ts'
import { describeVenueError } from './error-table.ts'
import type { HttpPoster, PostResult } from './http-post.ts'
import type { EntryPace, RequestBudget } from './limits.ts'
import { actionWeight, ENTRIES_PER_MINUTE } from './limits.ts'
import { parse, parseJson } from './parse.ts'
import { exchangeAnswerSchema } from './parse-exchange.ts'
import { answeredIds } from './prepare.ts'
import { actionFromHex } from './sign-payload.ts'
import type { VenueLog } from './venue-log.ts'

type Outcome = SubmissionAnswered['outcome']

const ANSWER_TIMEOUT_MS = 10_000
const MAX_REMEMBERED = 10_000

export interface SubmitterOptions {
  readonly poster: HttpPoster
  readonly budget: RequestBudget
  readonly addressBudget: AddressBudget
  /** Null on paper, where a replay may pack a day into a minute. */
  readonly entryPace: EntryPace | null
  /** The machine's clock, set right by what was measured of the venue's; epoch ms. */
  readonly venueWallMs: () => number
  readonly log: VenueLog
}

const notSent = (message: string): Outcome => ({ result: 'notSent', message })
const unknown = (message: string): Outcome => ({ result: 'unknown', message })

/** One error for the whole batch stands for each of its orders. */
function spread(answers: readonly OrderAnswer[], count: number): readonly OrderAnswer[] | null {
  if (answers.length === count) return answers
  const [only] = answers
  if (answers.length !== 1 || only?.result !== 'error') return null
  return Array.from({ length: count }, () => only)
}

/** Sends signed actions, each once. */
export class Submitter {
  readonly #options: SubmitterOptions
  readonly #sent = new Set<string>()

  constructor(options: SubmitterOptions) {
    this.#options = options
  }

  /** Never rejects. Nothing is ever sent a second time, whoever asks. */
  async submit(effect: SubmitAction): Promise<SubmissionAnswered> {
    const { ticketId, attempt } = effect
    return {
      kind: 'submissionAnswered',
      ticketId,
      attempt,
      outcome: await this.#sendOnce(effect),
    }
  }

  async #sendOnce(effect: SubmitAction): Promise<Outcome> {
    const key = `${effect.signature.r}:${effect.nonce}`
    if (this.#sent.has(key)) {
      return unknown('This action was handed to the network before; it is not sent again.')
    }
    const body = this.#body(effect)
    if (body === null) return notSent('The action could not be read back; nothing was sent.')
    if (this.#options.venueWallMs() >= effect.expiresAfterMs) {
      return notSent('The action had expired before it was sent.')
    }
    const expected = answeredIds(effect.terms).length
    const isEntry = addsRisk(effect.terms)
    const refusal = isEntry ? this.#entryRefusal(expected) : null
    if (refusal !== null) return notSent(refusal)
    if (!this.#options.budget.tryTake(actionWeight(expected), isEntry ? 'entry' : 'exit')) {
      return notSent('The request budget of this minute is used up (E005); nothing was sent.')
    }
    this.#remember(key)
    if (isEntry) this.#options.entryPace?.take()
    this.#options.addressBudget.spend(Math.max(1, expected))
    const options = { timeoutMs: ANSWER_TIMEOUT_MS, isFreshConnection: true }
    return this.#read(await this.#options.poster.post('/exchange', body, options), expected)
  }

  #entryRefusal(count: number): string | null {
    const { addressBudget, entryPace } = this.#options
    const waitMs = entryPace?.waitMs() ?? 0
    if (waitMs === 0) return addressBudget.entryRefusal(count)
    const seconds = Math.ceil(waitMs / 1000)
    return `The desk sends ${ENTRIES_PER_MINUTE} entries a minute and no more (E005); nothing was sent. The next may go in ${seconds} s.`
  }

  #body(effect: SubmitAction): string | null {
    const { nonce, signature, expiresAfterMs } = effect
    try {
      const action = actionFromHex(effect.actionHex)
      const { r, s, v } = signature
      return JSON.stringify({ action, nonce, signature: { r, s, v }, expiresAfter: expiresAfterMs })
    } catch (error) {
      this.#options.log({ level: 'error', message: `unreadable action: ${String(error)}` })
      return null
    }
  }

  #remember(key: string): void {
    this.#sent.add(key)
    if (this.#sent.size <= MAX_REMEMBERED) return
    const [oldest] = this.#sent
    if (oldest !== undefined) this.#sent.delete(oldest)
  }

  #read(result: PostResult, expected: number): Outcome {
    switch (result.kind) {
      case 'notSent':
        return notSent(`The venue could not be reached (${result.message}); nothing was sent.`)
      case 'noAnswer':
        return unknown(`The venue did not answer (${result.message}).`)
      case 'answered':
        return this.#readAnswer(result.status, result.text, expected)
      default:
        return assertNever(result)
    }
  }

  #refused(venueWords: string): Outcome {
    const { code, message } = describeVenueError(venueWords)
    if (code === 'E005') this.#options.addressBudget.doubt()
    return { result: 'refused', message }
  }

  #readAnswer(status: number, text: string, expected: number): Outcome {
    // A gateway that limits or fails may have passed the action on: only the venue's words count.
    if (status === 429) {
      this.#options.budget.penalise()
      return unknown(
        'The venue asks for fewer requests (E005); asking it what became of the order.',
      )
    }
    if (status === 422) return this.#refused(text)
    if (status !== 200) return unknown(`The venue answered with HTTP ${status}.`)
    const json = parseJson(text, 'answer to an action')
    const parsed = json.ok ? parse(exchangeAnswerSchema, json.value, 'answer to an action') : json
    if (!parsed.ok) {
      const { message, sample } = parsed
      this.#options.log({ level: 'error', message, sample })
      return unknown(message)
    }
    const answer = parsed.value
    switch (answer.kind) {
      case 'refused':
        return this.#refused(answer.response)
      case 'done':
        return expected === 0
          ? { result: 'answered', answers: [] }
          : unknown('The venue said yes without a word on the orders.')
      case 'answers': {
        const answers = spread(answer.answers, expected)
        return answers
          ? { result: 'answered', answers }
          : unknown(`The venue answered ${answer.answers.length} of ${expected} orders.`)
      }
      default:
        return assertNever(answer)
    }
  }
}

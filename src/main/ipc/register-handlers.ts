import type { Answer, AnswerOf, ApiError, ErrorCode } from '#contract/desk-api.ts'
import { READY_CHANNEL, REQUEST_CHANNEL } from '#contract/desk-api.ts'
import type { RequestName, RequestOf } from '#contract/requests.ts'
import { requestSchemas } from '#contract/requests.ts'
import { fileFault } from '#core/model/fault-text.ts'
import type { Clock } from '../runtime/clock.ts'
import type { MessageLimits } from './measure-message.ts'
import { MESSAGE_LIMITS, wrongMessage } from './measure-message.ts'
import type { RateLimits } from './rate-limit.ts'
import { createRateLimit, RATE_LIMITS } from './rate-limit.ts'
import type { IpcEvent } from './trusted-sender.ts'

/** What each request does; the payload has passed its schema. */
export type DeskHandlers = {
  readonly [Name in RequestName]: (
    payload: RequestOf<Name>,
  ) => Answer<AnswerOf<Name>> | Promise<Answer<AnswerOf<Name>>>
}

/** What is needed of Electron's ipcMain; a fake in the tests. */
export interface IpcMainLike {
  handle(channel: string, listener: (event: IpcEvent, ...words: unknown[]) => unknown): void
  removeHandler(channel: string): void
  on(channel: string, listener: (event: IpcEvent) => void): unknown
  removeListener(channel: string, listener: (event: IpcEvent) => void): unknown
}

export interface HandlerLimits extends MessageLimits, RateLimits {
  /** Requests that wait for their answer at the same time. */
  readonly openMax: number
}

export const HANDLER_LIMITS: HandlerLimits = { ...MESSAGE_LIMITS, ...RATE_LIMITS, openMax: 64 }

export interface RegisterOptions {
  readonly ipcMain: IpcMainLike
  readonly isTrustedSender: (event: IpcEvent) => boolean
  readonly handlers: DeskHandlers
  readonly clock: Clock
  readonly limits?: HandlerLimits
  /** The shell has the first live price on the screen. */
  readonly onReady?: () => void
  /** A request that was refused before it reached its handler, for the log. */
  readonly onRefused?: (error: ApiError) => void
  /** A handler that threw: a bug of ours. */
  readonly onFault?: (name: RequestName, cause: unknown) => void
}

/** Of what a wrong request held, repeated in the answer. */
const TEXT_MAX = 160

type Refusal = Answer<never>

const refuse = (code: ErrorCode, message: string, context?: ApiError['context']): Refusal => ({
  ok: false,
  error: context === undefined ? { code, message } : { code, message, context },
})

const isRequestName = (name: unknown): name is RequestName =>
  typeof name === 'string' && Object.hasOwn(requestSchemas, name)

/**
 * Listens to the desk's two channels and to nothing else. A request is answered, whatever comes:
 * sender, rate, size, name and schema are checked in this order, and a fault in a handler becomes
 * an answer too. Returns what takes the listeners off again.
 */
export function registerHandlers(options: RegisterOptions): () => void {
  const { ipcMain, isTrustedSender } = options
  const limits = options.limits ?? HANDLER_LIMITS
  const isWithinRate = createRateLimit(options.clock, limits)
  let open = 0

  /** The parsed request, or why not. */
  const admit = (event: IpcEvent, words: readonly unknown[]): Admitted | Refusal => {
    if (!isTrustedSender(event)) {
      return refuse('forbiddenSender', 'Only the window of the desk may ask the desk.')
    }
    if (!isWithinRate(event.sender.id) || open >= limits.openMax) {
      return refuse('tooManyRequests', 'Too many requests at once: wait a second and try again.')
    }
    return parseRequest(words, limits)
  }

  const answer = async (event: IpcEvent, ...words: unknown[]): Promise<Answer<unknown>> => {
    const admitted = guarded(() => admit(event, words))
    if ('ok' in admitted) {
      if (!admitted.ok) options.onRefused?.(admitted.error)
      return admitted
    }
    open += 1
    try {
      return await callHandler(options.handlers, admitted)
    } catch (cause) {
      options.onFault?.(admitted.name, cause)
      const why = fileFault(cause) ?? 'See the log.'
      return refuse('internal', `The desk could not do that, and nothing was sent. ${why}`)
    } finally {
      open -= 1
    }
  }
  const ready = (event: IpcEvent): void => {
    if (isTrustedSender(event)) options.onReady?.()
  }

  ipcMain.handle(REQUEST_CHANNEL, answer)
  ipcMain.on(READY_CHANNEL, ready)
  return () => {
    ipcMain.removeHandler(REQUEST_CHANNEL)
    ipcMain.removeListener(READY_CHANNEL, ready)
  }
}

interface Admitted {
  readonly name: RequestName
  readonly payload: unknown
}

/** A message can be an object that throws when it is looked at: that is a wrong message too. */
function guarded(check: () => Admitted | Refusal): Admitted | Refusal {
  try {
    return check()
  } catch (cause) {
    const why = cause instanceof Error ? cause.name : 'unknown fault'
    return refuse('invalidRequest', `The request could not be read (${why}). Reload the window.`)
  }
}

function parseRequest(words: readonly unknown[], limits: MessageLimits): Admitted | Refusal {
  const [name, payload] = words
  if (!isRequestName(name)) {
    return refuse('invalidRequest', 'The desk knows no such request. Reload the window.')
  }
  const wrong = words.length === 2 ? wrongMessage(payload, limits) : 'it has too many parts'
  if (wrong !== null) {
    return refuse('invalidRequest', `The request ${name} was refused: ${wrong}.`)
  }
  const parsed = requestSchemas[name].safeParse(payload)
  if (parsed.success) return { name, payload: parsed.data }
  const [issue] = parsed.error.issues
  const field = (issue?.path.join('.') || 'the request').slice(0, TEXT_MAX)
  const expected = (issue?.message ?? 'something else').slice(0, TEXT_MAX)
  return refuse('invalidRequest', `The request ${name} was refused at ${field}: ${expected}.`, {
    field,
    expected,
  })
}

/** The schema of this very name made the payload, which is what the handler of the name takes. */
async function callHandler(handlers: DeskHandlers, request: Admitted): Promise<Answer<unknown>> {
  const handler = handlers[request.name] as (payload: unknown) => Answer<unknown>
  return await handler(request.payload)
}

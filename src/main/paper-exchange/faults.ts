import { z } from 'zod'

/** Where a fault strikes: requests to /info and /exchange (WebSocket posts too), or pushed messages. */
export type FaultPoint = 'info' | 'exchange' | 'push'

export type FaultEffect =
  /** A request is lost before the venue sees it (its connection closes); a message is not sent. */
  | { readonly kind: 'drop' }
  /** The request reaches the venue late. */
  | { readonly kind: 'delayRequest'; readonly ms: number }
  /** The venue acts at once and its answer, or the message, comes late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The request arrives twice, or the message is sent twice. */
  | { readonly kind: 'duplicate' }
  /** The message comes after the one that follows it, or a second later where none follows. */
  | { readonly kind: 'reorder' }
  /** The venue acts and then answers an error all the same. */
  | { readonly kind: 'acceptThenError'; readonly message: string }
  /** The venue acts and the connection closes before the answer. */
  | { readonly kind: 'answerLost' }
  /** An HTTP status instead of an answer: 429, 502, … The venue does nothing. */
  | { readonly kind: 'status'; readonly code: number; readonly body?: string }
  /** The answer or message is cut in the middle. */
  | { readonly kind: 'malformed' }
  /** Every field of this name has another one. */
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }

export interface FaultRule {
  readonly point: FaultPoint
  /** Only requests of this type, or messages of this channel; every one when absent. */
  readonly match?: string
  /** How many times; 1 when absent, null without end. */
  readonly times?: number | null
  readonly effect: FaultEffect
}

interface Armed {
  readonly rule: FaultRule
  left: number
}

/** The faults that a test asked for; each strikes as often as it says and then is gone. */
export class Faults {
  #armed: Armed[] = []
  readonly #closeSockets: () => void
  readonly #setClockSkew: (ms: number) => void

  constructor(controls: { closeSockets: () => void; setClockSkew: (ms: number) => void }) {
    this.#closeSockets = controls.closeSockets
    this.#setClockSkew = controls.setClockSkew
  }

  /** Arms a rule; the returned function calls it off. */
  add(rule: FaultRule): () => void {
    const left = rule.times === null ? Number.POSITIVE_INFINITY : (rule.times ?? 1)
    const armed = { rule, left }
    this.#armed.push(armed)
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed)
    }
  }

  /** Nothing of this channel is sent any more, while the socket stays open. */
  freezeChannel(channel: string): () => void {
    return this.add({ point: 'push', match: channel, times: null, effect: { kind: 'drop' } })
  }

  /** Closes every WebSocket at once, without a word. */
  closeSockets(): void {
    this.#closeSockets()
  }

  /** The venue's clock runs this far ahead of the machine's (behind, when negative). */
  setClockSkew(ms: number): void {
    this.#setClockSkew(ms)
  }

  clear(): void {
    this.#armed = []
    this.#setClockSkew(0)
  }

  /** A command of POST /faults. Null: done; otherwise what is wrong with it. */
  command(body: unknown): string | null {
    const parsed = commandSchema.safeParse(body)
    if (!parsed.success) return z.prettifyError(parsed.error)
    const command = parsed.data
    if ('closeSockets' in command) this.closeSockets()
    else if ('clear' in command) this.clear()
    else if ('freezeChannel' in command) this.freezeChannel(command.freezeChannel)
    else if ('clockSkewMs' in command) this.setClockSkew(command.clockSkewMs)
    else this.add(command as FaultRule)
    return null
  }

  /** The first armed fault for this point and type; it counts as used. */
  take(point: FaultPoint, type: string): FaultEffect | null {
    const armed = this.#armed.find(
      ({ rule }) => rule.point === point && (rule.match === undefined || rule.match === type),
    )
    if (!armed) return null
    armed.left -= 1
    if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed)
    return armed.rule.effect
  }
}

/** The text as this fault leaves it. */
export function spoil(text: string, effect: FaultEffect | null): string {
  if (effect?.kind === 'malformed') return text.slice(0, Math.max(1, Math.floor(text.length / 2)))
  if (effect?.kind === 'rename') return text.replaceAll(`"${effect.from}":`, `"${effect.to}":`)
  return text
}

const ms = z.number().int().nonnegative().max(600_000)
const effectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop') }),
  z.strictObject({ kind: z.literal('delayRequest'), ms }),
  z.strictObject({ kind: z.literal('delay'), ms }),
  z.strictObject({ kind: z.literal('duplicate') }),
  z.strictObject({ kind: z.literal('reorder') }),
  z.strictObject({ kind: z.literal('acceptThenError'), message: z.string() }),
  z.strictObject({ kind: z.literal('answerLost') }),
  z.strictObject({
    kind: z.literal('status'),
    code: z.number().int().min(400).max(599),
    body: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('malformed') }),
  z.strictObject({ kind: z.literal('rename'), from: z.string(), to: z.string() }),
])
const commandSchema = z.union([
  z.strictObject({
    point: z.enum(['info', 'exchange', 'push']),
    match: z.string().optional(),
    times: z.number().int().positive().nullable().optional(),
    effect: effectSchema,
  }),
  z.strictObject({ closeSockets: z.literal(true) }),
  z.strictObject({ clear: z.literal(true) }),
  z.strictObject({ freezeChannel: z.string() }),
  z.strictObject({ clockSkewMs: z.number().int() }),
])

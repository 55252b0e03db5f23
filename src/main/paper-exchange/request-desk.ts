import type { PaperVenue } from './paper-venue.ts'
import { AddressLimits } from './protocol/address-limits.ts'
import { ExchangeHandler } from './protocol/handle-exchange.ts'
import { InfoHandler } from './protocol/handle-info.ts'
import { infoRowWeight, infoWeight } from './protocol/info-schemas.ts'

/** An answer with its HTTP status; what is no answer is a text. */
export type Reply =
  | { readonly status: 200; readonly value: unknown }
  | { readonly status: 422 | 500; readonly text: string }

/** One door for both ways in: HTTP requests and WebSocket posts. */
export class RequestDesk {
  readonly #info: InfoHandler
  readonly #exchange: ExchangeHandler
  readonly #venue: PaperVenue

  constructor(venue: PaperVenue) {
    this.#venue = venue
    const limits = new AddressLimits()
    this.#info = new InfoHandler(venue, limits)
    this.#exchange = new ExchangeHandler(venue, limits)
  }

  handle(point: 'info' | 'exchange', body: unknown): Reply {
    const { failure } = this.#venue
    if (failure !== null) return { status: 500, text: failure }
    try {
      return point === 'info' ? this.#askInfo(body) : this.#act(body)
    } catch (cause) {
      return { status: 500, text: this.#venue.failure ?? (cause as Error).message }
    }
  }

  #askInfo(body: unknown): Reply {
    const reply = this.#info.handle(body)
    return reply.ok ? { status: 200, value: reply.value } : { status: 422, text: reply.message }
  }

  #act(body: unknown): Reply {
    const reply = this.#exchange.handle(body)
    return reply.kind === 'answer'
      ? { status: 200, value: reply.answer }
      : { status: 422, text: reply.message }
  }

  /** The type that a fault rule may name. */
  typeOf(point: 'info' | 'exchange', body: unknown): string {
    const holder = point === 'info' ? body : fieldOf(body, 'action')
    const type = fieldOf(holder, 'type')
    return typeof type === 'string' ? type : ''
  }

  /** What the venue counts against a machine's 1,200 a minute. */
  weightOf(point: 'info' | 'exchange', body: unknown): number {
    const type = this.typeOf(point, body)
    if (point === 'info') return infoWeight(type)
    const action = fieldOf(body, 'action')
    const batch = ['orders', 'cancels', 'modifies'].map((name) => fieldOf(action, name))
    const longest = batch.find((list) => Array.isArray(list)) as unknown[] | undefined
    return 1 + Math.floor((longest?.length ?? 1) / 40)
  }
}

/** What an answer costs a machine beyond its question. */
export const weightOfReply = (type: string, reply: Reply): number =>
  reply.status === 200 ? infoRowWeight(type, reply.value) : 0

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

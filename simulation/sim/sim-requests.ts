import type { SubmitAction } from '#core/engine/effects.ts'
import type {
  AccountObserved,
  OrderLookedUp,
  SubmissionAnswered,
} from '#core/engine/venue-inputs.ts'
import type { ClientOrderId } from '#core/model/ids.ts'
import { asClientOrderId, asVenueOrderId } from '#core/model/ids.ts'
import type { Clock } from '../../src/main/runtime/clock.ts'
import { orderStatusFor } from '../../src/main/venues/hyperliquid/order-words.ts'
import type { SimClock } from './sim-clock.ts'
import type { KnownOrder, SimExchange, SimReply } from './sim-exchange.ts'
import type { SimNetwork } from './sim-network.ts'

type Outcome = SubmissionAnswered['outcome']
type Report = Extract<OrderLookedUp['answer'], { result: 'found' }>['report']

/** As long as the adapter waits for an answer. */
const ANSWER_TIMEOUT_MS = 10_000
/** A reader of the venue may be behind by as much. */
const LAG_MS = 2_500

export interface RequestParts {
  readonly exchange: SimExchange
  readonly network: SimNetwork
  /** Of the world: what is on its way arrives, whoever has died since. */
  readonly world: SimClock
  /** Of the desk: its timeouts end with it. */
  readonly clock: Clock
  /** Something was promised and has come: let the promises run. */
  readonly stir: () => void
}

export function reportOf(known: KnownOrder): Report {
  const { order, status, statusMs } = known
  return {
    kind: 'orderReported',
    clientOrderId: order.clientOrderId === null ? null : asClientOrderId(order.clientOrderId),
    venueOrderId: asVenueOrderId(String(order.oid)),
    status: orderStatusFor(status) ?? 'open',
    venueStatus: status,
    tsEventMs: statusMs,
  }
}

const toOutcome = (reply: SimReply): Outcome =>
  reply.status === 'ok'
    ? { result: 'answered', answers: reply.answers }
    : { result: 'refused', message: reply.message }

/** Questions and orders over a line that loses, delays, doubles and lies. */
export class SimRequests {
  readonly #parts: RequestParts

  constructor(parts: RequestParts) {
    this.#parts = parts
  }

  /** Sends once; what the network makes of it is the network's doing. */
  submit(effect: SubmitAction): Promise<SubmissionAnswered> {
    const { clock, exchange, network, stir } = this.#parts
    const { ticketId, attempt } = effect
    return new Promise((resolve) => {
      let isSettled = false
      const settle = (outcome: Outcome): void => {
        if (isSettled) return
        isSettled = true
        resolve({ kind: 'submissionAnswered', ticketId, attempt, outcome })
        stir()
      }
      const notSent = (message: string) =>
        clock.setTimer(network.latencyMs(), () => settle({ result: 'notSent', message }))
      if (exchange.nowMs >= effect.expiresAfterMs) {
        notSent('The action had expired before it was sent.')
        return
      }
      if (network.isBroken || network.strikes('unreachable')) {
        notSent('The venue could not be reached; nothing was sent.')
        return
      }
      clock.setTimer(ANSWER_TIMEOUT_MS, () =>
        settle({ result: 'unknown', message: 'The venue did not answer.' }),
      )
      this.#travel(effect, settle)
    })
  }

  #travel(effect: SubmitAction, settle: (outcome: Outcome) => void): void {
    const { world, network } = this.#parts
    if (network.strikes('requestLost')) return
    if (network.strikes('rateLimited')) {
      const outcome: Outcome = { result: 'unknown', message: 'The venue asks for fewer requests.' }
      this.#answer(() => settle(outcome))
      return
    }
    const delayMs = network.strikes('requestLate') ? network.lateMs() : network.latencyMs()
    world.setTimer(delayMs, () => this.#arrive(effect, settle))
    if (network.strikes('requestTwice')) {
      world.setTimer(delayMs + network.latencyMs(), () => this.#arrive(effect, () => undefined))
    }
  }

  #arrive(effect: SubmitAction, settle: (outcome: Outcome) => void): void {
    const { clock, exchange, network, world } = this.#parts
    if (network.strikes('ambush')) {
      this.#ambush(effect, settle)
      return
    }
    const reply = exchange.perform(effect, world.wallMs())
    if (network.strikes('answerLost')) return
    if (network.strikes('gateway')) {
      this.#answer(() => settle({ result: 'unknown', message: 'HTTP 502' }))
      return
    }
    if (network.strikes('errorAfterAccept')) {
      this.#refuse(settle)
      return
    }
    const wayMs = network.strikes('answerLate') ? network.lateMs() : network.latencyMs()
    clock.setTimer(wayMs, () => settle(toOutcome(reply)))
  }

  /**
   * The price strikes in the very block of the action. Either the news of it come before a late
   * answer, or an error hides what was accepted, and only a question tells.
   */
  #ambush(effect: SubmitAction, settle: (outcome: Outcome) => void): void {
    const { clock, exchange, network, world } = this.#parts
    const perform = (): SimReply => exchange.perform(effect, world.wallMs(), true)
    if (network.strikes('newsLost')) {
      network.unheard(['open', 'triggered'], perform)
      this.#refuse(settle)
      return
    }
    const reply = network.unheard(['open'], perform)
    clock.setTimer(network.lateMs(), () => settle(toOutcome(reply)))
  }

  #refuse(settle: (outcome: Outcome) => void): void {
    this.#answer(() => settle({ result: 'refused', message: 'Internal error, please retry.' }))
  }

  #answer(deliver: () => void): void {
    const { clock, network } = this.#parts
    clock.setTimer(network.latencyMs(), deliver)
  }

  /** A question: `read` runs at the venue; null when no answer comes back. */
  ask<T>(read: (lagMs: number) => T): Promise<T | null> {
    const { clock, network, stir } = this.#parts
    return new Promise((resolve) => {
      const deliver = (answer: T | null): void => {
        resolve(answer)
        stir()
      }
      if (network.isBroken || network.strikes('readFailed')) {
        clock.setTimer(network.latencyMs(), () => deliver(null))
        return
      }
      clock.setTimer(network.latencyMs(), () => {
        const answer = read(network.strikes('readLags') ? LAG_MS : 0)
        clock.setTimer(network.latencyMs(), () => deliver(answer))
      })
    })
  }

  async lookUp(clientOrderId: ClientOrderId): Promise<OrderLookedUp> {
    const { exchange } = this.#parts
    const found = await this.ask((lagMs) => {
      const known = exchange.find(clientOrderId)
      return { known: known && known.bornMs <= exchange.nowMs - lagMs ? known : null }
    })
    const answer: OrderLookedUp['answer'] =
      found === null
        ? { result: 'failed', message: 'The venue did not answer.' }
        : found.known
          ? { result: 'found', report: reportOf(found.known) }
          : { result: 'neverSeen' }
    return { kind: 'orderLookedUp', clientOrderId, answer }
  }

  async observe(cause: AccountObserved['cause']): Promise<AccountObserved> {
    const observed = await this.ask(() => this.#parts.exchange.observe(cause))
    if (observed === null) throw new Error('The venue did not answer.')
    return observed
  }
}

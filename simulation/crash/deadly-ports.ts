import type { EventType } from '#core/engine/events.ts'
import type { Emit, StorePort, VenuePort } from '../../src/main/runtime/ports.ts'
import type { KillPlan } from './kill-plan.ts'

/** Counts the boundaries that a desk passes and ends the process where the plan says so. */
export class Executioner {
  readonly #plan: KillPlan
  #moments = 0

  constructor(plan: KillPlan) {
    this.#plan = plan
  }

  get moments(): number {
    return this.#moments
  }

  pass(): void {
    this.#moments += 1
    if (this.#plan.at === 'atMoment' && this.#moments >= this.#plan.moment) kill()
  }

  passCommit(at: 'beforeCommit' | 'afterCommit', types: readonly EventType[]): void {
    if (this.#plan.at === at && types.includes(this.#plan.event)) kill()
    this.pass()
  }

  passSend(): void {
    if (this.#plan.at === 'afterSend') kill()
    this.pass()
  }
}

/** No handler, no flush, no goodbye: what a power cut leaves behind of this process. */
function kill(): void {
  process.kill(process.pid, 'SIGKILL')
}

export function deadlyStore<Store extends StorePort>(
  store: Store,
  executioner: Executioner,
  onCommitted: (types: readonly EventType[]) => void,
): Store {
  return {
    ...store,
    commit(input, recordedBefore, events, effects) {
      const types = events.map((event) => event.type)
      executioner.passCommit('beforeCommit', types)
      const ids = store.commit(input, recordedBefore, events, effects)
      executioner.passCommit('afterCommit', types)
      onCommitted(types)
      return ids
    },
    settle(outboxId) {
      store.settle(outboxId)
      executioner.pass()
    },
  }
}

export interface DeadlyVenue extends VenuePort {
  /** Questions that the venue has not answered yet. */
  questions(): number
}

export function deadlyVenue(venue: VenuePort, executioner: Executioner): DeadlyVenue {
  let asked = 0
  const question = async <T>(answer: Promise<T>): Promise<T> => {
    asked += 1
    try {
      return await answer
    } finally {
      asked -= 1
    }
  }
  return {
    questions: () => asked,
    mode: venue.mode,
    start: (emit: Emit) =>
      venue.start((body) => {
        // Prices come many times a second and write nothing: no place to die in.
        if (body.kind !== 'quoteTick') executioner.pass()
        emit(body)
      }),
    prepare: (terms, nonce, expiresAfterMs) => venue.prepare(terms, nonce, expiresAfterMs),
    async submit(effect) {
      executioner.pass()
      const answer = venue.submit(effect)
      executioner.pass()
      const answered = await answer
      executioner.passSend()
      return answered
    },
    lookUpOrder: (clientOrderId) => question(venue.lookUpOrder(clientOrderId)),
    observeAccount: (cause) => question(venue.observeAccount(cause)),
    loadCandles: (coin, timeframe, count) => venue.loadCandles(coin, timeframe, count),
    watchCandles: (coin, timeframe) => venue.watchCandles(coin, timeframe),
    instruments: () => venue.instruments(),
    marketNowMs: () => venue.marketNowMs(),
    stop: () => venue.stop(),
  }
}

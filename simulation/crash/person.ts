import type { InputBody } from '#core/engine/inputs.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import { createSeededRandom } from '#core/matching/seeded-hash.ts'
import type { Order } from '#core/model/order.ts'
import { isAtVenue } from '#core/model/order-status.ts'
import type { Price, Quantity } from '#core/money/amount.ts'
import { absolute, asPrice } from '#core/money/amount.ts'
import { parseQuantity } from '#core/money/decimal.ts'
import type { DeskOrders } from './desk-messages.ts'

const COIN = 'BTC'

/** Whoever sits at the desk. Looks after every step; what it presses is an input like any other. */
export interface Person {
  look(state: DeskState): void
  /** Nothing more will be pressed. */
  isDone(state: DeskState): boolean
}

type Press = (body: InputBody) => void

export const isReady = (state: DeskState): boolean =>
  state.market.venue.state === 'live' &&
  state.market.isReconciled &&
  state.book.day !== null &&
  state.market.quotes.has(COIN)

const proposal = (
  side: 'buy' | 'sell',
  entry: Extract<InputBody, { kind: 'orderProposed' }>['entry'],
  quantity: Quantity | null,
): InputBody => ({
  kind: 'orderProposed',
  coin: COIN,
  side,
  entry,
  sizing: quantity === null ? { by: 'risk' } : { by: 'quantity', quantity },
  stopPrice: null,
  targetPrice: null,
})

/** Presses Approve on everything that waits, once an offer. */
class Approver {
  readonly #pressed = new Set<string>()
  readonly #press: Press

  constructor(press: Press) {
    this.#press = press
  }

  look(state: DeskState): void {
    if (!isReady(state)) return
    for (const { ticketId, stage, digest, attempt } of state.book.tickets.values()) {
      const key = `${ticketId} ${digest} ${attempt}`
      if (stage !== 'pending' || this.#pressed.has(key)) continue
      this.#pressed.add(key)
      this.#press({ kind: 'approvalGranted', ticketId, digest })
    }
  }
}

const hasPending = (state: DeskState): boolean =>
  [...state.book.tickets.values()].some((ticket) => ticket.stage === 'pending')

function approvingPerson(press: Press): Person {
  const approver = new Approver(press)
  return {
    look: (state) => approver.look(state),
    isDone: (state) => !hasPending(state),
  }
}

/** One bracket at the market: proposed, approved, filled. */
function tradingPerson(press: Press): Person {
  const approver = new Approver(press)
  let hasProposed = false
  return {
    look(state) {
      if (!hasProposed && isReady(state)) {
        hasProposed = true
        press(proposal('buy', { type: 'market' }, null))
      }
      approver.look(state)
    },
    isDone: (state) => hasProposed && state.book.positions.has(COIN) && !hasPending(state),
  }
}

/** Every control of the desk in an order drawn from a seed, each press after the last one's step. */
class BusyPerson implements Person {
  readonly #random: ReturnType<typeof createSeededRandom>
  readonly #press: Press
  #left: number
  #nextMs = 0

  constructor(press: Press, seed: number, presses: number) {
    this.#press = press
    this.#random = createSeededRandom(seed)
    this.#left = presses
  }

  isDone(): boolean {
    return this.#left === 0
  }

  look(state: DeskState): void {
    const { nowWallMs } = state.market
    if (this.#left === 0 || !isReady(state) || nowWallMs < this.#nextMs) return
    this.#left -= 1
    this.#nextMs = nowWallMs + Math.floor(this.#random.next() * 60)
    const body = this.#choose(state)
    if (body) this.#press(body)
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random.next() * list.length)]
  }

  #choose(state: DeskState): InputBody | null {
    const pending = [...state.book.tickets.values()].filter(({ stage }) => stage === 'pending')
    const roll = this.#random.next()
    if (pending.length > 0 && roll < 0.75) return this.#answer(pending)
    if (state.book.risk.causes.length > 0 && roll < 0.5) {
      return { kind: 'resumeRequested', typedWord: 'RESUME' }
    }
    if (roll < 0.45) return this.#propose(state)
    return this.#touch(state, roll)
  }

  #answer(pending: readonly Ticket[]): InputBody | null {
    const ticket = this.#pick(pending)
    if (!ticket) return null
    const { ticketId, digest } = ticket
    return this.#random.next() < 0.9
      ? { kind: 'approvalGranted', ticketId, digest }
      : { kind: 'approvalDeclined', ticketId, reason: 'Changed my mind.' }
  }

  /** A market order, or a limit that rests below the market and never fills here. */
  #propose(state: DeskState): InputBody | null {
    const quote = state.market.quotes.get(COIN)
    if (!quote) return null
    if (this.#random.next() < 0.5) {
      return proposal('buy', { type: 'market' }, parseQuantity('0.002'))
    }
    const dollar = 100_000_000n
    const price: Price = asPrice(((quote.bid * 97n) / 100n / dollar) * dollar)
    return proposal('buy', { type: 'limit', price }, parseQuantity('0.001'))
  }

  #touch(state: DeskState, roll: number): InputBody | null {
    const resting = [...state.book.orders.values()].filter((order) => isAtVenue(order.status))
    const position = state.book.positions.get(COIN)
    if (roll < 0.6) return this.#move(state, resting)
    if (roll < 0.75) {
      const entry = this.#pick(resting.filter((order) => order.role === 'entry'))
      return entry ? { kind: 'cancelRequested', clientOrderIds: [entry.clientOrderId] } : null
    }
    if (roll < 0.95) {
      if (!position) return null
      const half = (absolute(position.quantity) / 2n) as Quantity
      return { kind: 'closeRequested', coin: COIN, quantity: roll < 0.85 ? half : null }
    }
    return { kind: 'killPressed', reason: 'A drill.', shouldFlatten: roll > 0.98 }
  }

  #move(state: DeskState, resting: readonly Order[]): InputBody | null {
    const stop = this.#pick(resting.filter((order) => order.role === 'stop'))
    if (!stop || !state.book.positions.has(COIN)) return null
    const triggerPrice = asPrice((stop.price * 999n) / 1000n)
    return { kind: 'moveRequested', clientOrderId: stop.clientOrderId, triggerPrice }
  }
}

export function createPerson(wanted: DeskOrders['person'], press: Press): Person {
  switch (wanted.does) {
    case 'oneTrade':
      return tradingPerson(press)
    case 'approve':
      return approvingPerson(press)
    case 'everything':
      return new BusyPerson(press, wanted.seed, wanted.presses)
    default:
      return { look: () => undefined, isDone: () => true }
  }
}

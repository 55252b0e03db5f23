import type { InputBody } from '#core/engine/inputs.ts'
import { LOOSEN_WORD } from '#core/engine/limit-changes.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import type { Order } from '#core/model/order.ts'
import { isAtVenue } from '#core/model/order-status.ts'
import type { Price, Quantity } from '#core/money/amount.ts'
import { absolute, asPrice } from '#core/money/amount.ts'
import { roundToTick } from '#core/money/tick.ts'
import type { Clock } from '../../src/main/runtime/clock.ts'
import { INSTRUMENTS } from './sim-market.ts'
import type { SimRandom } from './sim-random.ts'

const LOOK_EVERY_MS = 4_000
const ACT_EVERY_MS = 100_000
/** An order so near to the price trades soon. */
const BESIDE = 0.0015

export interface PersonParts {
  readonly random: SimRandom
  readonly clock: Clock
  readonly state: () => DeskState
  readonly press: (body: InputBody) => void
  /** No more wishes: only what waits for an answer gets one. */
  readonly isCalm: () => boolean
}

/** Whoever sits at the desk while one process lives: wishes, answers late, changes their mind. */
export class SimPerson {
  readonly #parts: PersonParts
  readonly #plans = new Map<string, number>()
  readonly #regretted = new Set<string>()

  constructor(parts: PersonParts) {
    this.#parts = parts
    this.#look()
    this.#act()
  }

  #look(): void {
    const { clock } = this.#parts
    clock.setTimer(LOOK_EVERY_MS, () => {
      this.#answerTickets()
      this.#regret()
      this.#look()
    })
  }

  #act(): void {
    const { clock, random, isCalm, press, state } = this.#parts
    clock.setTimer(random.wait(ACT_EVERY_MS), () => {
      if (!isCalm()) {
        const body = this.#wish(state())
        if (body) press(body)
        // A hand that slips presses twice.
        if (body && random.chance(0.04)) press(body)
      }
      this.#act()
    })
  }

  /** A stop beside the price gives second thoughts, once: it may trigger while its cancel travels. */
  #regret(): void {
    const { random, state, press, isCalm } = this.#parts
    if (isCalm()) return
    const order = this.#hanging(state()) ?? this.#nextToTrade(state())
    if (!order || this.#regretted.has(order.clientOrderId)) return
    this.#regretted.add(order.clientOrderId)
    if (!random.chance(0.3)) return
    press({ kind: 'cancelRequested', clientOrderIds: [order.clientOrderId] })
  }

  /** A stop that has triggered and does not fill makes everybody nervous. */
  #hanging({ book }: DeskState): Order | undefined {
    for (const order of book.openOrders.values()) {
      if (order.status === 'Triggered' && !this.#regretted.has(order.clientOrderId)) return order
    }
    return undefined
  }

  #answerTickets(): void {
    const { random, clock, state, press, isCalm } = this.#parts
    for (const ticket of state().book.underWay.values()) {
      if (ticket.stage !== 'pending') continue
      const key = `${ticket.ticketId} ${ticket.digest} ${ticket.attempt}`
      const planned = this.#plans.get(key)
      if (planned === undefined) {
        const isLate = !isCalm() && random.chance(0.1)
        const delayMs = isLate ? random.whole(60_000, 160_000) : random.whole(2_000, 30_000)
        this.#plans.set(key, clock.monotonicMs() + delayMs)
      } else if (clock.monotonicMs() >= planned) {
        this.#plans.set(key, Number.POSITIVE_INFINITY)
        for (const body of this.#answer(ticket)) press(body)
      }
    }
  }

  #answer({ ticketId, digest }: Ticket): InputBody[] {
    const { random, isCalm } = this.#parts
    const approve: InputBody = { kind: 'approvalGranted', ticketId, digest }
    if (isCalm()) return [approve]
    const roll = random.share()
    if (roll < 0.78) return [approve]
    if (roll < 0.82) return [approve, approve]
    if (roll < 0.88) return [{ kind: 'approvalDeclined', ticketId, reason: 'Not today.' }]
    if (roll < 0.92) return [approve, { kind: 'approvalDeclined', ticketId, reason: 'No, wait.' }]
    if (roll < 0.95) return [{ kind: 'requoteRequested', ticketId }]
    return roll < 0.97 ? [{ kind: 'approvalGranted', ticketId, digest: 'stale' }] : []
  }

  #wish(state: DeskState): InputBody | null {
    const { random } = this.#parts
    const { book } = state
    if (book.risk.causes.length > 0 && random.chance(0.3)) {
      return { kind: 'resumeRequested', typedWord: random.chance(0.9) ? 'RESUME' : 'resume' }
    }
    const roll = random.share()
    if (roll < 0.46) return this.#propose(state)
    if (roll < 0.54) return this.#close(state)
    if (roll < 0.68) return this.#move(state)
    if (roll < 0.8) return this.#cancel(state)
    if (roll < 0.83) return this.#leverage()
    if (roll < 0.9) return this.#protect(state)
    if (roll < 0.93) return this.#reverse(state)
    if (roll < 0.96) return this.#editLimits(state)
    return random.chance(0.6)
      ? { kind: 'killPressed', reason: 'News.', shouldFlatten: random.chance(0.4) }
      : null
  }

  #propose(state: DeskState): InputBody | null {
    const { random } = this.#parts
    const instrument = random.pick(INSTRUMENTS)
    const quote = instrument && state.market.quotes.get(instrument.coin)
    if (!instrument || !quote) return null
    const { coin, sizeDecimals } = instrument
    const side = random.chance(0.5) ? 'buy' : 'sell'
    // Some limits rest far away, some are traded through in minutes.
    const away = BigInt(random.pick([5, 12, 30, 100, 300]) ?? 30)
    const shift = (quote.mark * away) / 10_000n
    const price = roundToTick(
      asPrice(side === 'buy' ? quote.mark - shift : quote.mark + shift),
      sizeDecimals,
      'down',
    )
    const isMarket = random.chance(0.4)
    return {
      kind: 'orderProposed',
      coin,
      side,
      entry: isMarket ? { type: 'market' } : { type: 'limit', price },
      sizing: { by: 'risk' },
      stopPrice:
        isMarket && random.chance(0.4) ? this.#tightStop(quote.mark, side, sizeDecimals) : null,
      targetPrice: null,
    }
  }

  /** So tight that it may fire before anybody has heard that its entry has filled. */
  #tightStop(mark: Price, side: 'buy' | 'sell', sizeDecimals: number): Price {
    const distance = (mark * BigInt(this.#parts.random.whole(10, 45))) / 10_000n
    const price = asPrice(side === 'buy' ? mark - distance : mark + distance)
    return roundToTick(price, sizeDecimals, side === 'buy' ? 'down' : 'up')
  }

  #someCoin(state: DeskState): string | undefined {
    return this.#parts.random.pick([...state.book.positions.keys()])
  }

  #close(state: DeskState): InputBody | null {
    const coin = this.#someCoin(state)
    const position = coin === undefined ? undefined : state.book.positions.get(coin)
    if (coin === undefined || !position) return null
    const third = (absolute(position.quantity) / 3n) as Quantity
    return {
      kind: 'closeRequested',
      coin,
      quantity: this.#parts.random.chance(0.5) ? third : null,
    }
  }

  #someOrder(state: DeskState, isMeant: (order: Order) => boolean): Order | undefined {
    const resting = [...state.book.openOrders.values()].filter(
      (order) => isAtVenue(order.status) && isMeant(order),
    )
    return this.#parts.random.pick(resting)
  }

  #near(price: Price): Price {
    const share = BigInt(this.#parts.random.whole(9_920, 10_080))
    return asPrice((price * share) / 10_000n)
  }

  /** A hair beside the mark: it triggers soon, perhaps before anybody has heard that it rests. */
  #besideMark(mark: Price, isBelow: boolean): Price {
    const hair = (mark * BigInt(this.#parts.random.whole(2, 12))) / 10_000n
    return asPrice(isBelow ? mark - hair : mark + hair)
  }

  #move(state: DeskState): InputBody | null {
    const order = this.#someOrder(state, ({ role }) => role === 'stop' || role === 'target')
    if (!order) return null
    const { clientOrderId, coin, price, role, side } = order
    const mark = state.market.quotes.get(coin)?.mark
    const triggerPrice =
      mark && this.#parts.random.chance(0.5)
        ? this.#besideMark(mark, (role === 'stop') === (side === 'sell'))
        : this.#near(price)
    return { kind: 'moveRequested', clientOrderId, triggerPrice }
  }

  #cancel(state: DeskState): InputBody | null {
    const { random } = this.#parts
    const isAll = random.chance(0.35)
    const first = random.chance(0.5)
      ? this.#nextToTrade(state)
      : this.#someOrder(state, ({ role }) => isAll || role === 'entry')
    const second = random.chance(0.3) ? this.#someOrder(state, () => isAll) : undefined
    const ids = [first, second].flatMap((order) => (order ? [order.clientOrderId] : []))
    return ids.length === 0 ? null : { kind: 'cancelRequested', clientOrderIds: ids }
  }

  /** The order that the price is closest to: it may trade while its cancel is on the way. */
  #nextToTrade(state: DeskState): Order | undefined {
    let nearest: { order: Order; distance: number } | undefined
    for (const order of state.book.openOrders.values()) {
      const mark = state.market.quotes.get(order.coin)?.mark
      if (!isAtVenue(order.status) || !mark || !state.book.positions.has(order.coin)) continue
      const distance = Math.abs(Number(order.price) / Number(mark) - 1)
      if (distance > BESIDE) continue
      if (!nearest || distance < nearest.distance) nearest = { order, distance }
    }
    return nearest?.order
  }

  #leverage(): InputBody {
    const { random } = this.#parts
    const coin = random.pick(INSTRUMENTS)?.coin ?? 'BTC'
    return { kind: 'leverageRequested', coin, leverage: random.whole(1, 10) }
  }

  #protect(state: DeskState): InputBody | null {
    const coin = this.#someCoin(state)
    const position = coin === undefined ? undefined : state.book.positions.get(coin)
    const mark = coin === undefined ? undefined : state.market.quotes.get(coin)?.mark
    if (coin === undefined || !position || !mark) return null
    const isLong = position.quantity > 0n
    const share = isLong ? 985n : 1_015n
    const triggerPrice = this.#parts.random.chance(0.5)
      ? this.#besideMark(mark, isLong)
      : asPrice((mark * share) / 1_000n)
    return { kind: 'protectRequested', coin, triggerPrice }
  }

  #reverse(state: DeskState): InputBody | null {
    const coin = this.#someCoin(state)
    return coin === undefined ? null : { kind: 'reverseRequested', coin }
  }

  #editLimits({ book }: DeskState): InputBody {
    const { random } = this.#parts
    const limits = { ...book.limits, tradesPerDayOther: random.whole(6, 20) }
    return { kind: 'limitsEdited', limits, typedWord: LOOSEN_WORD }
  }
}

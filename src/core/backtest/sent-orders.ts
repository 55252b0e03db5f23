import type { SubmitAction } from '../engine/effects.ts'
import type { InputBody } from '../engine/inputs.ts'
import type { OrderAnswer } from '../engine/venue-inputs.ts'
import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import { asVenueOrderId } from '../model/ids.ts'
import { opposite } from '../model/side.ts'
import type { BracketTerms, CancelTerms, CloseTerms, Terms } from '../model/terms.ts'
import type { Price } from '../money/amount.ts'
import { toNumber } from '../money/decimal.ts'
import { candlePrice } from './candle-account.ts'
import type { CandleMarket } from './candle-market.ts'
import type { CandleVenue } from './candle-venue.ts'
import type { ExitOrder } from './exit-order.ts'

const NOT_MATCHED = 'Order could not immediately match against any resting orders.'

/** What waits for the next price: sent, and not yet at the venue. */
interface Sent {
  readonly submit: SubmitAction
  readonly tag: string
}

/**
 * Orders on their way from the desk to the venue of a backtest: each meets the next price of its
 * instrument and is answered as the venue answers.
 */
export class SentOrders {
  readonly #venue: CandleVenue
  readonly #take: (body: InputBody) => void
  readonly #sent: Sent[][]
  #venueOrders = 0

  constructor(venue: CandleVenue, take: (body: InputBody) => void) {
    this.#venue = venue
    this.#take = take
    this.#sent = venue.markets.map(() => [])
  }

  add(submit: SubmitAction, tag: string): void {
    const coin = coinOf(submit.terms)
    const market = this.#venue.markets.find(({ settings }) => settings.coin === coin)
    if (!market) throw new Error(`the backtest has no instrument ${coin}`)
    this.#sent[market.index]?.push({ submit, tag })
  }

  areWaiting(market: CandleMarket): boolean {
    return (this.#sent[market.index] as Sent[]).length > 0
  }

  /** All that was sent meets a price; `onEach` hears the tag of an order before its fill. */
  arrive(
    market: CandleMarket,
    value: number,
    tsMs: number,
    bar: number,
    onEach: (tag: string) => void,
  ): void {
    const sent = this.#sent[market.index] as Sent[]
    this.#sent[market.index] = []
    const price = candlePrice(value)
    for (const { submit, tag } of sent) {
      onEach(tag)
      const { terms } = submit
      switch (terms.kind) {
        case 'bracket':
          this.#enter(market, submit, terms, price, tsMs, bar)
          break
        case 'close':
          this.#exit(market, submit, terms, price, tsMs, bar)
          break
        case 'cancel':
          this.#cancel(market, submit, terms, tsMs)
          break
        case 'move':
        case 'protect':
        case 'leverage':
          throw new Error(`nothing in a backtest asks for a ${terms.kind}`)
        default:
          assertNever(terms)
      }
    }
  }

  #answer({ ticketId, attempt }: SubmitAction, answers: readonly OrderAnswer[]): void {
    this.#take({
      kind: 'submissionAnswered',
      ticketId,
      attempt,
      outcome: { result: 'answered', answers },
    })
  }

  #filled(): OrderAnswer {
    this.#venueOrders += 1
    return { result: 'filled', venueOrderId: asVenueOrderId(String(this.#venueOrders)) }
  }

  #enter(
    market: CandleMarket,
    submit: SubmitAction,
    terms: BracketTerms,
    price: Price,
    tsMs: number,
    bar: number,
  ): void {
    const { side, quantity, entryId, stopId, targetId } = terms
    const paid = this.#venue.takerPrice(side, price)
    const isWithin = side === 'buy' ? paid <= terms.limitPrice : paid >= terms.limitPrice
    const legs = targetId === null ? 2 : 3
    if (!isWithin) {
      const refused: OrderAnswer = { result: 'error', message: NOT_MATCHED }
      this.#answer(
        submit,
        Array.from({ length: legs }, () => refused),
      )
      return
    }
    const waiting = Array.from({ length: legs - 1 }, (): OrderAnswer => ({ result: 'waiting' }))
    this.#answer(submit, [this.#filled(), ...waiting])
    const entry = { side, quantity, price, tsMs, bar }
    this.#venue.execute(market, { ...entry, reason: 'entry', clientOrderId: entryId })
    const exit = { side: opposite(side), quantity }
    const rest = (
      role: ExitOrder['role'],
      trigger: Price,
      id: ClientOrderId,
      sibling: ClientOrderId | null,
    ): void => {
      const triggerNumber = toNumber(trigger)
      this.#venue.rest(market, {
        ...exit,
        role,
        trigger,
        triggerNumber,
        clientOrderId: id,
        sibling,
      })
    }
    rest('stop', terms.stopPrice, stopId, targetId)
    if (terms.targetPrice !== null && targetId !== null) {
      rest('target', terms.targetPrice, targetId, stopId)
    }
    this.#venue.watch(market)
  }

  #exit(
    market: CandleMarket,
    submit: SubmitAction,
    terms: CloseTerms,
    price: Price,
    tsMs: number,
    bar: number,
  ): void {
    const { side, exitId } = terms
    const held = market.held < 0n ? -market.held : market.held
    const canReduce = market.held !== 0n && market.held > 0n === (side === 'sell')
    if (!canReduce) {
      const message = 'Reduce only order would increase position.'
      this.#answer(submit, [{ result: 'error', message }])
      return
    }
    const quantity = terms.quantity < held ? terms.quantity : (held as typeof terms.quantity)
    this.#answer(submit, [this.#filled()])
    const exit = { side, quantity, price, tsMs, bar, clientOrderId: exitId }
    this.#venue.execute(market, { ...exit, reason: 'signal' })
    if (market.position === null) this.#venue.dropExits(market, tsMs)
    this.#venue.watch(market)
  }

  #cancel(market: CandleMarket, submit: SubmitAction, terms: CancelTerms, tsMs: number): void {
    this.#answer(
      submit,
      terms.cancels.map(({ clientOrderId }): OrderAnswer => {
        const isGone = this.#venue.dropExit(market, clientOrderId, tsMs)
        return isGone ? { result: 'canceled' } : { result: 'error', message: 'already gone' }
      }),
    )
  }
}

const coinOf = (terms: Terms): string =>
  terms.kind === 'cancel' ? (terms.cancels[0]?.coin ?? '') : terms.coin

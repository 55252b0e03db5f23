import type { OrderSubmitted } from '#core/engine/events.ts'
import type { Book } from '#core/engine/state.ts'
import { isAtVenue, isInFlight } from '#core/model/order-status.ts'
import { unrealisedPnl } from '#core/model/position.ts'
import type { BracketTerms } from '#core/model/terms.ts'
import type { Price } from '#core/money/amount.ts'

/** The last price that the desk was told, and when. */
export type Prices = Map<string, { readonly mark: Price; readonly heardMs: number }>

/** The desk reckons with the equity of the offer within 1 %; marks move between two looks. */
const TOLERANCE = 1.03
/** By the desk's wall clock; where that leaps, the watch over the channels, a second later. */
const QUOTE_AGE_MS_MAX = { steady: 5_000, leapt: 7_000 } as const

export interface Moment {
  /** Of the world. */
  readonly nowMs: number
  /** As the desk believes it is: by that it judges an expiry, and the venue has the last word. */
  readonly deskMs: number
  readonly clock: keyof typeof QUOTE_AGE_MS_MAX
}

const dollars = (amount: bigint): number => Number(amount) / 1e8

function equityOf(book: Book, prices: Prices): number {
  let equity = dollars(book.cash ?? 0n)
  for (const position of book.positions.values()) {
    const price = prices.get(position.coin)
    if (price) equity += dollars(unrealisedPnl(position, price.mark))
  }
  return equity
}

/** The loss at the stop from the worst price, with slippage and both fees: another reckoning. */
function lossAtStop(terms: BracketTerms, book: Book): number {
  const [limit, stop] = [dollars(terms.limitPrice), dollars(terms.stopPrice)]
  const slip = stop * dollars(book.limits.stopSlippage)
  const fees = (limit + stop) * dollars(book.limits.takerFee)
  return (Math.abs(limit - stop) + slip + fees) * dollars(terms.quantity)
}

function openCoins(book: Book, except: string): Set<string> {
  const coins = new Set(book.positions.keys())
  for (const { ticketId, terms } of book.tickets.values()) {
    if (terms?.kind !== 'bracket' || ticketId === except) continue
    const status = book.orders.get(terms.entryId)?.status
    if (status && (isAtVenue(status) || isInFlight(status))) coins.add(terms.coin)
  }
  return coins
}

/** Why this entry must not have been sent; none for what adds no risk. */
export function entryProblems(
  book: Book,
  event: OrderSubmitted,
  prices: Prices,
  { nowMs, deskMs, clock }: Moment,
): string[] {
  const ticket = book.tickets.get(event.ticketId)
  const name = `${event.ticketId} attempt ${event.attempt}`
  if (!ticket?.terms) return [`${name} was sent without terms`]
  const problems: string[] = []
  if (ticket.stage !== 'signed') problems.push(`${name} was sent as ${ticket.stage}, not as signed`)
  if (ticket.attempt !== event.attempt) problems.push(`${name} is not the approved attempt`)
  if (deskMs >= (ticket.expiresAfterMs ?? 0)) problems.push(`${name} was sent after its expiry`)
  const { terms } = ticket
  if (terms.kind !== 'bracket') return problems
  if (!event.addsRisk) problems.push(`${name} is an entry and says that it adds no risk`)
  for (const { cause } of book.risk.causes) problems.push(`${name} was sent while ${cause} held`)
  const price = prices.get(terms.coin)
  if (!price || nowMs - price.heardMs > QUOTE_AGE_MS_MAX[clock]) {
    problems.push(`${name} was sent on an old price`)
  }
  if (ticket.decision?.result !== 'passed')
    problems.push(`${name} was sent without a passed decision`)
  return [...problems, ...capProblems(book, terms, prices, name, event.ticketId)]
}

function capProblems(
  book: Book,
  terms: BracketTerms,
  prices: Prices,
  name: string,
  ticketId: string,
): string[] {
  const { limits, day } = book
  const equity = equityOf(book, prices)
  const loss = lossAtStop(terms, book)
  const problems: string[] = []
  const perTrade = equity * dollars(limits.riskPerTrade) * TOLERANCE
  if (loss > perTrade) problems.push(`${name} risks ${loss}, more than ${perTrade}`)
  if (!day) return [...problems, `${name} was sent before the day was opened`]
  const lost = Math.max(0, dollars(day.startEquity) - equity)
  const dayCap = dollars(day.startEquity) * dollars(limits.dayLossShare) * TOLERANCE
  if (lost + loss > dayCap) problems.push(`${name}: the day could lose ${lost + loss} of ${dayCap}`)
  const notional = dollars(terms.limitPrice) * dollars(terms.quantity)
  const gross = equity * dollars(limits.grossNotionalMax) * TOLERANCE
  if (notional > gross) problems.push(`${name} is worth ${notional}, more than ${gross}`)
  const coins = openCoins(book, ticketId).add(terms.coin)
  if (coins.size > limits.positionsMax) problems.push(`${name} opens one position too many`)
  return problems
}

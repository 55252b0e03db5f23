import type { Book } from '#core/engine/state.ts'
import type { Order } from '#core/model/order.ts'
import { isAtVenue, isFinal } from '#core/model/order-status.ts'
import type { SimExchange } from './sim-exchange.ts'

const isLive = (status: string): boolean => status === 'open' || status === 'triggered'

/** The strategies never rest: a ticket of theirs may be at the device at this moment. */
const isBeingSigned = (order: Order, book: Book, nowMs: number): boolean => {
  const ticket = book.tickets.get(order.ticketId)
  return order.status === 'Approved' && (ticket?.expiresAfterMs ?? 0) > nowMs
}

function orderProblem(order: Order, book: Book, exchange: SimExchange): string | null {
  const known = exchange.find(order.clientOrderId)
  const name = `${order.role} ${order.clientOrderId}`
  const theirs = known?.status ?? 'unknown'
  if (!isFinal(order.status) && !isAtVenue(order.status)) {
    const isWaiting =
      order.status === 'PendingApproval' || isBeingSigned(order, book, exchange.nowMs)
    return isWaiting && !known ? null : `${name} is still ${order.status} and is ${theirs} there`
  }
  if (isAtVenue(order.status) !== isLive(theirs)) {
    return `${name} is ${order.status} here and ${theirs} there`
  }
  if (order.status === 'Filled' && theirs !== 'filled') return `${name} is Filled, not ${theirs}`
  if (theirs === 'filled' && order.status !== 'Filled')
    return `${name} is filled, not ${order.status}`
  return null
}

/** Everything in which a desk at rest and its venue differ; the book is the fold of the log. */
export function differences(book: Book, exchange: SimExchange): string[] {
  const problems: string[] = []
  for (const order of book.orders.values()) {
    const problem = orderProblem(order, book, exchange)
    if (problem) problems.push(problem)
  }
  for (const { ticketId, stage } of book.tickets.values()) {
    if (stage === 'submitted' || stage === 'unknown' || stage === 'signed') {
      problems.push(`${ticketId} is still ${stage}`)
    }
  }
  for (const { asset, coin } of exchange.state.markets) {
    const ours = book.positions.get(coin)?.quantity ?? 0n
    const theirs = exchange.account.positions.get(asset)?.size ?? 0n
    if (ours !== theirs) problems.push(`the ${coin} position is ${ours} here and ${theirs} there`)
  }
  if (book.fillCount !== exchange.fills.length) {
    problems.push(`${book.fillCount} fills here and ${exchange.fills.length} there`)
  }
  const cash = exchange.account.collateral
  if (book.cash !== cash) problems.push(`cash is ${book.cash} here and ${cash} there`)
  if (exchange.cashByHistory() !== cash) problems.push('the venue itself does not add up')
  return problems
}

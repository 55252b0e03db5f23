import type { Order } from '../model/order.ts'
import { isAtVenue } from '../model/order-status.ts'
import type { Position } from '../model/position.ts'
import { entryPrice } from '../model/position.ts'
import { asQuantity } from '../money/amount.ts'
import type { PositionAlert } from '../risk/position-watch.ts'
import { explainAlert, positionAlerts } from '../risk/position-watch.ts'
import { alertKey } from './apply-event.ts'
import { isAsleep } from './bracket-children.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { Stamp } from './inputs.ts'
import type { Book, DeskState } from './state.ts'

/** The stops that protect a position now: those that rest at the venue and are awake. */
export function restingStops(book: Book, position: Position): Order[] {
  const side = position.quantity > 0n ? 'sell' : 'buy'
  const found: Order[] = []
  for (const order of book.openOrders.values()) {
    if (order.coin !== position.coin || order.role !== 'stop' || order.side !== side) continue
    if (isAtVenue(order.status) && !isAsleep(book, order)) found.push(order)
  }
  return found
}

function alertsOf(state: DeskState, position: Position, nowMs: number): readonly PositionAlert[] {
  const { book, market } = state
  const { coin, quantity } = position
  let covered = 0n
  for (const stop of restingStops(book, position)) covered += stop.quantity - stop.filledQuantity
  const watched = {
    coin,
    quantity,
    // What was taken over with the account is watched from then on.
    openedMs: position.openedMs === 0 ? book.adoptedMs : position.openedMs,
    markPrice: market.quotes.get(coin)?.mark ?? entryPrice(position),
    stopQuantity: asQuantity(covered),
    liquidationPrice: market.liquidationPrices.get(coin) ?? null,
  }
  return positionAlerts(watched, nowMs, book.limits)
}

/** Row R11: what a person should know of an open position is written once, and once when it ends. */
export function watchPositions(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const { book } = state
  if (book.positions.size === 0 && book.alerts.size === 0) return
  const held = new Set<string>()
  for (const position of book.positions.values()) {
    for (const alert of alertsOf(state, position, stamp.tsMarketMs)) {
      const { coin, kind } = alert
      held.add(alertKey(coin, kind))
      if (book.alerts.has(alertKey(coin, kind))) continue
      const message = explainAlert(alert)
      draft.events.push({ type: 'PositionAlertChanged', coin, kind, change: 'raised', message })
    }
  }
  for (const [key, { coin, kind, message }] of book.alerts) {
    if (held.has(key)) continue
    draft.events.push({ type: 'PositionAlertChanged', coin, kind, change: 'ended', message })
  }
}

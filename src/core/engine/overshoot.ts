import type { Fill } from '../model/order.ts'
import type { Position } from '../model/position.ts'
import type { Money } from '../money/amount.ts'
import { asMoney } from '../money/amount.ts'
import { dayFiguresOf } from '../risk/day-account.ts'
import type { DecisionDraft } from './decision-draft.ts'
import { centsText } from './money-text.ts'
import { dayLossOf } from './risk-view.ts'
import type { DeskState } from './state.ts'
import { bookedOf } from './trip-reckoning.ts'

/**
 * R1: a trip that this fill closes has lost more than the worst cases of its entries. Slippage past
 * the reckoned, a gap or funding did that; it is written apart, to the cent.
 */
export function reportTrip(
  { book }: DeskState,
  draft: DecisionDraft,
  fill: Fill,
  before: Position,
  after: Position,
): void {
  const { coin } = fill
  const reckoning = book.reckonings.get(coin)
  const isOver = before.quantity !== 0n && after.quantity === 0n
  if (!isOver || !reckoning?.isWhole) return
  const lost = asMoney(fill.fee - fill.closedPnl - (book.trips.get(coin) ?? 0n))
  const beyond = asMoney(lost - reckoning.worst)
  if (beyond <= 0n) return
  const paid = reckoning.funding < 0n ? -reckoning.funding : 0n
  const byFunding = asMoney(paid < beyond ? paid : beyond)
  const byPrice = asMoney(beyond - byFunding)
  const reckoned = asMoney(reckoning.worst)
  const message =
    `${coin} lost ${centsText(lost)} where at most ${centsText(reckoned)} was reckoned: ` +
    `${centsText(beyond)} more, ${centsText(byPrice)} by slippage or a gap and ` +
    `${centsText(byFunding)} by funding.`
  const dayKey = book.day?.dayKey ?? ''
  draft.events.push({
    type: 'LossOvershot',
    subject: 'trade',
    dayKey,
    coin,
    lost,
    reckoned,
    beyond,
    message,
  })
}

/**
 * R1: the day has lost more than its cap. Written when that is first seen, again whenever a fill or
 * a payment of funding has changed it, and with its last figure when the day ends.
 */
export function reportDay(
  state: DeskState,
  draft: DecisionDraft,
  equity: Money | null,
  isEnd: boolean,
): void {
  const { book } = state
  // Every heartbeat asks: a day that is ahead is answered without its figures.
  if (!book.day || equity === null || equity >= book.day.startEquity) return
  const loss = dayLossOf(state, equity)
  if (!loss || loss.used <= loss.cap) return
  const { used: lost, cap: reckoned } = loss
  const beyond = asMoney(lost - reckoned)
  const written = book.dayOvershoot
  if (written?.beyond === beyond) return
  if (written !== null && !isEnd && written.booked === bookedOf(book)) return
  const { dayKey, realised, fees, funding } = book.day
  const { dayUnrealised } = dayFiguresOf(book.day, equity)
  const byPrice = asMoney(-(realised + dayUnrealised))
  const message =
    `${dayKey} ${isEnd ? 'lost' : 'has lost'} ${centsText(lost)}, ${centsText(beyond)} beyond its cap ` +
    `of ${centsText(reckoned)}: ${centsText(byPrice)} by prices, ${centsText(fees)} by fees, ` +
    `${centsText(asMoney(-funding))} by funding.`
  draft.events.push({
    type: 'LossOvershot',
    subject: 'day',
    dayKey,
    coin: null,
    lost,
    reckoned,
    beyond,
    message,
  })
}

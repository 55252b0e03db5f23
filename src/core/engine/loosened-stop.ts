import type { Order } from '../model/order.ts'
import type { Price } from '../money/amount.ts'
import { asRatio, ZERO_MONEY } from '../money/amount.ts'
import { movePrice } from '../money/rounding.ts'
import { checkStopMove } from '../risk/check-stop-move.ts'
import { explainDenial } from '../risk/explain.ts'
import { approvedStop } from './approved-stop.ts'
import { isAsleep, parentOf } from './bracket-children.ts'
import type { DecisionRecord } from './events.ts'
import { triggerOnTick } from './exit-problems.ts'
import type { MoveRequested, ProtectRequested } from './person-inputs.ts'
import { dayFigures } from './risk-view.ts'
import type { DeskState } from './state.ts'
import { equityOf } from './state.ts'

const isLooser = ({ side, price }: Order, to: Price): boolean =>
  side === 'sell' ? to < price : to > price

const deniedAs = (code: 'NOT_READY', message: string): DecisionRecord => ({
  result: 'denied',
  code,
  message,
  worstCaseLoss: ZERO_MONEY,
  numbers: {},
})

/**
 * Why a stop may not be moved away from the market; null when it may, and for everything that is no
 * stop or brings one nearer. The stop of an entry that has not filled was part of the entry's
 * decision: it is judged like one of a position that the entry would make.
 */
export function loosenedStopDenial(
  state: DeskState,
  { clientOrderId, triggerPrice }: Omit<MoveRequested, 'kind'>,
): DecisionRecord | null {
  const order = state.book.orders.get(clientOrderId)
  const instrument = order && state.market.instruments.get(order.coin)
  if (!order || !instrument || order.role !== 'stop') return null
  const stopPrice = triggerOnTick(triggerPrice, order.side, instrument.sizeDecimals)
  if (!isLooser(order, stopPrice)) return null
  return judge(state, order.coin, stopPrice, (day) =>
    isAsleep(state.book, order) ? withEntryOf(state, order, day) : day,
  )
}

/** The caps on losses, with the position's stop at this price. */
function judge(
  state: DeskState,
  coin: string,
  stopPrice: Price,
  figuresOf: (day: Figures) => Figures = (day) => day,
): DecisionRecord | null {
  const day = dayFigures(state, null)
  const equity = equityOf(state)
  if (day === null || equity === null) return deniedAs('NOT_READY', explainDenial('NOT_READY', {}))
  const denied = checkStopMove({
    state: state.book.risk,
    equity,
    day: figuresOf(day),
    coin,
    stopPrice,
  })
  if (denied === null) return null
  const { code, message, numbers } = denied
  return { result: 'denied', code, message, worstCaseLoss: ZERO_MONEY, numbers }
}

/**
 * Why a person may not place this stop for a position that has none; null when they may. Otherwise
 * cancelling a stop and placing another would be a way to move it where it may not be moved to: what
 * is farther from the market than the stop that was approved last is judged like that move.
 *
 * A stop takes risk off a position that has none, so one can always be had, in every state and over
 * every cap: where the approved one stood, or nearer; where the price has passed that already, within
 * the default distance of the price. A position that never had a stop may get any. What the desk
 * itself places again was approved with the position and is not asked.
 */
export function farStopDenial(
  state: DeskState,
  { coin, triggerPrice }: Omit<ProtectRequested, 'kind'>,
): DecisionRecord | null {
  const { book, market } = state
  const position = book.positions.get(coin)
  const instrument = market.instruments.get(coin)
  const mark = market.quotes.get(coin)?.mark
  if (!position || !instrument || mark === undefined) return null
  const approved = approvedStop(book, position)
  if (approved === null) return null
  const isLong = position.quantity > 0n
  const stopPrice = triggerOnTick(triggerPrice, isLong ? 'sell' : 'buy', instrument.sizeDecimals)
  const { defaultStop } = book.limits
  const isPassed = isLong ? approved >= mark : approved <= mark
  const always = !isPassed
    ? approved
    : isLong
      ? movePrice(mark, asRatio(-defaultStop), 'down')
      : movePrice(mark, defaultStop, 'up')
  const isNear = isLong ? stopPrice >= always : stopPrice <= always
  return isNear ? null : judge(state, coin, stopPrice)
}

type Figures = NonNullable<ReturnType<typeof dayFigures>>

/** The figures as they are once the entry that the stop waits for has filled at its limit. */
function withEntryOf(state: DeskState, stop: Order, day: Figures): Figures {
  const size = stop.side === 'sell' ? stop.quantity : -stop.quantity
  const price = parentOf(state.book, stop)?.price ?? stop.price
  const others = day.positions.filter(({ coin }) => coin !== stop.coin)
  const tickets = day.tickets.filter(({ coin }) => coin !== stop.coin)
  const filled = {
    coin: stop.coin,
    quantity: size as Order['quantity'],
    entryPrice: price,
    markPrice: price,
    stopPrice: stop.price,
  }
  return { ...day, positions: [...others, filled], tickets }
}

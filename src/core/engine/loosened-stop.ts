import type { Order } from '../model/order.ts'
import type { Price } from '../money/amount.ts'
import { ZERO_MONEY } from '../money/amount.ts'
import { checkStopMove } from '../risk/check-stop-move.ts'
import { explainDenial } from '../risk/explain.ts'
import { isAsleep, parentOf } from './bracket-children.ts'
import type { DecisionRecord } from './events.ts'
import { triggerOnTick } from './exit-problems.ts'
import type { MoveRequested } from './inputs.ts'
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
  const day = dayFigures(state, null)
  const equity = equityOf(state)
  if (day === null || equity === null) return deniedAs('NOT_READY', explainDenial('NOT_READY', {}))
  const denied = checkStopMove({
    state: state.book.risk,
    equity,
    day: isAsleep(state.book, order) ? withEntryOf(state, order, day) : day,
    coin: order.coin,
    stopPrice,
  })
  if (denied === null) return null
  const { code, message, numbers } = denied
  return { result: 'denied', code, message, worstCaseLoss: ZERO_MONEY, numbers }
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

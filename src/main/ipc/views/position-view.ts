import type { OrderView, PositionView } from '#contract/views.ts'
import { restingProtection } from '#core/engine/exits.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Order } from '#core/model/order.ts'
import { isAtVenue, isFinal } from '#core/model/order-status.ts'
import type { Position } from '#core/model/position.ts'
import { entryPrice, unrealisedPnl } from '#core/model/position.ts'
import { absolute, asMoney, basisPoints } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { notional, shareOf } from '#core/money/rounding.ts'

const TAKER_FEE = basisPoints(4.5)

const protectionView = (order: Order | null) =>
  order && {
    clientOrderId: order.clientOrderId,
    price: formatDecimal(order.price),
    isAtVenue: isAtVenue(order.status),
  }

/** Loss, positive, if the stop fills at its trigger, with the fee of that fill. */
function riskAtStop(position: Position, stop: Order | null): string | null {
  if (!stop) return null
  const fee = shareOf(notional(stop.price, absolute(position.quantity), 'up'), TAKER_FEE, 'up')
  return formatDecimal(asMoney(fee - unrealisedPnl(position, stop.price)))
}

function positionView(state: DeskState, position: Position): PositionView {
  const { coin } = position
  const quote = state.market.quotes.get(coin)
  const stop = restingProtection(state.book, coin, 'stop')
  const size = absolute(position.quantity)
  const liquidationPrice = state.market.liquidationPrices.get(coin)
  return {
    coin,
    side: position.quantity > 0n ? 'buy' : 'sell',
    quantity: formatDecimal(size),
    entryPrice: formatDecimal(entryPrice(position)),
    markPrice: quote ? formatDecimal(quote.mark) : null,
    unrealised: quote ? formatDecimal(unrealisedPnl(position, quote.mark)) : null,
    notional: quote ? formatDecimal(notional(quote.mark, size, 'up')) : null,
    openedMs: position.openedMs,
    stop: protectionView(stop),
    target: protectionView(restingProtection(state.book, coin, 'target')),
    liquidationPrice: liquidationPrice ? formatDecimal(liquidationPrice) : null,
    riskAtStop: riskAtStop(position, stop),
  }
}

export const positionViews = (state: DeskState): PositionView[] =>
  [...state.book.positions.values()].map((position) => positionView(state, position))

/** Orders that the venue has or may have, newest first. */
export function orderViews(state: DeskState): OrderView[] {
  const open: OrderView[] = []
  for (const order of state.book.openOrders.values()) {
    if (isFinal(order.status) || !isShown(order)) continue
    open.unshift({
      clientOrderId: order.clientOrderId,
      venueOrderId: order.venueOrderId,
      ticketId: order.ticketId,
      role: order.role,
      coin: order.coin,
      side: order.side,
      quantity: formatDecimal(order.quantity),
      filledQuantity: formatDecimal(order.filledQuantity),
      price: formatDecimal(order.price),
      isTrigger: order.role === 'stop' || order.role === 'target',
      isReduceOnly: order.isReduceOnly,
      status: order.status,
      reason: order.reason,
    })
  }
  return open
}

/** Before the venue has it, an order shows on its ticket. */
const isShown = (order: Order): boolean =>
  isAtVenue(order.status) || order.status === 'Submitted' || order.status === 'Unknown'

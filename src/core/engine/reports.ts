import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import type { Fill } from '../model/order.ts'
import type { Position } from '../model/position.ts'
import { applyFill, entryPrice, flatPosition, unrealisedPnl } from '../model/position.ts'
import type { Money } from '../money/amount.ts'
import { asMoney } from '../money/amount.ts'
import type { DecisionDraft } from './decision-draft.ts'
import { CUT_SHORT, isCutShort, orderOfReport } from './filled-reports.ts'
import { reportTrip } from './overshoot.ts'
import type { Book, DeskState } from './state.ts'
import type { FillReported, FundingReported, OrderReported } from './venue-inputs.ts'

/** What the venue says of one order, from the stream or from a question. */
export function takeOrderReport(
  state: DeskState,
  draft: DecisionDraft,
  report: OrderReported,
): void {
  const clientOrderId = orderOfReport(state, report)
  if (clientOrderId === null) return
  switch (report.status) {
    case 'open':
      draft.moveOrder(clientOrderId, 'accepted', report.venueOrderId)
      return
    case 'triggered':
      draft.moveOrder(clientOrderId, 'triggered', report.venueOrderId)
      return
    case 'filled':
      takeFilledReport(state, draft, clientOrderId, report)
      return
    case 'canceled':
      draft.moveOrder(clientOrderId, 'canceled', report.venueOrderId, report.venueStatus)
      return
    case 'rejected':
      draft.moveOrder(clientOrderId, 'rejected', report.venueOrderId, report.venueStatus)
      return
    default:
      assertNever(report.status)
  }
}

/** The fills themselves say how much and at what price; the order ends with the last of them. */
function takeFilledReport(
  { book }: DeskState,
  draft: DecisionDraft,
  clientOrderId: ClientOrderId,
  report: OrderReported,
): void {
  draft.moveOrder(clientOrderId, 'accepted', report.venueOrderId)
  const order = book.orders.get(clientOrderId)
  if (!order || !isCutShort(order, order.filledQuantity, book.positions.get(order.coin))) return
  draft.moveOrder(clientOrderId, 'filled', report.venueOrderId, CUT_SHORT)
}

/** The account's value once this fill is in the book; null while another mark is unknown. */
function equityAfter(state: DeskState, fill: Fill, after: Position): Money | null {
  let equity = (state.book.cash ?? 0n) + fill.closedPnl - fill.fee
  for (const position of [...state.book.positions.values(), after]) {
    if (position !== after && position.coin === after.coin) continue
    if (position.quantity === 0n) continue
    const quote = state.market.quotes.get(position.coin)
    if (!quote) return null
    equity += unrealisedPnl(position, quote.mark)
  }
  return asMoney(equity)
}

function moveFilledOrder(
  state: DeskState,
  draft: DecisionDraft,
  fill: Fill,
  after: Position,
): void {
  if (fill.clientOrderId === null) return
  const order = state.book.orders.get(fill.clientOrderId)
  if (!order) return
  const filled = order.filledQuantity + fill.quantity
  const isCut =
    state.market.filledReports.has(order.clientOrderId) && isCutShort(order, filled, after)
  const happening = filled >= order.quantity || isCut ? 'filled' : 'partlyFilled'
  const reason = isCut && filled < order.quantity ? CUT_SHORT : null
  draft.moveOrder(order.clientOrderId, happening, fill.venueOrderId, reason)
}

/** The venue tells all of its history; what came before the account was taken over is in it. */
const isAfterAdoption = (book: Book, tsEventMs: number): boolean =>
  book.cash !== null && tsEventMs > book.adoptedMs

const fillOf = (report: FillReported, clientOrderId: ClientOrderId | null): Fill => ({
  tradeId: report.tradeId,
  clientOrderId,
  venueOrderId: report.venueOrderId,
  coin: report.coin,
  side: report.side,
  price: report.price,
  quantity: report.quantity,
  startPosition: report.startPosition,
  closedPnl: report.closedPnl,
  fee: report.fee,
  isTaker: report.isTaker,
  isLiquidation: report.isLiquidation,
  tsEventMs: report.tsEventMs,
})

/** A fill counts once, by its trade id, however often and in whatever order it is reported. */
export function takeFill(state: DeskState, draft: DecisionDraft, report: FillReported): void {
  const { book } = state
  if (book.tradeIds.has(report.tradeId) || !isAfterAdoption(book, report.tsEventMs)) return
  const fill = fillOf(report, orderOfReport(state, report))
  draft.events.push({ type: 'OrderFilled', fill })
  // Where signals are news there are no orders to move and nobody to tell of a position.
  if (state.market.signalsBecome === 'news') return
  const before = book.positions.get(fill.coin) ?? flatPosition(fill.coin)
  const after = applyFill(before, fill)
  moveFilledOrder(state, draft, fill, after)
  draft.events.push({
    type: 'PositionChanged',
    coin: fill.coin,
    quantity: after.quantity,
    entryPrice: entryPrice(after),
    tsEventMs: fill.tsEventMs,
  })
  reportTrip(state, draft, fill, before, after)
  const equity = equityAfter(state, fill, after)
  if (equity !== null) {
    draft.events.push({ type: 'EquityMarked', equity, tsEventMs: fill.tsEventMs })
  }
  if (before.quantity !== fill.startPosition) {
    draft.effects.push({ kind: 'observeAccount', cause: 'asked' })
  }
}

/** One payment an hour and coin. */
export function takeFunding(state: DeskState, draft: DecisionDraft, report: FundingReported): void {
  if (state.book.fundingKeys.has(`${report.coin}:${report.tsEventMs}`)) return
  if (!isAfterAdoption(state.book, report.tsEventMs)) return
  draft.events.push({
    type: 'FundingPaid',
    coin: report.coin,
    amount: report.amount,
    tsEventMs: report.tsEventMs,
  })
}

import type { DecisionView } from '#contract/risk-views.ts'
import type {
  AccountView,
  DifferenceView,
  EquityPointView,
  FillView,
  InstrumentView,
  QuoteView,
} from '#contract/views.ts'
import { dayBudgetOf, leverageCap, leverageOf } from '#core/engine/risk-view.ts'
import type { DeskState } from '#core/engine/state.ts'
import { equityOf, unrealisedOf } from '#core/engine/state.ts'
import type { Money } from '#core/money/amount.ts'
import { asPrice } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { originText } from './ticket-view.ts'

const FILLS_SHOWN = 500
const EQUITY_POINTS_SHOWN = 1_000
const DECISIONS_SHOWN = 200
export const PRICE_STALE_MS = 5_000

const text = (amount: Money | null): string => formatDecimal(amount ?? 0n)

/** Null while the venue has not said what the account holds. */
export function accountView(state: DeskState): AccountView | null {
  const { book } = state
  const equity = equityOf(state)
  const unrealised = unrealisedOf(state)
  if (book.cash === null || equity === null || unrealised === null || !book.day) return null
  const budget = dayBudgetOf(state)
  if (!budget) return null
  return {
    cash: text(book.cash),
    equity: text(equity),
    unrealised: text(unrealised),
    realisedToday: text(book.day.realised),
    feesToday: text(book.day.fees),
    fundingToday: text(book.day.funding),
    dayStartEquity: text(book.day.startEquity),
    dayKey: book.day.dayKey,
    dayBudgetLeft: text(budget.left),
    dayLossCap: text(budget.cap),
    realisedTotal: text(book.realisedTotal),
    feesTotal: text(book.feesTotal),
    fundingTotal: text(book.fundingTotal),
  }
}

export const instrumentViews = (state: DeskState): InstrumentView[] =>
  [...state.market.instruments.values()]
    .filter((instrument) => !instrument.isDelisted)
    .map(({ coin, sizeDecimals, maxLeverage }) => ({
      coin,
      sizeDecimals,
      maxLeverage,
      leverage: leverageOf(state, coin),
      leverageCap: leverageCap(state, coin),
    }))

export const quoteViews = (state: DeskState): QuoteView[] =>
  [...state.market.quotes].map(([coin, quote]) => {
    const ageMs = Math.max(0, state.market.nowWallMs - quote.tsReceivedMs)
    return {
      coin,
      bid: formatDecimal(quote.bid),
      ask: formatDecimal(quote.ask),
      mid: formatDecimal(asPrice((quote.bid + quote.ask) / 2n)),
      mark: formatDecimal(quote.mark),
      tsEventMs: quote.tsEventMs,
      ageMs,
      isStale: ageMs > PRICE_STALE_MS,
    }
  })

/** Newest first. */
export function fillViews(state: DeskState): FillView[] {
  const views: FillView[] = []
  const { fills, orders } = state.book
  for (let place = fills.length - 1; place >= 0 && views.length < FILLS_SHOWN; place -= 1) {
    const fill = fills[place]
    if (!fill) continue
    views.push({
      tradeId: fill.tradeId,
      clientOrderId: fill.clientOrderId,
      coin: fill.coin,
      side: fill.side,
      price: formatDecimal(fill.price),
      quantity: formatDecimal(fill.quantity),
      closedPnl: formatDecimal(fill.closedPnl),
      fee: formatDecimal(fill.fee),
      role: (fill.clientOrderId && orders.get(fill.clientOrderId)?.role) || 'foreign',
      isTaker: fill.isTaker,
      tsEventMs: fill.tsEventMs,
    })
  }
  return views
}

/** The whole curve, thinned to what a chart can show; the newest point is always there. */
export function equityViews(state: DeskState): EquityPointView[] {
  const curve = state.book.equityCurve.points
  const step = Math.max(1, Math.ceil(curve.length / EQUITY_POINTS_SHOWN))
  return curve
    .filter((_, place) => place % step === 0 || place === curve.length - 1)
    .map(({ tsEventMs, equity }) => ({ tsEventMs, equity: formatDecimal(equity) }))
}

export const decisionViews = (state: DeskState): DecisionView[] =>
  state.book.decisions
    .slice(-DECISIONS_SHOWN)
    .reverse()
    .map(({ ticketId, tsMarketMs, coin, side, origin, decision }) => ({
      ticketId,
      tsMarketMs,
      coin,
      side,
      origin: originText(origin),
      result: decision.result,
      code: decision.code,
      message: decision.message,
      numbers: decision.numbers,
    }))

export const differenceViews = (state: DeskState): DifferenceView[] =>
  [...state.book.differences]
    .reverse()
    .map(({ subject, coin, message, tsWallMs }) => ({ subject, coin, message, tsWallMs }))

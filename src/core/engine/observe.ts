import { flatPosition } from '../model/position.ts'
import type { AccountObserved, CandleClosed, CandlesLoaded, Input, QuoteTick } from './inputs.ts'
import type { Book, DeskState, Market } from './state.ts'
import { StrategyRunner } from './strategy-runner.ts'

/** A coin whose position at the venue is not the log's, and how often in a row that was seen. */
function countMismatches(book: Book, market: Market, observed: AccountObserved): void {
  const atVenue = new Map(observed.positions.map((position) => [position.coin, position.quantity]))
  const coins = new Set([...atVenue.keys(), ...book.positions.keys()])
  for (const coin of coins) {
    const ours = (book.positions.get(coin) ?? flatPosition(coin)).quantity
    const isSame = ours === (atVenue.get(coin) ?? 0n)
    if (isSame || book.cash === null) market.mismatches.delete(coin)
    else market.mismatches.set(coin, (market.mismatches.get(coin) ?? 0) + 1)
  }
}

function observeAccount(state: DeskState, observed: AccountObserved): void {
  const { book, market } = state
  countMismatches(book, market, observed)
  market.isReconciled = true
  market.liquidationPrices.clear()
  for (const { coin, liquidationPrice } of observed.positions) {
    if (liquidationPrice !== null) market.liquidationPrices.set(coin, liquidationPrice)
  }
}

function observeQuote(market: Market, tick: QuoteTick, tsReceivedMs: number): void {
  const known = market.quotes.get(tick.coin)
  if (known && tick.tsEventMs < known.tsEventMs) return
  market.quotes.set(tick.coin, {
    bid: tick.bid,
    ask: tick.ask,
    mark: tick.mark,
    tsEventMs: tick.tsEventMs,
    tsReceivedMs,
  })
}

function clearSignals(market: Market): void {
  if (!market.hasFreshSignal) return
  for (const runner of market.runners.values()) runner.freshSignal = null
  market.hasFreshSignal = false
}

function observeCandle(market: Market, closed: CandleClosed): void {
  for (const runner of market.runners.values()) {
    if (runner.coin === closed.coin && runner.timeframe === closed.timeframe) {
      runner.onCandle(closed.bar)
      if (runner.freshSignal !== null) market.hasFreshSignal = true
    }
  }
}

function loadCandles(book: Book, market: Market, loaded: CandlesLoaded): void {
  for (const [key, setting] of book.strategies) {
    if (setting.coin !== loaded.coin || setting.timeframe !== loaded.timeframe) continue
    const runner = new StrategyRunner(
      setting.strategyId,
      setting.coin,
      setting.timeframe,
      loaded.parameters,
      loaded.warmUpCandles,
    )
    runner.warmUp(loaded.bars)
    market.runners.set(key, runner)
  }
}

/**
 * Folds an input into the market: the only writer of `Market`. What it keeps is not in the log; the
 * recorded inputs bring it back in a replay.
 */
export function observe(state: DeskState, input: Input): void {
  const { market, book } = state
  const { body, stamp } = input
  market.nowWallMs = stamp.tsWallMs
  market.nowMarketMs = stamp.tsMarketMs
  if (body.kind === 'quoteTick') {
    observeQuote(market, body, stamp.tsWallMs)
    return
  }
  clearSignals(market)
  switch (body.kind) {
    case 'candleClosed':
      observeCandle(market, body)
      return
    case 'candlesLoaded':
      loadCandles(book, market, body)
      return
    case 'instrumentsLoaded':
      for (const instrument of body.instruments) market.instruments.set(instrument.coin, instrument)
      return
    case 'venueStateChanged':
      if (market.venue.state !== body.state) market.venue.sinceMarketMs = stamp.tsMarketMs
      market.venue.state = body.state
      market.venue.reason = body.reason
      if (body.state === 'down') market.isReconciled = false
      return
    case 'deviceStateChanged':
      market.device = { state: body.state, reason: body.reason }
      return
    case 'deviceQuestionAsked':
      market.deviceQuestion = { requestId: body.requestId, question: body.question }
      return
    case 'accountObserved':
      observeAccount(state, body)
      return
    case 'orderLookedUp':
      market.askedMs.set(body.clientOrderId, stamp.tsWallMs)
      return
    default:
      return
  }
}

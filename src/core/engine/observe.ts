import { afterFreshness, afterVenueError } from '../risk/circuit-breaker.ts'
import type { ResumeAnswered } from './device-inputs.ts'
import { observeFilledReport } from './filled-reports.ts'
import type { Input, Stamp } from './inputs.ts'
import { resumeToAsk } from './kill-switch.ts'
import type { CandleClosed, CandlesLoaded, QuoteTick } from './market-inputs.ts'
import { observeMismatches } from './mismatches.ts'
import type { Book, DeskState, Market } from './state.ts'
import { StrategyRunner } from './strategy-runner.ts'
import { observeNeverSeen } from './submissions.ts'
import { observeUnanswered } from './unanswered.ts'
import type { AccountObserved } from './venue-inputs.ts'

function observeAccount(state: DeskState, observed: AccountObserved, stamp: Stamp): void {
  const { market } = state
  observeMismatches(state, observed, stamp)
  market.isReconciled = true
  market.reconcileCause = 'reconnect'
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
  const { runnerList } = market
  for (let index = 0; index < runnerList.length; index += 1) {
    const runner = runnerList[index] as StrategyRunner
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
      loaded.run,
    )
    runner.warmUp(loaded.bars)
    market.runners.set(key, runner)
    market.runnerList = [...market.runners.values()]
  }
}

/** A comparison without an answer is asked for again after so long, wall time. */
const RECONCILE_AGAIN_MS = 10_000

/** Entries wait for the comparison, and so does whoever must know of a stop that has vanished. */
function watchReconcile(market: Market, stamp: Stamp): void {
  const waitedMs = Math.abs(stamp.tsWallMs - market.reconcileAskedMs)
  market.isReconcileDue =
    !market.isReconciled && market.venue.state === 'live' && waitedMs >= RECONCILE_AGAIN_MS
  if (market.isReconcileDue) market.reconcileAskedMs = stamp.tsWallMs
}

/** What counts as an error of the venue: it refused, was not heard, or could not be asked. */
function isVenueError(body: Input['body']): boolean {
  if (body.kind === 'venueStateChanged') return body.state === 'down'
  if (body.kind === 'orderLookedUp') return body.answer.result === 'failed'
  if (body.kind !== 'submissionAnswered') return false
  const { outcome } = body
  return outcome.result !== 'answered' || outcome.answers.some(({ result }) => result === 'error')
}

/** Prices are fresh while any of them is young enough to trade on and the venue has no problem. */
function arePricesFresh({ book, market }: DeskState): boolean {
  if (market.venue.state === 'stale') return false
  for (const { tsReceivedMs } of market.quotes.values()) {
    if (Math.abs(market.nowWallMs - tsReceivedMs) <= book.limits.quoteAgeMsMax) return true
  }
  return false
}

function askResume(state: DeskState, stamp: Input['stamp']): void {
  const { market } = state
  if (market.askedResume !== null && !market.askedResume.isAnswered) return
  market.askedResume = resumeToAsk(state, stamp)
}

function answerResume(market: Market, answered: ResumeAnswered): void {
  const asked = market.askedResume
  if (asked?.requestId !== answered.requestId) return
  const problem = answered.outcome.ok ? null : answered.outcome.message
  market.askedResume = { ...asked, isAnswered: true, problem }
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
  // As frequent as quotes in a backtest, and nothing else looks at it.
  if (body.kind === 'candleClosed') {
    observeCandle(market, body)
    return
  }
  observeFilledReport(state, input)
  observeUnanswered(state, input)
  if (isVenueError(body)) {
    market.breaker = afterVenueError(market.breaker, stamp.tsMarketMs, book.limits)
  }
  switch (body.kind) {
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
      if (body.state === 'live') market.reconcileAskedMs = stamp.tsWallMs
      return
    case 'deviceStateChanged':
      market.device = { state: body.state, reason: body.reason }
      return
    case 'deviceQuestionAsked':
      market.deviceQuestion = { requestId: body.requestId, question: body.question }
      return
    case 'deskWoke':
      market.isReconciled = false
      market.reconcileCause = 'wake'
      market.neverSeenMs.clear()
      market.reconcileAskedMs = stamp.tsWallMs
      return
    case 'accountObserved':
      observeAccount(state, body, stamp)
      return
    case 'orderLookedUp':
      market.askedMs.set(body.clientOrderId, stamp.tsWallMs)
      observeNeverSeen(state, body, stamp)
      return
    case 'heartbeatTicked':
      market.breaker = afterFreshness(market.breaker, arePricesFresh(state), stamp.tsMarketMs)
      watchReconcile(market, stamp)
      return
    case 'resumeRequested':
      askResume(state, stamp)
      return
    case 'resumeAnswered':
      answerResume(market, body)
      return
    default:
      return
  }
}

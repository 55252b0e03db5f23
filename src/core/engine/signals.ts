import type { Ratio } from '../money/amount.ts'
import { fromNumber } from '../money/decimal.ts'
import type { OrderProposal, ProtectionWish } from '../risk/risk-inputs.ts'
import type { StrategySignal } from '../strategies/strategy.ts'
import type { DecisionDraft } from './decision-draft.ts'
import { openEntryTicket } from './entry-tickets.ts'
import type { Stamp } from './inputs.ts'
import type { DeskState } from './state.ts'
import type { StrategyRunner } from './strategy-runner.ts'

/** The research boundary: a distance as a double becomes a share, to the nearest 1e-8. */
const wish = (distance: number | undefined): ProtectionWish =>
  distance === undefined
    ? { by: 'default' }
    : { by: 'distance', distance: fromNumber<Ratio>(distance) }

const proposalOf = (runner: StrategyRunner, signal: StrategySignal): OrderProposal => ({
  origin: {
    from: 'strategy',
    strategyId: runner.strategyId,
    timeframe: runner.timeframe,
    confluence: signal.confluence,
  },
  side: signal.side,
  entry: { type: 'market' },
  stop: wish(signal.stopDistance),
  target: wish(signal.targetDistance),
  sizing: { by: 'risk' },
})

/**
 * Steps 3 and 4: what the strategies made of the candle that has just closed. One that is switched
 * off and still watched is answered like any other, with a denial that says so.
 */
export function raiseSignals(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  for (const [key, runner] of state.market.runners) {
    const { freshSignal: signal, strategyId, coin, timeframe } = runner
    if (!signal || !state.book.strategies.has(key)) continue
    draft.events.push({
      type: 'SignalEmitted',
      strategyId,
      coin,
      timeframe,
      side: signal.side,
      reason: signal.reason,
      confluence: signal.confluence,
      candleOpenMs: runner.lastOpenMs,
    })
    openEntryTicket(state, draft, stamp, coin, proposalOf(runner, signal))
  }
}

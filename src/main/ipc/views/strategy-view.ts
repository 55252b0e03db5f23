import type { StrategyView } from '#contract/views.ts'
import type { DeskState } from '#core/engine/state.ts'
import { strategyById } from '#core/strategies/catalogue.ts'

/** Every strategy that was ever set up in this desk, with how far its warm-up is. */
export function strategyViews(state: DeskState): StrategyView[] {
  const views: StrategyView[] = []
  for (const [key, setting] of state.book.strategies) {
    const definition = strategyById(setting.strategyId)
    if (!definition) continue
    const runner = state.market.runners.get(key)
    views.push({
      strategyId: setting.strategyId,
      name: definition.name,
      idea: definition.idea,
      coin: setting.coin,
      timeframe: setting.timeframe,
      isOn: setting.isOn,
      warmUpSeen: runner ? Math.min(runner.seen, runner.warmUpNeeded) : 0,
      warmUpNeeded: runner?.warmUpNeeded ?? 0,
      lastSignal: state.book.lastSignals.get(key) ?? null,
    })
  }
  return views
}

import { confluence } from './confluence.ts'
import { donchianBreakout } from './donchian-breakout.ts'
import { meanReversion } from './mean-reversion.ts'
import { momentum } from './momentum.ts'
import { smaCross } from './sma-cross.ts'
import type { StrategyDefinition } from './strategy.ts'

/** The strategies of the desk, the default first. */
export const STRATEGIES: readonly StrategyDefinition[] = [
  momentum,
  smaCross,
  donchianBreakout,
  meanReversion,
  confluence,
]

const byId = new Map(STRATEGIES.map((definition) => [definition.id, definition]))

/** The strategy of that id, or null. */
export const strategyById = (id: string): StrategyDefinition | null => byId.get(id) ?? null

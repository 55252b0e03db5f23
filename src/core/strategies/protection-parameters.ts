import { parameterOf } from './resolve-parameters.ts'
import type { StrategyParameter, StrategyParameters } from './strategy.ts'

/** The stop and target that every built-in strategy shares, in per cent of the entry. */
export const STOP_PARAMETER: StrategyParameter = {
  name: 'stop',
  unit: '%',
  min: 0.1,
  max: 20,
  step: 0.1,
  default: 2,
  meaning: 'Distance from the entry to the stop-loss.',
}

export const TARGET_PARAMETER: StrategyParameter = {
  name: 'target',
  unit: '%',
  min: 0.1,
  max: 50,
  step: 0.1,
  default: 4,
  meaning: 'Distance from the entry to the take-profit.',
}

/** As shares of the entry: 2 becomes 0.02. */
export const stopDistanceOf = (parameters: StrategyParameters): number =>
  parameterOf(parameters, 'stop') / 100
export const targetDistanceOf = (parameters: StrategyParameters): number =>
  parameterOf(parameters, 'target') / 100

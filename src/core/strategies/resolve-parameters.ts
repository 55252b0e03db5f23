import type { StrategyDefinition, StrategyParameter, StrategyParameters } from './strategy.ts'

export type ResolvedParameters =
  | { readonly isValid: true; readonly parameters: StrategyParameters }
  | { readonly isValid: false; readonly message: string }

const refused = (message: string): ResolvedParameters => ({ isValid: false, message })

/** A step is kept when the value is a whole number of steps above the minimum, but for rounding. */
function isOnStep(parameter: StrategyParameter, value: number): boolean {
  const steps = (value - parameter.min) / parameter.step
  return Math.abs(steps - Math.round(steps)) < 1e-6
}

/**
 * The strategy's defaults with what was given put over them. An unknown name, a value out of its
 * range or off its step, and values that do not go together are refused with one sentence.
 */
export function resolveParameters(
  definition: StrategyDefinition,
  given: StrategyParameters,
): ResolvedParameters {
  const known = new Map(definition.parameters.map((parameter) => [parameter.name, parameter]))
  for (const name of Object.keys(given)) {
    if (!known.has(name)) {
      const names = [...known.keys()].join(', ')
      return refused(`${definition.id} has no parameter "${name}"; it has ${names}`)
    }
  }
  const parameters: Record<string, number> = {}
  for (const parameter of definition.parameters) {
    const { name, min, max, step, unit } = parameter
    const value = given[name] ?? parameter.default
    if (!(value >= min && value <= max) || !isOnStep(parameter, value)) {
      return refused(
        `${definition.id}: ${name} is ${value}; allowed is ${min} to ${max} ${unit} in steps of ${step}`,
      )
    }
    parameters[name] = value
  }
  const conflict = definition.conflict?.(parameters) ?? null
  return conflict === null
    ? { isValid: true, parameters }
    : refused(`${definition.id}: ${conflict}`)
}

/** The value of a resolved parameter; throws where the definition does not have it. */
export function parameterOf(parameters: StrategyParameters, name: string): number {
  const value = parameters[name]
  if (value === undefined) throw new Error(`the strategy was created without "${name}"`)
  return value
}

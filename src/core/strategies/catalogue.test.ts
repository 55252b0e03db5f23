import { describe, expect, it } from 'vitest'
import type { Timeframe } from '../model/timeframe.ts'
import { TIMEFRAMES } from '../model/timeframe.ts'
import { CandleSeries } from './candle-series.ts'
import type { CandleColumns } from './candle-view.ts'
import { realMinutes, seededCandles } from './candles.test-support.ts'
import { STRATEGIES, strategyById } from './catalogue.ts'
import { parameterOf, resolveParameters } from './resolve-parameters.ts'
import type { StrategyDefinition, StrategyParameters, StrategySignal } from './strategy.ts'
import { aggregateCandles, canAggregate } from './timeframe.ts'

const MINUTE_MS = 60_000
const minutes = realMinutes() ?? seededCandles(30_000, MINUTE_MS)

function defaultsOf(definition: StrategyDefinition): StrategyParameters {
  const resolved = resolveParameters(definition, {})
  if (!resolved.isValid) throw new Error(resolved.message)
  return resolved.parameters
}

/** By open time of the candle; signals before the warm-up is over do not count. */
function signalsOf(
  definition: StrategyDefinition,
  columns: CandleColumns,
  timeframe: Timeframe,
): Map<number, StrategySignal> {
  const parameters = defaultsOf(definition)
  const instance = definition.create(parameters)
  const series = CandleSeries.over(timeframe, columns, definition.higherTimeframes(timeframe))
  const warmUp = definition.warmUpCandles(parameters, timeframe)
  const signals = new Map<number, StrategySignal>()
  while (series.step()) {
    const signal = instance.onCandle(series)
    if (signal !== null && series.count > warmUp) signals.set(series.openTimeMs(0), signal)
  }
  return signals
}

const from = (columns: CandleColumns, start: number): CandleColumns => ({
  openTimeMs: columns.openTimeMs.slice(start),
  open: columns.open.slice(start),
  high: columns.high.slice(start),
  low: columns.low.slice(start),
  close: columns.close.slice(start),
  volume: columns.volume.slice(start),
})

describe('the catalogue', () => {
  it('has five strategies, momentum first, found by id', () => {
    expect(STRATEGIES.map(({ id }) => id)).toEqual([
      'momentum',
      'sma-cross',
      'donchian-breakout',
      'mean-reversion',
      'confluence',
    ])
    for (const definition of STRATEGIES) expect(strategyById(definition.id)).toBe(definition)
    expect(strategyById('constructor')).toBeNull()
  })
})

describe.each(STRATEGIES.map((definition) => [definition.id, definition] as const))(
  '%s',
  (id, definition) => {
    const parameters = defaultsOf(definition)

    it('says its idea in three sentences and describes each parameter', () => {
      expect(definition.idea.match(/\.(\s|$)/g)).toHaveLength(3)
      for (const { name, min, max, step, default: usual, meaning } of definition.parameters) {
        expect(name).toMatch(/^[a-z]+$/)
        expect(min).toBeLessThan(max)
        expect(step).toBeGreaterThan(0)
        expect(usual >= min && usual <= max).toBe(true)
        expect(meaning).toMatch(/\.$/)
      }
    })

    it('refuses parameters that are unknown, out of range or off the step', () => {
      const [first] = definition.parameters
      if (first === undefined) throw new Error('a strategy has parameters')
      const refused = (given: StrategyParameters) => {
        const resolved = resolveParameters(definition, given)
        return resolved.isValid ? '' : resolved.message
      }
      expect(refused({ nonsense: 1 })).toContain(`${id} has no parameter "nonsense"; it has`)
      for (const value of [first.min - first.step, first.max + first.step, Number.NaN]) {
        expect(refused({ [first.name]: value })).toContain(
          `${first.name} is ${value}; allowed is ${first.min} to ${first.max}`,
        )
      }
      expect(refused({ [first.name]: first.min + first.step / 2 })).toContain('in steps of')
    })

    it('needs only longer timeframes that its own builds, and some warm-up, on each timeframe', () => {
      for (const timeframe of TIMEFRAMES) {
        for (const higher of definition.higherTimeframes(timeframe)) {
          expect(canAggregate(timeframe, higher)).toBe(true)
        }
        const warmUp = definition.warmUpCandles(parameters, timeframe)
        expect(warmUp).toBeGreaterThan(20)
        expect(warmUp).toBeLessThan(200)
      }
    })

    it.each(['5m', '15m', '1h', '3h'] as const)(
      'on %s, once warm, does not depend on where the history began',
      (timeframe) => {
        const columns = aggregateCandles(minutes, '1m', timeframe)
        const whole = signalsOf(definition, columns, timeframe)
        const warmUp = definition.warmUpCandles(parameters, timeframe)
        for (const start of [1, 7, 40]) {
          const later = signalsOf(definition, from(columns, start), timeframe)
          const sinceMs = columns.openTimeMs[start + warmUp] ?? Number.POSITIVE_INFINITY
          const expected = [...whole].filter(([openMs]) => openMs >= sinceMs)
          expect([...later].map(([openMs]) => openMs)).toEqual(expected.map(([openMs]) => openMs))
          later.forEach((signal, openMs) => {
            const same = whole.get(openMs) as StrategySignal
            expect(signal.side).toBe(same.side)
            signal.confluence.forEach(({ score }, at) => {
              expect(score).toBeCloseTo(same.confluence[at]?.score as number, 9)
            })
          })
        }
      },
    )

    it('gives signals on 5m with sound parts, distances and sentences', () => {
      const signals = [
        ...signalsOf(definition, aggregateCandles(minutes, '1m', '5m'), '5m').values(),
      ]
      expect(signals.length).toBeGreaterThan(30)
      for (const { confluence, stopDistance = 0.02, targetDistance = 0.04, reason } of signals) {
        expect(confluence.map(({ name }) => name)).toEqual([
          'trend',
          'momentum',
          'volatility',
          'volume',
          'distance to the stop',
        ])
        expect(confluence.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12)
        for (const { score } of confluence) expect(score >= 0 && score <= 1).toBe(true)
        expect(stopDistance > 0 && stopDistance <= 0.2).toBe(true)
        expect(targetDistance).toBeGreaterThan(0.004)
        expect(reason).toMatch(/^The [^{}]*\d[^{}]*\.$/)
        expect(reason).not.toMatch(/NaN|undefined|Infinity/)
      }
    })
  },
)

describe('parameters that do not go together', () => {
  it.each([
    ['sma-cross', { fast: 50, slow: 50 }, 'fast must be below slow'],
    ['donchian-breakout', { entry: 10, exit: 11 }, 'exit must not be longer'],
  ])('%s %j', (id, given, message) => {
    const definition = strategyById(id)
    if (definition === null) throw new Error(id)
    const resolved = resolveParameters(definition, given)
    expect(resolved.isValid ? '' : resolved.message).toContain(message)
    expect(() => parameterOf({}, 'fast')).toThrow('created without "fast"')
  })
})

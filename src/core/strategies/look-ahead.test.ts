import { describe, expect, it } from 'vitest'
import type { CandleColumns, CandleView } from './candle-view.ts'
import { realMinutes, seededCandles } from './candles.test-support.ts'
import { STRATEGIES } from './catalogue.ts'
import { findLookAhead } from './look-ahead.ts'
import { resolveParameters } from './resolve-parameters.ts'
import type { StrategyInstance, StrategySignal } from './strategy.ts'
import { aggregateCandles } from './timeframe.ts'

const minutes = realMinutes() ?? seededCandles(30_000, 60_000)
const candles = aggregateCandles(minutes, '1m', '15m')
const { length } = candles.close
const cuts = [0.2, 0.37, 0.5, 0.66, 0.81, 0.95].map((share) => Math.floor(share * length))

const buy = (reason: string): StrategySignal => ({ side: 'buy', confluence: [], reason })

/** Buys when the next candle closes higher: it was handed the whole file. */
const readsNextCandle = (all: CandleColumns): StrategyInstance => {
  let index = -1
  return {
    onCandle(view: CandleView) {
      index += 1
      return (all.close[index + 1] ?? 0) > view.close(0) * 1.002 ? buy('it will rise') : null
    },
  }
}

/** Buys in the lowest tenth of the range of the whole file: it was normalised before the run. */
const knowsTheRange = (all: CandleColumns): StrategyInstance => {
  const highest = all.high.reduce((most, price) => Math.max(most, price), 0)
  const lowest = all.low.reduce((least, price) => Math.min(least, price), Number.POSITIVE_INFINITY)
  return {
    onCandle: (view: CandleView) =>
      (view.close(0) - lowest) / (highest - lowest) < 0.1 ? buy('it is cheap') : null,
  }
}

/** Reads the candle that is still forming, through the columns behind the view. */
const readsBehindTheView = (): StrategyInstance => ({
  onCandle(view: CandleView) {
    const hidden = view as unknown as { columns: CandleColumns }
    const next = hidden.columns.high[view.count] ?? 0
    return next > view.high(0) * 1.003 ? buy('it will be higher') : null
  },
})

const check = (create: (all: CandleColumns) => StrategyInstance) =>
  findLookAhead({ timeframe: '15m', higherTimeframes: ['1h'], candles, create }, cuts)

describe('the look-ahead checker', () => {
  it.each([
    ['the next candle', readsNextCandle],
    ['the range of the whole file', knowsTheRange],
    ['the columns behind the view', readsBehindTheView],
  ])('catches a strategy that reads %s', (_, create) => {
    const { findings } = check(create)
    expect(findings.length).toBeGreaterThan(0)
    for (const { candle, lastShared } of findings) expect(candle).toBeLessThanOrEqual(lastShared)
  })

  it('finds nothing when the view is asked for the future in the open', () => {
    const { findings, signalsCompared } = check(() => ({
      onCandle: (view) =>
        Number.isNaN(view.close(-1)) && view.count % 50 === 0 ? buy('nothing there') : null,
    }))
    expect(findings).toEqual([])
    expect(signalsCompared).toBeGreaterThan(0)
  })

  it('refuses a cut that leaves nothing to change', () => {
    const checked = {
      timeframe: '15m' as const,
      higherTimeframes: [],
      candles,
      create: readsBehindTheView,
    }
    expect(() => findLookAhead(checked, [length - 1])).toThrow('both sides')
  })

  it.each(STRATEGIES.map((definition) => [definition.id, definition] as const))(
    'finds nothing in %s',
    (_, definition) => {
      const resolved = resolveParameters(definition, {})
      if (!resolved.isValid) throw new Error(resolved.message)
      const report = findLookAhead(
        {
          timeframe: '15m',
          higherTimeframes: definition.higherTimeframes('15m'),
          candles,
          create: () => definition.create(resolved.parameters),
        },
        cuts,
      )
      expect(report.findings).toEqual([])
      expect(report.signalsCompared).toBeGreaterThan(50)
    },
  )
})

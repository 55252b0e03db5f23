import { describe, expect, it } from 'vitest'
import type { Timeframe } from '../model/timeframe.ts'
import { CandleSeries } from './candle-series.ts'
import type { CandleColumns } from './candle-view.ts'
import { realMinutes } from './candles.test-support.ts'
import { momentum } from './momentum.ts'
import { resolveParameters } from './resolve-parameters.ts'
import type { StrategySignal } from './strategy.ts'
import { aggregateCandles } from './timeframe.ts'

const defaults = resolveParameters(momentum, {})
if (!defaults.isValid) throw new Error(defaults.message)
const { parameters } = defaults

function score(signal: StrategySignal): number {
  const weight = signal.confluence.reduce((sum, part) => sum + part.weight, 0)
  return signal.confluence.reduce((sum, part) => sum + part.score * part.weight, 0) / weight
}

function signalsOf(columns: CandleColumns, timeframe: Timeframe): StrategySignal[] {
  const series = CandleSeries.over(timeframe, columns, momentum.higherTimeframes(timeframe))
  const instance = momentum.create(parameters)
  const warmUp = momentum.warmUpCandles(parameters, timeframe)
  const signals: StrategySignal[] = []
  while (series.step()) {
    const signal = instance.onCandle(series)
    if (signal && series.count >= warmUp) signals.push(signal)
  }
  return signals
}

/** Closes as given, each candle one unit high around its close. */
function candlesOf(closes: readonly number[]): CandleSeries {
  const series = CandleSeries.ring('5m', 256)
  closes.forEach((close, index) => {
    series.push(index * 300_000, close, close + 0.5, close - 0.5, close, 1)
  })
  return series
}

describe('momentum', () => {
  it('speaks on the first close outside the channel and not on the next', () => {
    const instance = momentum.create(parameters)
    const closes = [...Array<number>(80).fill(100), 101, 102, 103]
    const spoken = closes.map((_, index) =>
      instance.onCandle(candlesOf(closes.slice(0, index + 1))),
    )
    const sides = spoken.map((signal) => signal?.side ?? null)
    expect(sides.slice(0, 80)).toEqual(Array(80).fill(null))
    expect(sides.slice(80)).toEqual(['buy', null, null])
    expect(spoken[80]).toMatchObject({ stopDistance: 0.02, targetDistance: 0.04 })
    expect(spoken[80]?.reason).toBe(
      'The close of 101.00 is the first above the highest high of 20 candles, 100.50, and ' +
        '0.98 % above its 50-candle average.',
    )
  })

  it('stays silent on a breakout against its average', () => {
    const instance = momentum.create(parameters)
    // From 200 down to 100: the average is far above, so the step up at the end is no buy.
    const closes = [...Array<number>(40).fill(200), ...Array<number>(24).fill(100), 102]
    const last = closes.map((_, index) => instance.onCandle(candlesOf(closes.slice(0, index + 1))))
    expect(last.at(-1)).toBeNull()
  })

  const minutes = realMinutes()
  it.runIf(minutes !== null)('gives a sensible number of signals on real candles', () => {
    if (minutes === null) return
    const strong = (timeframe: Timeframe) =>
      signalsOf(aggregateCandles(minutes, '1m', timeframe), timeframe).filter(
        (signal) => score(signal) >= 0.75,
      ).length
    expect(strong('5m')).toBeGreaterThanOrEqual(100)
    expect(strong('5m')).toBeLessThanOrEqual(400)
    expect(strong('3h')).toBeGreaterThanOrEqual(3)
  })
})

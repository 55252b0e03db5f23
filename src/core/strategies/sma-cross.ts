import { SimpleMovingAverage } from '../indicators/simple-moving-average.ts'
import type { Side } from '../model/side.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { CandleView } from './candle-view.ts'
import { confluenceCandles, confluenceParts } from './confluence-parts.ts'
import { higherTimeframes } from './higher-timeframe.ts'
import {
  STOP_PARAMETER,
  stopDistanceOf,
  TARGET_PARAMETER,
  targetDistanceOf,
} from './protection-parameters.ts'
import { describePrice } from './reason.ts'
import { parameterOf } from './resolve-parameters.ts'
import type {
  SignalDetail,
  StrategyDefinition,
  StrategyInstance,
  StrategyParameters,
  StrategySignal,
} from './strategy.ts'

/**
 * Buys when the fast simple average of the closes passes above the slow one, sells when it passes
 * below. Averages that are equal keep the side that was there before.
 */
class SmaCross implements StrategyInstance {
  private readonly fastCandles: number
  private readonly slowCandles: number
  private readonly stopDistance: number
  private readonly targetDistance: number
  private readonly fast: SimpleMovingAverage
  private readonly slow: SimpleMovingAverage
  private readonly detail: SignalDetail
  /** Of the last averages that differed: 1 fast above, −1 below, 0 not known yet. */
  private lastSide = 0

  constructor(parameters: StrategyParameters, detail: SignalDetail) {
    this.detail = detail
    this.fastCandles = parameterOf(parameters, 'fast')
    this.slowCandles = parameterOf(parameters, 'slow')
    this.stopDistance = stopDistanceOf(parameters)
    this.targetDistance = targetDistanceOf(parameters)
    this.fast = new SimpleMovingAverage(this.fastCandles)
    this.slow = new SimpleMovingAverage(this.slowCandles)
  }

  onCandle(view: CandleView): StrategySignal | null {
    const close = view.close(0)
    const fast = this.fast.next(close)
    const slow = this.slow.next(close)
    const side = fast > slow ? 1 : fast < slow ? -1 : 0
    const before = this.lastSide
    if (side === 0 || side === before) return null
    this.lastSide = side
    return before === 0 ? null : this.signal(view, side > 0 ? 'buy' : 'sell', fast, slow)
  }

  private signal(view: CandleView, side: Side, fast: number, slow: number): StrategySignal {
    const { stopDistance, targetDistance } = this
    if (this.detail === 'sides') {
      return { side, stopDistance, targetDistance, confluence: [], reason: '' }
    }
    return {
      side,
      stopDistance,
      targetDistance,
      confluence: confluenceParts(view, side, this.stopDistance),
      reason:
        `The ${this.fastCandles}-candle average of ${describePrice(fast)} passed ` +
        `${side === 'buy' ? 'above' : 'below'} the ${this.slowCandles}-candle average of ` +
        `${describePrice(slow)}.`,
    }
  }
}

export const smaCross: StrategyDefinition = {
  id: 'sma-cross',
  name: 'Moving-average cross',
  idea:
    'A short average above a long one says that the newest prices are higher than those before, ' +
    'and trends last longer than a fair coin would let them. The trade is taken when the order of ' +
    'the two averages turns round, so that it is always on the side of the newer price. It loses a ' +
    'little in every sideways market and lives on the few long moves.',
  parameters: [
    {
      name: 'fast',
      unit: 'candles',
      min: 2,
      max: 400,
      step: 1,
      default: 20,
      meaning: 'Length of the short average.',
    },
    {
      name: 'slow',
      unit: 'candles',
      min: 3,
      max: 1000,
      step: 1,
      default: 50,
      meaning: 'Length of the long average.',
    },
    STOP_PARAMETER,
    TARGET_PARAMETER,
  ],
  defaultTimeframe: '3h',
  higherTimeframes: (timeframe, detail) => (detail === 'sides' ? [] : higherTimeframes(timeframe)),
  // The side before the first average is not known, so one candle more than the long average.
  warmUpCandles: (parameters: StrategyParameters, timeframe: Timeframe) =>
    Math.max(parameterOf(parameters, 'slow') + 1, confluenceCandles(timeframe)),
  indicatorCandles: (parameters) => parameterOf(parameters, 'slow'),
  conflict: (parameters) => {
    const fast = parameterOf(parameters, 'fast')
    const slow = parameterOf(parameters, 'slow')
    return fast < slow ? null : `fast is ${fast} and slow ${slow}; fast must be below slow`
  },
  create: (parameters, detail = 'full') => new SmaCross(parameters, detail),
}

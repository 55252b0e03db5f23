import { RollingMaximum, RollingMinimum } from '../indicators/rolling-extreme.ts'
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
import { describePercent, describePrice } from './reason.ts'
import { parameterOf } from './resolve-parameters.ts'
import type {
  StrategyDefinition,
  StrategyInstance,
  StrategyParameters,
  StrategySignal,
} from './strategy.ts'

/** Above is 1, below −1, inside the channel 0. */
type Breakout = -1 | 0 | 1

/**
 * Buys the first close above the highest high of the `breakout` candles before it while the close
 * is above its simple average of `average` candles; sells the mirror image. The close after a
 * breakout close is no new signal: only the step out of the channel is.
 */
class Momentum implements StrategyInstance {
  private readonly averageCandles: number
  private readonly breakoutCandles: number
  private readonly stopDistance: number
  private readonly targetDistance: number
  private readonly average: SimpleMovingAverage
  private readonly highest: RollingMaximum
  private readonly lowest: RollingMinimum
  /** Of the candles before the one that is looked at. */
  private channelHigh = Number.NaN
  private channelLow = Number.NaN
  private lastBreakout: Breakout = 0

  constructor(parameters: StrategyParameters) {
    this.averageCandles = parameterOf(parameters, 'average')
    this.breakoutCandles = parameterOf(parameters, 'breakout')
    this.stopDistance = stopDistanceOf(parameters)
    this.targetDistance = targetDistanceOf(parameters)
    this.average = new SimpleMovingAverage(this.averageCandles)
    this.highest = new RollingMaximum(this.breakoutCandles)
    this.lowest = new RollingMinimum(this.breakoutCandles)
  }

  onCandle(view: CandleView): StrategySignal | null {
    const close = view.close(0)
    const average = this.average.next(close)
    const { channelHigh, channelLow, lastBreakout } = this
    this.channelHigh = this.highest.next(view.high(0))
    this.channelLow = this.lowest.next(view.low(0))
    const breakout = close > channelHigh ? 1 : close < channelLow ? -1 : 0
    this.lastBreakout = breakout
    if (breakout === 0 || breakout === lastBreakout) return null
    if (!((close - average) * breakout > 0)) return null
    return this.signal(view, breakout, breakout > 0 ? channelHigh : channelLow, average)
  }

  private signal(
    view: CandleView,
    breakout: 1 | -1,
    channel: number,
    average: number,
  ): StrategySignal {
    const isUp = breakout > 0
    const side: Side = isUp ? 'buy' : 'sell'
    const close = view.close(0)
    return {
      side,
      stopDistance: this.stopDistance,
      targetDistance: this.targetDistance,
      confluence: confluenceParts(view, side, this.stopDistance),
      reason:
        `The close of ${describePrice(close)} is the first ${isUp ? 'above the highest high' : 'below the lowest low'} ` +
        `of ${this.breakoutCandles} candles, ${describePrice(channel)}, and ` +
        `${describePercent(Math.abs(close / average - 1))} ${isUp ? 'above' : 'below'} its ` +
        `${this.averageCandles}-candle average.`,
    }
  }
}

export const momentum: StrategyDefinition = {
  id: 'momentum',
  name: 'Momentum',
  idea:
    'A market that closes outside the range of its last candles has taken in something new, and ' +
    'such moves go on more often than chance would have it. The trade goes with the first close ' +
    'outside and only on the side where price already stands against its longer average. Many ' +
    'small losses at a near stop are paid for by fewer gains that are twice as large.',
  parameters: [
    {
      name: 'average',
      unit: 'candles',
      min: 5,
      max: 400,
      step: 1,
      default: 50,
      meaning: 'Length of the simple moving average that names the side.',
    },
    {
      name: 'breakout',
      unit: 'candles',
      min: 2,
      max: 400,
      step: 1,
      default: 20,
      meaning: 'How many candles the close must break out of.',
    },
    STOP_PARAMETER,
    TARGET_PARAMETER,
  ],
  defaultTimeframe: '3h',
  higherTimeframes,
  warmUpCandles: (parameters: StrategyParameters, timeframe: Timeframe) =>
    Math.max(
      parameterOf(parameters, 'average'),
      parameterOf(parameters, 'breakout') + 2,
      confluenceCandles(timeframe),
    ),
  indicatorCandles: (parameters) =>
    Math.max(parameterOf(parameters, 'average'), parameterOf(parameters, 'breakout') + 1),
  create: (parameters) => new Momentum(parameters),
}

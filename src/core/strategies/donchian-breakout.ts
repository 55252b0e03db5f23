import { RollingMaximum, RollingMinimum } from '../indicators/rolling-extreme.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { CandleView } from './candle-view.ts'
import { confluenceCandles, confluenceParts } from './confluence-parts.ts'
import { higherTimeframes } from './higher-timeframe.ts'
import { describePercent, describePrice } from './reason.ts'
import { parameterOf } from './resolve-parameters.ts'
import type {
  StrategyDefinition,
  StrategyInstance,
  StrategyParameters,
  StrategySignal,
} from './strategy.ts'

/** A stop nearer than this is noise, one further away no longer a stop. */
const STOP_MIN = 0.005
const STOP_MAX = 0.1

/**
 * Buys the first close above the highest high of the `entry` candles before it; the stop stands at
 * the lowest low of the `exit` candles before it, the target `reward` times as far away. Sells the
 * mirror image.
 */
class DonchianBreakout implements StrategyInstance {
  private readonly entryCandles: number
  private readonly reward: number
  private readonly entryHigh: RollingMaximum
  private readonly entryLow: RollingMinimum
  private readonly exitHigh: RollingMaximum
  private readonly exitLow: RollingMinimum
  private highest = Number.NaN
  private lowest = Number.NaN
  private nearHigh = Number.NaN
  private nearLow = Number.NaN
  private lastBreakout = 0

  constructor(parameters: StrategyParameters) {
    const exitCandles = parameterOf(parameters, 'exit')
    this.entryCandles = parameterOf(parameters, 'entry')
    this.reward = parameterOf(parameters, 'reward')
    this.entryHigh = new RollingMaximum(this.entryCandles)
    this.entryLow = new RollingMinimum(this.entryCandles)
    this.exitHigh = new RollingMaximum(exitCandles)
    this.exitLow = new RollingMinimum(exitCandles)
  }

  onCandle(view: CandleView): StrategySignal | null {
    const close = view.close(0)
    const { highest, lowest, nearHigh, nearLow, lastBreakout } = this
    const high = view.high(0)
    const low = view.low(0)
    this.highest = this.entryHigh.next(high)
    this.lowest = this.entryLow.next(low)
    this.nearHigh = this.exitHigh.next(high)
    this.nearLow = this.exitLow.next(low)
    const breakout = close > highest ? 1 : close < lowest ? -1 : 0
    this.lastBreakout = breakout
    if (breakout === 0 || breakout === lastBreakout) return null
    return breakout > 0
      ? this.signal(view, 'buy', highest, nearLow)
      : this.signal(view, 'sell', lowest, nearHigh)
  }

  private signal(
    view: CandleView,
    side: 'buy' | 'sell',
    channel: number,
    stop: number,
  ): StrategySignal {
    const close = view.close(0)
    const wanted = Math.abs(close - stop) / close
    const stopDistance = Math.min(STOP_MAX, Math.max(STOP_MIN, wanted))
    const edge = side === 'buy' ? 'above the highest high' : 'below the lowest low'
    return {
      side,
      stopDistance,
      targetDistance: stopDistance * this.reward,
      confluence: confluenceParts(view, side, stopDistance),
      reason:
        `The close of ${describePrice(close)} is the first ${edge} of ${this.entryCandles} candles, ` +
        `${describePrice(channel)}; the other side of the channel is ${describePercent(wanted)} away.`,
    }
  }
}

export const donchianBreakout: StrategyDefinition = {
  id: 'donchian-breakout',
  name: 'Donchian breakout',
  idea:
    'The highest and lowest price of the last weeks are where many orders wait, and once price ' +
    'closes beyond them it often runs. The trade follows the first close outside the channel, ' +
    'whatever the trend was before. The stop stands where the market would have taken the whole ' +
    'move back, at the other side of a shorter channel.',
  parameters: [
    {
      name: 'entry',
      unit: 'candles',
      min: 2,
      max: 400,
      step: 1,
      default: 20,
      meaning: 'Length of the channel that must be broken.',
    },
    {
      name: 'exit',
      unit: 'candles',
      min: 1,
      max: 400,
      step: 1,
      default: 10,
      meaning: 'Length of the channel on whose other side the stop stands.',
    },
    {
      name: 'reward',
      unit: 'times the stop',
      min: 0.5,
      max: 10,
      step: 0.1,
      default: 2,
      meaning: 'How far the target lies, measured by the stop.',
    },
  ],
  defaultTimeframe: '3h',
  higherTimeframes,
  warmUpCandles: (parameters: StrategyParameters, timeframe: Timeframe) =>
    Math.max(
      parameterOf(parameters, 'entry') + 2,
      parameterOf(parameters, 'exit') + 2,
      confluenceCandles(timeframe),
    ),
  indicatorCandles: (parameters) =>
    Math.max(parameterOf(parameters, 'entry'), parameterOf(parameters, 'exit')) + 1,
  conflict: (parameters) => {
    const entry = parameterOf(parameters, 'entry')
    const exit = parameterOf(parameters, 'exit')
    return exit <= entry ? null : `exit is ${exit} and entry ${entry}; exit must not be longer`
  },
  create: (parameters) => new DonchianBreakout(parameters),
}

import { BollingerBands } from '../indicators/bollinger-bands.ts'
import type { Side } from '../model/side.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { CandleView } from './candle-view.ts'
import type { ConfluenceScores } from './confluence-parts.ts'
import {
  candleRanges,
  confluenceCandles,
  ramp,
  relativeStrength,
  stopDistanceScore,
  trendDistance,
  volumeScore,
  weighed,
} from './confluence-parts.ts'
import { higherTimeframes } from './higher-timeframe.ts'
import { STOP_PARAMETER, stopDistanceOf } from './protection-parameters.ts'
import { describePercent, describePrice } from './reason.ts'
import { parameterOf } from './resolve-parameters.ts'
import type {
  StrategyDefinition,
  StrategyInstance,
  StrategyParameters,
  StrategySignal,
} from './strategy.ts'

/**
 * Buys when a close comes back inside the lower Bollinger band after one below it at which the RSI
 * was at most `oversold`, with the middle band as the target, if that is at least `room` away.
 * Sells the mirror image.
 */
class MeanReversion implements StrategyInstance {
  private readonly oversold: number
  private readonly room: number
  private readonly stopDistance: number
  private readonly bands: BollingerBands
  /** Where the close before stood: above the bands 1, below −1, between them 0. */
  private lastOutside = 0

  constructor(parameters: StrategyParameters) {
    this.oversold = parameterOf(parameters, 'oversold')
    this.room = parameterOf(parameters, 'room') / 100
    this.stopDistance = stopDistanceOf(parameters)
    this.bands = new BollingerBands(
      parameterOf(parameters, 'bands'),
      parameterOf(parameters, 'width'),
    )
  }

  onCandle(view: CandleView): StrategySignal | null {
    const { bands, lastOutside } = this
    const close = view.close(0)
    const middle = bands.next(close)
    const outside = close > bands.upper ? 1 : close < bands.lower ? -1 : 0
    this.lastOutside = outside
    if (lastOutside === 0 || outside === lastOutside) return null
    const side: Side = lastOutside < 0 ? 'buy' : 'sell'
    const room = side === 'buy' ? middle / close - 1 : 1 - middle / close
    if (!(room >= this.room)) return null
    const strength = relativeStrength(view, 1)
    const stretched = side === 'buy' ? strength : 100 - strength
    if (!(stretched <= this.oversold)) return null
    return this.signal(view, side, strength, stretched, room, middle)
  }

  private signal(
    view: CandleView,
    side: Side,
    strength: number,
    stretched: number,
    room: number,
    middle: number,
  ): StrategySignal {
    const edge = side === 'buy' ? 'above the lower' : 'below the upper'
    return {
      side,
      stopDistance: this.stopDistance,
      targetDistance: room,
      confluence: weighed(this.scores(view, side, stretched)),
      reason:
        `The close of ${describePrice(view.close(0))} is back ${edge} band after an RSI of ` +
        `${strength.toFixed(1)}; the middle at ${describePrice(middle)} is ` +
        `${describePercent(room)} away.`,
    }
  }

  /** Against the move: a strong trend the other way, and widening ranges, speak against it. */
  private scores(view: CandleView, side: Side, stretched: number): ConfluenceScores {
    const ranges = candleRanges(view)
    return {
      trend: 1 - ramp(-trendDistance(view, side), 1, 4),
      momentum: ramp(50 - stretched, 10, 25),
      volatility: 1 - ramp(ranges.ratio, 1.5, 3),
      volume: volumeScore(view),
      stopDistance: stopDistanceScore(view, this.stopDistance, ranges),
    }
  }
}

export const meanReversion: StrategyDefinition = {
  id: 'mean-reversion',
  name: 'Mean reversion',
  idea:
    'A price that is pushed far from its average in a short time often finds that the push is ' +
    'over, and comes back. The trade waits for the first close back inside the bands after an ' +
    'exhausted one outside, and aims no further than the average. It wins often and little, and ' +
    'loses when the push was the beginning of a trend.',
  parameters: [
    {
      name: 'bands',
      unit: 'candles',
      min: 5,
      max: 400,
      step: 1,
      default: 20,
      meaning: 'Length of the average between the bands.',
    },
    {
      name: 'width',
      unit: 'deviations',
      min: 0.5,
      max: 5,
      step: 0.1,
      default: 2,
      meaning: 'Distance of the bands from the average.',
    },
    {
      name: 'oversold',
      unit: 'points',
      min: 5,
      max: 50,
      step: 1,
      default: 30,
      meaning: 'Highest RSI(14) of the close outside for a buy; a sell mirrors it at 100.',
    },
    {
      name: 'room',
      unit: '%',
      min: 0.5,
      max: 20,
      step: 0.1,
      default: 0.5,
      meaning: 'Least distance to the middle band, which is the target.',
    },
    STOP_PARAMETER,
  ],
  defaultTimeframe: '1h',
  higherTimeframes,
  warmUpCandles: (parameters: StrategyParameters, timeframe: Timeframe) =>
    Math.max(parameterOf(parameters, 'bands') + 1, confluenceCandles(timeframe) + 1),
  indicatorCandles: (parameters) => parameterOf(parameters, 'bands'),
  create: (parameters) => new MeanReversion(parameters),
}

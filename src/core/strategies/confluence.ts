import { SimpleMovingAverage } from '../indicators/simple-moving-average.ts'
import type { Side } from '../model/side.ts'
import type { Timeframe } from '../model/timeframe.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import type { CandleView } from './candle-view.ts'
import {
  candleRanges,
  confluenceCandles,
  momentumScore,
  stopDistanceScore,
  volatilityScore,
  volumeScore,
  weighed,
} from './confluence-parts.ts'
import { higherTimeframes } from './higher-timeframe.ts'
import {
  STOP_PARAMETER,
  stopDistanceOf,
  TARGET_PARAMETER,
  targetDistanceOf,
} from './protection-parameters.ts'
import { describePercent } from './reason.ts'
import { parameterOf } from './resolve-parameters.ts'
import type {
  StrategyDefinition,
  StrategyInstance,
  StrategyParameters,
  StrategySignal,
} from './strategy.ts'

/** The two longer timeframes that must agree, twice and three times as long where they exist. */
const LONGER: Readonly<Record<Timeframe, readonly Timeframe[]>> = {
  '1m': ['3m', '5m'],
  '3m': ['15m', '30m'],
  '5m': ['15m', '30m'],
  '15m': ['30m', '1h'],
  '30m': ['1h', '2h'],
  '1h': ['2h', '3h'],
  '2h': ['4h', '6h'],
  '3h': ['6h', '9h'],
  '4h': ['8h', '12h'],
  '6h': ['12h', '1d'],
  '8h': ['1d'],
  '9h': [],
  '12h': ['1d'],
  '1d': [],
}

/** How long the average is rising or falling when it is compared with itself. */
const SLOPE_CANDLES = 3

/** One timeframe: on which side of its average the close stands, and where the average goes. */
class Leg {
  readonly timeframe: Timeframe
  /** Close against average as a share; NaN during warm-up. */
  distance = Number.NaN
  private readonly average: SimpleMovingAverage
  private seen = 0
  /** The averages of the last four candles, the newest first. */
  private now = Number.NaN
  private one = Number.NaN
  private two = Number.NaN
  private before = Number.NaN

  constructor(timeframe: Timeframe, candles: number) {
    this.timeframe = timeframe
    this.average = new SimpleMovingAverage(candles)
  }

  /** Takes in what has closed since the last time. */
  follow(view: CandleView): void {
    for (let ago = view.count - this.seen - 1; ago >= 0; ago -= 1) {
      const close = view.close(ago)
      this.before = this.two
      this.two = this.one
      this.one = this.now
      this.now = this.average.next(close)
      this.distance = close / this.now - 1
    }
    this.seen = view.count
  }

  /** Half for the side of the close, half for the slope. */
  agreement(direction: 1 | -1): number {
    const side = this.distance * direction > 0 ? 0.5 : 0
    return (this.now - this.before) * direction > 0 ? side + 0.5 : side
  }
}

/**
 * Buys when the closes of all timeframes have come to stand above their averages and the strategy's
 * own was not with them a candle before; sells the mirror image.
 */
class Confluence implements StrategyInstance {
  private readonly candles: number
  private readonly stopDistance: number
  private readonly targetDistance: number
  private legs: readonly Leg[] | null = null
  private lastAligned = 0

  constructor(parameters: StrategyParameters) {
    this.candles = parameterOf(parameters, 'average')
    this.stopDistance = stopDistanceOf(parameters)
    this.targetDistance = targetDistanceOf(parameters)
  }

  onCandle(view: CandleView): StrategySignal | null {
    const legs = this.legs ?? this.legsFor(view.timeframe)
    let above = 0
    let below = 0
    for (let index = 0; index < legs.length; index += 1) {
      const leg = legs[index] as Leg
      leg.follow(index === 0 ? view : (view.higher(leg.timeframe) ?? view))
      if (leg.distance > 0) above += 1
      else if (leg.distance < 0) below += 1
    }
    const aligned = above === legs.length ? 1 : below === legs.length ? -1 : 0
    const before = this.lastAligned
    this.lastAligned = aligned
    if (aligned === 0 || aligned === before) return null
    return this.signal(view, legs, aligned)
  }

  private legsFor(timeframe: Timeframe): readonly Leg[] {
    const timeframes = [timeframe, ...LONGER[timeframe]]
    this.legs = timeframes.map((one) => new Leg(one, this.candles))
    return this.legs
  }

  private signal(view: CandleView, legs: readonly Leg[], direction: 1 | -1): StrategySignal {
    const side: Side = direction > 0 ? 'buy' : 'sell'
    const ranges = candleRanges(view)
    const agreements = legs.map((leg) => leg.agreement(direction))
    const trend = agreements.reduce((sum, one) => sum + one, 0) / legs.length
    const distances = legs.map(
      (leg) => `${leg.timeframe} by ${describePercent(Math.abs(leg.distance))}`,
    )
    return {
      side,
      stopDistance: this.stopDistance,
      targetDistance: this.targetDistance,
      confluence: weighed({
        trend,
        momentum: momentumScore(view, side),
        volatility: volatilityScore(ranges),
        volume: volumeScore(view),
        stopDistance: stopDistanceScore(view, this.stopDistance, ranges),
      }),
      reason:
        `The close is ${side === 'buy' ? 'above' : 'below'} its ${this.candles}-candle average on ` +
        `every timeframe: ${distances.join(', ')}.`,
    }
  }
}

const allHigher = (timeframe: Timeframe): readonly Timeframe[] => [
  ...new Set([...LONGER[timeframe], ...higherTimeframes(timeframe)]),
]

export const confluence: StrategyDefinition = {
  id: 'confluence',
  name: 'Multi-timeframe confluence',
  idea:
    'Traders of different patience look at different candles, and a move lasts when they all see ' +
    'the same. The trade is taken at the moment when the last of three timeframes (3h, 6h and 9h) ' +
    'joins the others on one side of its average. While they disagree it does nothing.',
  parameters: [
    {
      name: 'average',
      unit: 'candles',
      min: 3,
      max: 100,
      step: 1,
      default: 10,
      meaning: 'Length of the average on each of the timeframes.',
    },
    STOP_PARAMETER,
    TARGET_PARAMETER,
  ],
  defaultTimeframe: '3h',
  higherTimeframes: allHigher,
  warmUpCandles: (parameters: StrategyParameters, timeframe: Timeframe) => {
    const candles = parameterOf(parameters, 'average') + SLOPE_CANDLES
    const ratios = LONGER[timeframe].map((one) => TIMEFRAME_MS[one] / TIMEFRAME_MS[timeframe])
    // The oldest long candle may begin, and the newest stand, in the middle; one for the candle before.
    const longest = Math.max(1, ...ratios)
    return Math.max((candles + 2) * longest + 1, confluenceCandles(timeframe))
  },
  create: (parameters) => new Confluence(parameters),
}

import { RelativeStrengthIndex } from '../indicators/relative-strength-index.ts'
import type { Side } from '../model/side.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import type { CandleView } from './candle-view.ts'
import { higherTimeframe } from './higher-timeframe.ts'
import type { ConfluencePart } from './strategy.ts'

/**
 * The five parts of a confluence score (docs/confluence.md). Each is worked out only when there is
 * a signal and looks back over a fixed number of closed candles, so that a score does not depend on
 * how much history a run began with.
 */
export const CONFLUENCE_WEIGHTS = {
  trend: 0.3,
  momentum: 0.25,
  volatility: 0.15,
  volume: 0.15,
  stopDistance: 0.15,
} as const

const TREND_CANDLES = 10
/** Where no longer timeframe exists, the strategy's own with an average four times as long. */
const OWN_TREND_CANDLES = 40
const SLOPE_CANDLES = 3
const STRENGTH_PERIOD = 14
const STRENGTH_CANDLES = 70
const RANGE_CANDLES = 14
const LONG_RANGE_CANDLES = 56
const VOLUME_CANDLES = 20

/** Own candles that the parts look back on, on the longer timeframe as well. */
export function confluenceCandles(timeframe: CandleView['timeframe']): number {
  const higher = higherTimeframe(timeframe)
  const own = Math.max(STRENGTH_CANDLES + 1, LONG_RANGE_CANDLES + 1, VOLUME_CANDLES + 1)
  if (higher === null) return Math.max(own, OWN_TREND_CANDLES + SLOPE_CANDLES)
  const ratio = TIMEFRAME_MS[higher] / TIMEFRAME_MS[timeframe]
  // The oldest one may begin, and the newest may stand, in the middle of a long candle.
  return Math.max(own, (TREND_CANDLES + SLOPE_CANDLES + 2) * ratio)
}

/** 0 up to `from`, 1 from `to` on, a straight line between. */
export function ramp(value: number, from: number, to: number): number {
  const share = (value - from) / (to - from)
  if (!(share > 0)) return 0
  return share < 1 ? share : 1
}

function meanClose(view: CandleView, from: number, candles: number): number {
  let sum = 0
  for (let ago = from; ago < from + candles; ago += 1) sum += view.close(ago)
  return sum / candles
}

/** Mean true range of the candles from `from` on. */
function meanTrueRange(view: CandleView, from: number, candles: number): number {
  let sum = 0
  for (let ago = from; ago < from + candles; ago += 1) {
    const close = view.close(ago + 1)
    const high = view.high(ago)
    const low = view.low(ago)
    sum += (high > close ? high : close) - (low < close ? low : close)
  }
  return sum / candles
}

/** How far candles reach: the mean true range of the newest 14, and against that of 56. */
export interface CandleRanges {
  readonly near: number
  readonly ratio: number
}

export function candleRanges(view: CandleView): CandleRanges {
  const near = meanTrueRange(view, 0, RANGE_CANDLES)
  const olderCandles = LONG_RANGE_CANDLES - RANGE_CANDLES
  const older = meanTrueRange(view, RANGE_CANDLES, olderCandles)
  const far = (near * RANGE_CANDLES + older * olderCandles) / LONG_RANGE_CANDLES
  return { near, ratio: near / far }
}

/** The longer timeframe, or the strategy's own with a longer average where there is none. */
function trendView(view: CandleView): { readonly seen: CandleView; readonly candles: number } {
  const higher = higherTimeframe(view.timeframe)
  const longer = higher === null ? null : view.higher(higher)
  return longer === null
    ? { seen: view, candles: OWN_TREND_CANDLES }
    : { seen: longer, candles: TREND_CANDLES }
}

/** How far the close stands beyond its average on the trend's timeframe, in mean true ranges. */
export function trendDistance(view: CandleView, side: Side): number {
  const { seen, candles } = trendView(view)
  const beyond = (seen.close(0) - meanClose(seen, 0, candles)) / meanTrueRange(seen, 0, candles)
  return side === 'buy' ? beyond : -beyond
}

/** Half for the close beyond the average, half for the average's slope, on the longer timeframe. */
export function trendScore(view: CandleView, side: Side): number {
  const { seen, candles } = trendView(view)
  const average = meanClose(seen, 0, candles)
  const earlier = meanClose(seen, SLOPE_CANDLES, candles)
  const direction = side === 'buy' ? 1 : -1
  const position = (seen.close(0) - average) * direction > 0 ? 0.5 : 0
  const slope = (average - earlier) * direction > 0 ? 0.5 : 0
  return position + slope
}

/** RSI(14) as it stood `ago` candles before, over the 70 changes up to there. */
export function relativeStrength(view: CandleView, ago = 0): number {
  const index = new RelativeStrengthIndex(STRENGTH_PERIOD)
  let strength = Number.NaN
  for (let back = ago + STRENGTH_CANDLES; back >= ago; back -= 1) {
    strength = index.next(view.close(back))
  }
  return strength
}

/** RSI(14): 50 gives 0, 65 gives 1 (a sell: 50 and 35). */
export function momentumScore(view: CandleView, side: Side): number {
  const strength = relativeStrength(view)
  return ramp(side === 'buy' ? strength : 100 - strength, 50, 65)
}

/** Calm gives 0, ranges as wide as usual to 2.5 times as wide give 1, panic gives 0. */
export const volatilityScore = ({ ratio }: CandleRanges): number =>
  Math.min(ramp(ratio, 0.5, 1), 1 - ramp(ratio, 2.5, 4))

/** The candle's volume against the mean of the 20 before it: half gives 0, one and a half gives 1. */
export function volumeScore(view: CandleView): number {
  let sum = 0
  for (let ago = 1; ago <= VOLUME_CANDLES; ago += 1) sum += view.volume(ago)
  return ramp((view.volume(0) * VOLUME_CANDLES) / sum, 0.5, 1.5)
}

/** The stop against the mean true range: inside half a range gives 0, one and a half gives 1. */
export const stopDistanceScore = (
  view: CandleView,
  stopDistance: number,
  { near }: CandleRanges,
): number => ramp((stopDistance * view.close(0)) / near, 0.5, 1.5)

/** A score for each of the five parts. */
export type ConfluenceScores = Readonly<Record<keyof typeof CONFLUENCE_WEIGHTS, number>>

/** The five as a signal carries them. */
export const weighed = (scores: ConfluenceScores): readonly ConfluencePart[] => [
  { name: 'trend', score: scores.trend, weight: CONFLUENCE_WEIGHTS.trend },
  { name: 'momentum', score: scores.momentum, weight: CONFLUENCE_WEIGHTS.momentum },
  { name: 'volatility', score: scores.volatility, weight: CONFLUENCE_WEIGHTS.volatility },
  { name: 'volume', score: scores.volume, weight: CONFLUENCE_WEIGHTS.volume },
  {
    name: 'distance to the stop',
    score: scores.stopDistance,
    weight: CONFLUENCE_WEIGHTS.stopDistance,
  },
]

/** All five of a trade that goes with the move. */
export function confluenceParts(
  view: CandleView,
  side: Side,
  stopDistance: number,
): readonly ConfluencePart[] {
  const ranges = candleRanges(view)
  return weighed({
    trend: trendScore(view, side),
    momentum: momentumScore(view, side),
    volatility: volatilityScore(ranges),
    volume: volumeScore(view),
    stopDistance: stopDistanceScore(view, stopDistance, ranges),
  })
}

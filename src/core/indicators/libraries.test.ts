import { IndicatorsSync } from '@ixjb94/indicators'
import * as technical from 'technicalindicators'
import * as signals from 'trading-signals'
import { describe, expect, it } from 'vitest'
import { realMinutes, seededCandles } from '../strategies/candles.test-support.ts'
import { averageDirectionalIndex } from './average-directional-index.ts'
import { averageTrueRange } from './average-true-range.ts'
import { bollingerBands } from './bollinger-bands.ts'
import { donchianChannel } from './donchian-channel.ts'
import { exponentialMovingAverage } from './exponential-moving-average.ts'
import { largestDifference } from './largest-difference.test-support.ts'
import { macd } from './macd.ts'
import { relativeStrengthIndex } from './relative-strength-index.ts'
import { simpleMovingAverage } from './simple-moving-average.ts'
import { stochastic } from './stochastic.ts'
import { volumeWeightedAveragePrice } from './volume-weighted-average-price.ts'

const EQUAL = 1e-9
/** A value nearer to zero than this is rounding: %K of a window that ends at its lowest price. */
const LEAST = 1e-3
/** Where another seed of an average is forgotten. */
const FORGOTTEN = 5_000

type Values = ArrayLike<number | undefined>

/** A library's own series, and why it is another one where it is. */
interface Rival {
  readonly library: 'technicalindicators' | 'trading-signals' | '@ixjb94/indicators'
  readonly values: () => Values
  /** It begins differently and comes to the same. */
  readonly begins?: string
  /** It is another figure. */
  readonly differs?: string
}

interface Compared {
  readonly name: string
  readonly ours: Float64Array
  /** What a difference is relative to where the value is smaller. */
  readonly least?: number
  readonly rivals: readonly Rival[]
}

const candles = realMinutes() ?? seededCandles(30_000, 60_000, 7)
const { openTimeMs, high, low, close, volume } = candles
const [highs, lows] = [Array.from(high), Array.from(low)]
const [closes, volumes] = [Array.from(close), Array.from(volume)]
const bars = closes.map((value, index) => ({
  open: candles.open[index] as number,
  high: highs[index] as number,
  low: lows[index] as number,
  close: value,
  volume: volumes[index] as number,
}))

const ix = new IndicatorsSync()
const byIx = (values: () => Values, why: Pick<Rival, 'begins' | 'differs'> = {}): Rival => ({
  library: '@ixjb94/indicators',
  values,
  ...why,
})
const byTechnical = (values: () => Values, why: Pick<Rival, 'begins' | 'differs'> = {}): Rival => ({
  library: 'technicalindicators',
  values,
  ...why,
})

/** One `add` for each input; undefined until there is an answer. */
const bySignals = <Input, Result>(
  inputs: readonly Input[],
  indicator: { add(input: Input): Result | null },
  pick: (result: Result) => number,
  why: Pick<Rival, 'begins' | 'differs'> = {},
): Rival => ({
  library: 'trading-signals',
  values: () =>
    inputs.map((input) => {
      const result = indicator.add(input)
      return result === null ? undefined : pick(result)
    }),
  ...why,
})
const itself = (value: number): number => value

const FIRST_VALUE = 'begins with the first value instead of the mean of the first ones'
const OWN_LENGTHS = 'begins the fast average before the slow one'
const FIRST_RANGE = 'counts high less low of the first candle, which has no close before it'
const FIRST_MOVES = 'begins its sums with another candle'
const ROUNDED = 'rounds to two decimals'

const MACD_WORDS = { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 }
const EXPONENTIAL = { SimpleMAOscillator: false, SimpleMASignal: false }

const COMPARED: readonly Compared[] = [
  {
    name: 'SMA 20',
    ours: simpleMovingAverage(close, 20),
    rivals: [
      byTechnical(() => technical.SMA.calculate({ period: 20, values: closes })),
      bySignals(closes, new signals.SMA(20), itself),
      byIx(() => ix.sma(closes, 20)),
    ],
  },
  {
    name: 'EMA 20',
    ours: exponentialMovingAverage(close, 20),
    rivals: [
      byTechnical(() => technical.EMA.calculate({ period: 20, values: closes })),
      bySignals(closes, new signals.EMA(20), itself, { begins: FIRST_VALUE }),
      byIx(() => ix.ema(closes, 20), { begins: FIRST_VALUE }),
    ],
  },
  {
    name: 'RSI 14',
    ours: relativeStrengthIndex(close, 14),
    rivals: [
      byTechnical(() => technical.RSI.calculate({ period: 14, values: closes }), {
        differs: ROUNDED,
      }),
      bySignals(closes, new signals.RSI(14), itself),
      byIx(() => ix.rsi(closes, 14)),
    ],
  },
  {
    name: 'MACD 12/26/9',
    ours: macd(close, 12, 26, 9).line,
    // The difference of two averages in the ten thousands: a billionth of a dollar is their rounding.
    least: 1,
    rivals: [
      byTechnical(
        () =>
          technical.MACD.calculate({ values: closes, ...MACD_WORDS, ...EXPONENTIAL }).map(
            ({ MACD: line }) => line,
          ),
        { begins: OWN_LENGTHS },
      ),
      bySignals(
        closes,
        new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9)),
        ({ macd: line }) => line,
        { begins: FIRST_VALUE },
      ),
      byIx(() => ix.macd(closes, 12, 26, 9)[0] ?? [], { begins: FIRST_VALUE }),
    ],
  },
  {
    name: 'ATR 14',
    ours: averageTrueRange(high, low, close, 14),
    rivals: [
      byTechnical(() =>
        technical.ATR.calculate({ period: 14, high: highs, low: lows, close: closes }),
      ),
      bySignals(bars, new signals.ATR(14), itself, { begins: FIRST_RANGE }),
      byIx(() => ix.atr(highs, lows, closes, 14), { begins: FIRST_RANGE }),
    ],
  },
  {
    name: 'Bollinger 20, 2 upper',
    ours: bollingerBands(close, 20, 2).upper,
    rivals: [
      byTechnical(() =>
        technical.BollingerBands.calculate({ period: 20, stdDev: 2, values: closes }).map(
          ({ upper }) => upper,
        ),
      ),
      bySignals(closes, new signals.BollingerBands(20, 2), ({ upper }) => upper),
      byIx(() => ix.bbands(closes, 20, 2)[2] ?? []),
    ],
  },
  {
    name: 'Donchian 20 upper',
    ours: donchianChannel(high, low, 20).upper,
    rivals: [
      byTechnical(() => technical.Highest.calculate({ period: 20, values: highs })),
      bySignals(bars, new signals.DonchianChannels(20), ({ upper }) => upper),
      byIx(() => ix.max(highs, 20)),
    ],
  },
  {
    name: 'Donchian 20 lower',
    ours: donchianChannel(high, low, 20).lower,
    rivals: [
      byTechnical(() => technical.Lowest.calculate({ period: 20, values: lows })),
      bySignals(bars, new signals.DonchianChannels(20), ({ lower }) => lower),
      byIx(() => ix.min(lows, 20)),
    ],
  },
  {
    name: 'ADX 14',
    ours: averageDirectionalIndex(high, low, close, 14).index,
    rivals: [
      byTechnical(
        () =>
          technical.ADX.calculate({ period: 14, high: highs, low: lows, close: closes }).map(
            ({ adx }) => adx,
          ),
        { begins: FIRST_MOVES },
      ),
      bySignals(bars, new signals.ADX(14), itself, { begins: FIRST_RANGE }),
    ],
  },
  {
    name: 'Stochastic 14/3/3 %D',
    ours: stochastic(high, low, close, 14, 3, 3).percentD,
    rivals: [
      bySignals(
        bars,
        new signals.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 }),
        ({ stochD }) => stochD,
      ),
      byIx(() => ix.stoch(highs, lows, closes, 14, 3, 3)[1] ?? []),
    ],
  },
  {
    name: 'VWAP, one session',
    ours: volumeWeightedAveragePrice(openTimeMs, high, low, close, volume, 1e15),
    rivals: [
      byTechnical(() =>
        technical.VWAP.calculate({ high: highs, low: lows, close: closes, volume: volumes }),
      ),
      bySignals(bars, new signals.VWAP(), itself),
    ],
  },
]

const CASES = COMPARED.flatMap(({ name, ours, rivals, least = LEAST }) =>
  rivals.map((rival) => ({ name, ours, rival, least, library: rival.library })),
)

describe('npm libraries on the recorded candles', () => {
  it.each(CASES)('$name of $library', ({ name, ours, rival, least }) => {
    const theirs = rival.values()
    const whole = largestDifference(ours, theirs, { least })
    const late = largestDifference(ours, theirs, { least, from: FORGOTTEN })
    const largest = whole.largest.toExponential(1)
    const reason = rival.differs ?? rival.begins
    const words = reason === undefined ? '' : `, for it ${reason}`
    const then = rival.begins ? `; ${late.largest.toExponential(1)} from candle 5,000 on` : ''
    console.log(`${name}, ${rival.library}: ${largest} at most${words}${then}`)
    expect(whole.compared).toBeGreaterThan(ours.length - 100)
    if (reason === undefined) expect(whole.largest).toBeLessThanOrEqual(EQUAL)
    else expect(whole.largest).toBeGreaterThan(EQUAL)
    if (rival.begins) expect(late.largest).toBeLessThanOrEqual(EQUAL)
  })

  it('gives every indicator two of them, equal from the start or once the start is forgotten', () => {
    for (const { name, rivals } of COMPARED) {
      const equal = rivals.filter(({ differs }) => differs === undefined)
      expect(equal.length, name).toBeGreaterThanOrEqual(2)
    }
  })
})

import { IndicatorsSync } from '@ixjb94/indicators'
import * as indicatorts from 'indicatorts'
import * as technical from 'technicalindicators'
import * as signals from 'trading-signals'
import { averageDirectionalIndex } from '#core/indicators/average-directional-index.ts'
import { averageTrueRange } from '#core/indicators/average-true-range.ts'
import { bollingerBands } from '#core/indicators/bollinger-bands.ts'
import { donchianChannel } from '#core/indicators/donchian-channel.ts'
import { exponentialMovingAverage } from '#core/indicators/exponential-moving-average.ts'
import { macd } from '#core/indicators/macd.ts'
import { relativeStrengthIndex } from '#core/indicators/relative-strength-index.ts'
import { simpleMovingAverage } from '#core/indicators/simple-moving-average.ts'
import { stochastic } from '#core/indicators/stochastic.ts'
import { volumeWeightedAveragePrice } from '#core/indicators/volume-weighted-average-price.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'
import type { Contender } from './interleave.ts'
import { largestDifference } from './interleave.ts'
import {
  plainAdx,
  plainAtr,
  plainBollinger,
  plainDonchian,
  plainEma,
  plainMacd,
  plainRsi,
  plainSma,
  plainStochastic,
  plainVwap,
} from './plain-indicators.ts'
import { say } from './targets.ts'

const EQUAL = 1e-9
/** Where an average that another library begins otherwise has come to the same. */
const FORGOTTEN = 5_000

type Values = ArrayLike<number | null | undefined>

/** Somebody else's indicator: the work, and of what it gives the series to compare. */
export interface Rival extends Contender {
  readonly pick: (result: never) => Values
}

export interface Subject {
  readonly name: string
  readonly ours: () => unknown
  /** The series of ours that libraries are compared with. */
  readonly values: () => ArrayLike<number>
  readonly plain: () => unknown
  /** How far apart answers are that count as equal. */
  readonly equal?: number
  readonly rivals: readonly Rival[]
}

const itself = (result: Values): Values => result

function rival<Result>(name: string, work: () => Result, pick: (result: Result) => Values): Rival {
  return { name, work, pick: pick as Rival['pick'] }
}

/** Those with equal answers, a start that is soon forgotten apart; the others are named. */
export function equalRivals({ name, values, rivals, equal = EQUAL }: Subject): readonly Rival[] {
  const ours = values()
  return rivals.filter(({ name: library, work, pick }) => {
    const difference = largestDifference(ours, pick(work() as never), FORGOTTEN)
    if (difference <= equal) return true
    const far = difference.toExponential(1)
    say(`  ${name}: ${library} answers differently (${far} relative), not raced`)
    return false
  })
}

interface Lists {
  readonly candles: CandleColumns
  readonly highs: number[]
  readonly lows: number[]
  readonly closes: number[]
  readonly volumes: number[]
  readonly bars: () => Bar[]
}

interface Bar {
  readonly high: number
  readonly low: number
  readonly open: number
  readonly close: number
  readonly volume: number
}

/**
 * An object a candle, for libraries that want it; made when one first asks. Millions of living
 * objects make every collection slow, for everybody who is timed beside them.
 */
function barsOf({ open, high, low, close, volume }: CandleColumns): () => Bar[] {
  let bars: Bar[] | null = null
  return () => {
    bars ??= Array.from(close, (value, index) => ({
      open: open[index] as number,
      high: high[index] as number,
      low: low[index] as number,
      close: value,
      volume: volume[index] as number,
    }))
    return bars
  }
}

const ix = new IndicatorsSync()

function averages({ candles: { close }, closes }: Lists): readonly Subject[] {
  return [
    {
      name: 'SMA 20',
      ours: () => simpleMovingAverage(close, 20),
      values: () => simpleMovingAverage(close, 20),
      plain: () => plainSma(close, 20),
      rivals: [
        rival('indicatorts', () => indicatorts.sma(closes, { period: 20 }), itself),
        rival('@ixjb94/indicators', () => ix.sma(closes, 20), itself),
        rival(
          'technicalindicators',
          () => technical.SMA.calculate({ period: 20, values: closes }),
          itself,
        ),
        rival('trading-signals', () => new signals.SMA(20).updates(closes), itself),
      ],
    },
    {
      name: 'EMA 20',
      ours: () => exponentialMovingAverage(close, 20),
      values: () => exponentialMovingAverage(close, 20),
      plain: () => plainEma(close, 20),
      rivals: [
        rival('indicatorts', () => indicatorts.ema(closes, { period: 20 }), itself),
        rival('@ixjb94/indicators', () => ix.ema(closes, 20), itself),
        rival(
          'technicalindicators',
          () => technical.EMA.calculate({ period: 20, values: closes }),
          itself,
        ),
        rival('trading-signals', () => new signals.EMA(20).updates(closes), itself),
      ],
    },
    {
      name: 'RSI 14',
      ours: () => relativeStrengthIndex(close, 14),
      values: () => relativeStrengthIndex(close, 14),
      plain: () => plainRsi(close, 14),
      rivals: [
        rival('indicatorts', () => indicatorts.rsi(closes, { period: 14 }), itself),
        rival('@ixjb94/indicators', () => ix.rsi(closes, 14), itself),
        rival(
          'technicalindicators',
          () => technical.RSI.calculate({ period: 14, values: closes }),
          itself,
        ),
        rival('trading-signals', () => new signals.RSI(14).updates(closes), itself),
      ],
    },
  ]
}

const MACD_WORDS = { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 }
const EXPONENTIAL = { SimpleMAOscillator: false, SimpleMASignal: false }

const signalsMacd = () =>
  new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9))

const macdSubject = ({ candles: { close }, closes }: Lists): Subject => ({
  name: 'MACD 12/26/9',
  ours: () => macd(close, 12, 26, 9),
  values: () => macd(close, 12, 26, 9).line,
  plain: () => plainMacd(close, 12, 26, 9),
  rivals: [
    rival(
      'indicatorts',
      () => indicatorts.macd(closes, { fast: 12, slow: 26, signal: 9 }),
      ({ macdLine }) => macdLine,
    ),
    rival(
      '@ixjb94/indicators',
      () => ix.macd(closes, 12, 26, 9),
      ([line]) => line ?? [],
    ),
    rival(
      'technicalindicators',
      () => technical.MACD.calculate({ values: closes, ...MACD_WORDS, ...EXPONENTIAL }),
      (results) => results.map(({ MACD: line }) => line),
    ),
    rival(
      'trading-signals',
      () => signalsMacd().updates(closes),
      (results) => results.map((result) => result?.macd),
    ),
  ],
})

const rangeSubject = ({ candles, highs, lows, closes, bars }: Lists): Subject => ({
  name: 'ATR 14',
  ours: () => averageTrueRange(candles.high, candles.low, candles.close, 14),
  values: () => averageTrueRange(candles.high, candles.low, candles.close, 14),
  plain: () => plainAtr(candles, 14),
  rivals: [
    rival(
      'indicatorts',
      () => indicatorts.atr(highs, lows, closes, { period: 14 }),
      ({ atrLine }) => atrLine,
    ),
    rival('@ixjb94/indicators', () => ix.atr(highs, lows, closes, 14), itself),
    rival(
      'technicalindicators',
      () => technical.ATR.calculate({ period: 14, high: highs, low: lows, close: closes }),
      itself,
    ),
    rival('trading-signals', () => new signals.ATR(14).updates(bars()), itself),
  ],
})

const bandsSubject = ({ candles: { close }, closes }: Lists): Subject => ({
  name: 'Bollinger 20, 2',
  ours: () => bollingerBands(close, 20, 2),
  values: () => bollingerBands(close, 20, 2).upper,
  plain: () => plainBollinger(close, 20, 2),
  // TA-Lib's running sum of squares, which is ours, loses a few digits in a million candles.
  equal: 1e-8,
  rivals: [
    rival(
      'indicatorts',
      () => indicatorts.bb(closes, { period: 20 }),
      ({ upper }) => upper,
    ),
    rival(
      '@ixjb94/indicators',
      () => ix.bbands(closes, 20, 2),
      (bands) => bands[2] ?? [],
    ),
    rival(
      'technicalindicators',
      () => technical.BollingerBands.calculate({ period: 20, stdDev: 2, values: closes }),
      (results) => results.map(({ upper }) => upper),
    ),
    rival(
      'trading-signals',
      () => new signals.BollingerBands(20, 2).updates(closes),
      (results) => results.map((result) => result?.upper),
    ),
  ],
})

/** Libraries keep the two sides of a channel apart; both are raced together. */
const channelSubject = ({ candles, highs, lows, bars }: Lists): Subject => ({
  name: 'Donchian 20',
  ours: () => donchianChannel(candles.high, candles.low, 20),
  values: () => donchianChannel(candles.high, candles.low, 20).upper,
  plain: () => plainDonchian(candles, 20),
  rivals: [
    rival(
      '@ixjb94/indicators',
      () => [ix.max(highs, 20), ix.min(lows, 20)],
      ([most]) => most ?? [],
    ),
    rival(
      'technicalindicators',
      () => [
        technical.Highest.calculate({ period: 20, values: highs }),
        technical.Lowest.calculate({ period: 20, values: lows }),
      ],
      ([most]) => most ?? [],
    ),
    rival(
      'trading-signals',
      () => new signals.DonchianChannels(20).updates(bars()),
      (results) => results.map((result) => result?.upper),
    ),
  ],
})

const directionSubject = ({ candles, highs, lows, closes, bars }: Lists): Subject => ({
  name: 'ADX 14',
  ours: () => averageDirectionalIndex(candles.high, candles.low, candles.close, 14),
  values: () => averageDirectionalIndex(candles.high, candles.low, candles.close, 14).index,
  plain: () => plainAdx(candles, 14),
  rivals: [
    rival('@ixjb94/indicators', () => ix.adx(highs, lows, 14), itself),
    rival(
      'technicalindicators',
      () => technical.ADX.calculate({ period: 14, high: highs, low: lows, close: closes }),
      (results) => results.map(({ adx }) => adx),
    ),
    rival('trading-signals', () => new signals.ADX(14).updates(bars()), itself),
  ],
})

const stochasticSubject = ({ candles, highs, lows, closes, bars }: Lists): Subject => ({
  name: 'Stochastic 14/3/3',
  ours: () => stochastic(candles.high, candles.low, candles.close, 14, 3, 3),
  values: () => stochastic(candles.high, candles.low, candles.close, 14, 3, 3).percentD,
  plain: () => plainStochastic(candles, 14, 3, 3),
  rivals: [
    rival(
      '@ixjb94/indicators',
      () => ix.stoch(highs, lows, closes, 14, 3, 3),
      (lines) => lines[1] ?? [],
    ),
    rival(
      'trading-signals',
      () =>
        new signals.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 }).updates(
          bars(),
        ),
      (results) => results.map((result) => result?.stochD),
    ),
  ],
})

/** Over one session, as libraries know no other. */
const ONE_SESSION_MS = 1e15

function vwapSubject({ candles, highs, lows, closes, volumes, bars }: Lists): Subject {
  const { openTimeMs, high, low, close, volume } = candles
  const ours = () =>
    volumeWeightedAveragePrice(openTimeMs, high, low, close, volume, ONE_SESSION_MS)
  return {
    name: 'VWAP',
    ours,
    values: ours,
    plain: () => plainVwap(candles, ONE_SESSION_MS),
    rivals: [
      rival(
        'technicalindicators',
        () => technical.VWAP.calculate({ high: highs, low: lows, close: closes, volume: volumes }),
        itself,
      ),
      rival('trading-signals', () => new signals.VWAP().updates(bars()), itself),
    ],
  }
}

/** All ten; the first six are those that every library has. */
export function subjectsOf(candles: CandleColumns): readonly Subject[] {
  const { high, low, close, volume } = candles
  const lists: Lists = {
    candles,
    highs: Array.from(high),
    lows: Array.from(low),
    closes: Array.from(close),
    volumes: Array.from(volume),
    bars: barsOf(candles),
  }
  const ranged = [macdSubject, rangeSubject, bandsSubject]
  const others = [channelSubject, directionSubject, stochasticSubject, vwapSubject]
  return [
    ...averages(lists),
    ...ranged.map((make) => make(lists)),
    ...others.map((make) => make(lists)),
  ]
}

import { ATR, BollingerBands as DebutBands, EMA, MACD, RSI, SMA } from '@debut/indicators'
import { AverageTrueRange } from '#core/indicators/average-true-range.ts'
import { BollingerBands } from '#core/indicators/bollinger-bands.ts'
import { ExponentialMovingAverage } from '#core/indicators/exponential-moving-average.ts'
import { Macd } from '#core/indicators/macd.ts'
import { RelativeStrengthIndex } from '#core/indicators/relative-strength-index.ts'
import { SimpleMovingAverage } from '#core/indicators/simple-moving-average.ts'
import type { Bench } from '../bench.ts'
import { manyCandles } from './candles.ts'
import type { Subject } from './indicator-subjects.ts'
import { equalRivals, subjectsOf } from './indicator-subjects.ts'
import type { Contender } from './interleave.ts'
import { interleave } from './interleave.ts'
import { judge, ratioTo } from './targets.ts'

const CANDLES = 1_000_000
const ROUNDS = 9
const OURS = 'Countersign'
const PLAIN = 'plain typed-array loop'
const SIX = 6

const candlesInWords = CANDLES.toLocaleString('en')

/** Made for one bench and let go of: lists of a million objects would slow the others down. */
const subjects = (): readonly Subject[] => subjectsOf(manyCandles(CANDLES))

/** Slow libraries take part in every round all the same: a round is the same for everybody. */
const oneIndicator = (name: string, place: number): Bench => ({
  title: `${name} over ${candlesInWords} candles, time for one`,
  run: async () => {
    const subject = subjects()[place] as Subject
    const rows = interleave(
      [
        { name: PLAIN, work: subject.plain },
        { name: OURS, work: subject.ours },
        ...equalRivals(subject),
      ],
      ROUNDS,
      CANDLES,
    )
    judge(
      `${subject.name} against the loop`,
      ratioTo(rows, OURS, (name) => name === PLAIN),
      1.5,
    )
    const toFastest = ratioTo(rows, OURS, (name) => name !== PLAIN)
    judge(`${subject.name} against the fastest library with equal answers`, toFastest, 1)
    return rows
  },
})

/** The six that every library has, together, whether their answers are equal or not. */
const theSix = (): Bench => ({
  title: 'SMA, EMA, RSI, MACD, ATR, Bollinger together, time for one candle',
  run: async () => {
    const six = subjects().slice(0, SIX)
    const all = (library: string): Contender => ({
      name: library,
      work: () => six.map(({ rivals }) => rivals.find(({ name }) => name === library)?.work()),
    })
    const rows = interleave(
      [
        all('@ixjb94/indicators'),
        all('indicatorts'),
        all('technicalindicators'),
        all('trading-signals'),
        { name: OURS, work: () => six.map(({ ours }) => ours()) },
      ],
      ROUNDS,
      CANDLES,
    )
    judge(
      'the six against the fastest library',
      ratioTo(rows, OURS, () => true),
      0.3,
    )
    return rows
  },
})

const streamingSix = (): Bench => ({
  title: 'The same six, one candle at a time, time for one candle',
  run: async () => {
    const length = 200_000
    const { high, low, close } = manyCandles(length)
    const theirs = (): number => {
      const [sma, ema, rsi] = [new SMA(20), new EMA(20), new RSI(14)]
      const [macds, atr, bands] = [new MACD(12, 26, 9), new ATR(14), new DebutBands(20, 2)]
      let last = 0
      for (let index = 0; index < length; index += 1) {
        const [h, l, c] = [high[index] as number, low[index] as number, close[index] as number]
        sma.nextValue(c)
        ema.nextValue(c)
        rsi.nextValue(c)
        macds.nextValue(c)
        atr.nextValue(h, l, c)
        last += bands.nextValue(c)?.upper ?? 0
      }
      return last
    }
    const ours = (): number => {
      const sma = new SimpleMovingAverage(20)
      const ema = new ExponentialMovingAverage(20)
      const rsi = new RelativeStrengthIndex(14)
      const macds = new Macd(12, 26, 9)
      const atr = new AverageTrueRange(14)
      const bands = new BollingerBands(20, 2)
      let last = 0
      for (let index = 0; index < length; index += 1) {
        const [h, l, c] = [high[index] as number, low[index] as number, close[index] as number]
        sma.next(c)
        ema.next(c)
        rsi.next(c)
        macds.next(c)
        atr.next(h, l, c)
        bands.next(c)
        last += bands.upper
      }
      return last
    }
    const rows = interleave(
      [
        { name: '@debut/indicators', work: theirs },
        { name: OURS, work: ours },
      ],
      ROUNDS,
      length,
    )
    judge(
      'the six, streaming, against @debut/indicators',
      ratioTo(rows, OURS, () => true),
      0.5,
    )
    return rows
  },
})

export function indicatorBenches(): readonly Bench[] {
  const names = subjectsOf(manyCandles(SIX)).map(({ name }) => name)
  return [...names.map(oneIndicator), theSix(), streamingSix()]
}

import { ATR, BollingerBands as DebutBands, EMA, MACD, RSI, SMA } from '@debut/indicators'
import { AverageTrueRange } from '#core/indicators/average-true-range.ts'
import { BollingerBands } from '#core/indicators/bollinger-bands.ts'
import { ExponentialMovingAverage } from '#core/indicators/exponential-moving-average.ts'
import { Macd } from '#core/indicators/macd.ts'
import { RelativeStrengthIndex } from '#core/indicators/relative-strength-index.ts'
import { SimpleMovingAverage } from '#core/indicators/simple-moving-average.ts'
import type { Bench, Measurement } from '../bench.ts'
import { manyCandles } from './candles.ts'
import type { Subject } from './indicator-subjects.ts'
import { equalRivals, subjectsOf } from './indicator-subjects.ts'
import type { Contender } from './interleave.ts'
import { interleave, warmUp } from './interleave.ts'
import { judge, ratioTo } from './targets.ts'

const CANDLES = 1_000_000
const ROUNDS = 9
const OURS = 'Countersign'
const PLAIN = 'plain typed-array loop'
const SIX = 6
const FEW_CANDLES = 2_000
const WARM_UPS = 200

const candlesInWords = CANDLES.toLocaleString('en')

/** Made for one bench and let go of: lists of a million objects would slow the others down. */
const subjects = (): readonly Subject[] => subjectsOf(manyCandles(CANDLES))

/** The same over few candles, to warm up with. */
const fewSubjects = (): readonly Subject[] => subjectsOf(manyCandles(FEW_CANDLES))

const contendersOf = (
  { plain, ours }: Subject,
  rivals: readonly Contender[],
): readonly Contender[] => [{ name: PLAIN, work: plain }, { name: OURS, work: ours }, ...rivals]

/** Slow libraries take part in every round all the same: a round is the same for everybody. */
const oneIndicator = (name: string, place: number): Bench => ({
  title: `${name} over ${candlesInWords} candles, time for one`,
  run: async () => {
    const subject = subjects()[place] as Subject
    const few = fewSubjects()[place] as Subject
    const alive = warmUp(contendersOf(few, few.rivals), WARM_UPS)
    const contenders = contendersOf(subject, equalRivals(subject))
    const rows = interleave(contenders, ROUNDS, CANDLES, alive)
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

function theSixOf(all: readonly Subject[], libraries: readonly string[]): readonly Contender[] {
  const six = all.slice(0, SIX)
  const contenders = libraries.map((library) => ({
    name: library,
    work: () => six.map(({ rivals }) => rivals.find(({ name }) => name === library)?.work()),
  }))
  return [...contenders, { name: OURS, work: () => six.map((subject) => subject.ours()) }]
}

function raceSix(libraries: readonly string[]): readonly Measurement[] {
  const alive = warmUp(theSixOf(fewSubjects(), libraries), WARM_UPS)
  return interleave(theSixOf(subjects(), libraries), ROUNDS, CANDLES, alive)
}

/** The six that every library has, together, whether their answers are equal or not. */
const theSix = (): Bench => ({
  title: 'SMA, EMA, RSI, MACD, ATR, Bollinger together, time for one candle',
  run: async () => {
    const rows = raceSix(['@ixjb94/indicators', 'indicatorts', 'technicalindicators'])
    // A race of its own: the objects that it is fed with would slow the others down.
    const fed = raceSix(['trading-signals'])
    const ratio = (race: readonly Measurement[]): number => ratioTo(race, OURS, () => true)
    judge('the six against the fastest library', Math.max(ratio(rows), ratio(fed)), 0.3)
    return [...rows, ...fed.filter(({ name }) => name !== OURS)]
  },
})

const streamingSix = (): Bench => ({
  title: 'The same six, one candle at a time, time for one candle',
  run: async () => {
    const length = 200_000
    const { high, low, close } = manyCandles(length)
    const theirs = () => {
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
      return { last, lives: [sma, ema, rsi, macds, atr, bands] }
    }
    const ours = () => {
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
      return { last, lives: [sma, ema, rsi, macds, atr, bands] }
    }
    const contenders = [
      { name: '@debut/indicators', work: theirs },
      { name: OURS, work: ours },
    ]
    const rows = interleave(contenders, ROUNDS, length, warmUp(contenders, 1))
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

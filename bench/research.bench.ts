import { ATR, BollingerBands as DebutBands, EMA, MACD, RSI, SMA } from '@debut/indicators'
import { IndicatorsSync } from '@ixjb94/indicators'
import { DataFrame } from 'data-forge'
import * as grademark from 'grademark'
import * as indicatorts from 'indicatorts'
import * as technical from 'technicalindicators'
import { runCandles } from '#core/backtest/run-candles.ts'
import { AverageTrueRange, averageTrueRange } from '#core/indicators/average-true-range.ts'
import { BollingerBands, bollingerBands } from '#core/indicators/bollinger-bands.ts'
import { donchianChannel } from '#core/indicators/donchian-channel.ts'
import {
  ExponentialMovingAverage,
  exponentialMovingAverage,
} from '#core/indicators/exponential-moving-average.ts'
import { Macd, macd } from '#core/indicators/macd.ts'
import {
  RelativeStrengthIndex,
  relativeStrengthIndex,
} from '#core/indicators/relative-strength-index.ts'
import { SimpleMovingAverage, simpleMovingAverage } from '#core/indicators/simple-moving-average.ts'
import { stochastic } from '#core/indicators/stochastic.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'
import type { Bench, Measurement } from './bench.ts'
import { benchSettings } from './research/bench-settings.ts'
import { candleSource, manyCandles } from './research/candles.ts'
import type { Contender } from './research/interleave.ts'
import { interleave, largestDifference } from './research/interleave.ts'
import { plainBacktest, plainSmaCross } from './research/plain-backtest.ts'
import {
  plainAtr,
  plainBollinger,
  plainDonchian,
  plainEma,
  plainMacd,
  plainRsi,
  plainSma,
  plainStochastic,
} from './research/plain-indicators.ts'

const CANDLES = 1_000_000
const ROUNDS = 7
const EQUAL = 1e-9
const STOP = 0.005
const FEE = 0.0005
const SHARE = 0.01

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Only libraries with equal answers are raced; the others are named with how far off they are. */
interface Rival extends Contender {
  readonly values: () => ArrayLike<number>
}

interface Subject {
  readonly name: string
  readonly ours: () => unknown
  readonly values: () => ArrayLike<number>
  readonly plain: () => unknown
  readonly rivals: readonly Rival[]
}

function equalRivals({ name, values, rivals }: Subject): readonly Rival[] {
  const ours = values()
  return rivals.filter((rival) => {
    const difference = largestDifference(ours, rival.values())
    if (difference <= EQUAL) return true
    say(
      `  ${name}: ${rival.name} answers differently (${difference.toExponential(1)} relative), not raced`,
    )
    return false
  })
}

function subjectsOf(candles: CandleColumns): readonly Subject[] {
  const { high, low, close } = candles
  const [highs, lows, closes] = [Array.from(high), Array.from(low), Array.from(close)]
  const ix = new IndicatorsSync()
  const rival = (name: string, work: () => ArrayLike<number>): Rival => ({
    name,
    work,
    values: work,
  })
  return [
    {
      name: 'SMA 20',
      ours: () => simpleMovingAverage(close, 20),
      values: () => simpleMovingAverage(close, 20),
      plain: () => plainSma(close, 20),
      rivals: [
        rival('indicatorts', () => indicatorts.sma(closes, { period: 20 })),
        rival('@ixjb94/indicators', () => ix.sma(closes, 20)),
        rival('technicalindicators', () => technical.SMA.calculate({ period: 20, values: closes })),
      ],
    },
    {
      name: 'EMA 20',
      ours: () => exponentialMovingAverage(close, 20),
      values: () => exponentialMovingAverage(close, 20),
      plain: () => plainEma(close, 20),
      rivals: [
        rival('indicatorts', () => indicatorts.ema(closes, { period: 20 })),
        rival('@ixjb94/indicators', () => ix.ema(closes, 20)),
        rival('technicalindicators', () => technical.EMA.calculate({ period: 20, values: closes })),
      ],
    },
    {
      name: 'RSI 14',
      ours: () => relativeStrengthIndex(close, 14),
      values: () => relativeStrengthIndex(close, 14),
      plain: () => plainRsi(close, 14),
      rivals: [
        rival('indicatorts', () => indicatorts.rsi(closes, { period: 14 })),
        rival('@ixjb94/indicators', () => ix.rsi(closes, 14)),
        rival('technicalindicators', () => technical.RSI.calculate({ period: 14, values: closes })),
      ],
    },
    {
      name: 'MACD 12/26/9',
      ours: () => macd(close, 12, 26, 9),
      values: () => macd(close, 12, 26, 9).line,
      plain: () => plainMacd(close, 12, 26, 9),
      rivals: [
        rival(
          'indicatorts',
          () => indicatorts.macd(closes, { fast: 12, slow: 26, signal: 9 }).macdLine,
        ),
        rival('@ixjb94/indicators', () => ix.macd(closes, 12, 26, 9)[0] ?? []),
      ],
    },
    {
      name: 'ATR 14',
      ours: () => averageTrueRange(high, low, close, 14),
      values: () => averageTrueRange(high, low, close, 14),
      plain: () => plainAtr(candles, 14),
      rivals: [
        rival('indicatorts', () => indicatorts.atr(highs, lows, closes, { period: 14 }).atrLine),
        rival('@ixjb94/indicators', () => ix.atr(highs, lows, closes, 14)),
        rival('technicalindicators', () =>
          technical.ATR.calculate({ period: 14, high: highs, low: lows, close: closes }),
        ),
      ],
    },
    {
      name: 'Bollinger 20, 2',
      ours: () => bollingerBands(close, 20, 2),
      values: () => bollingerBands(close, 20, 2).upper,
      plain: () => plainBollinger(close, 20, 2),
      rivals: [
        rival('indicatorts', () => indicatorts.bb(closes, { period: 20 }).upper),
        rival('@ixjb94/indicators', () => ix.bbands(closes, 20, 2)[2] ?? []),
      ],
    },
    {
      name: 'Donchian 20',
      ours: () => donchianChannel(high, low, 20),
      values: () => high,
      plain: () => plainDonchian(candles, 20),
      rivals: [],
    },
    {
      name: 'Stochastic 14/3/3',
      ours: () => stochastic(high, low, close, 14, 3, 3),
      values: () => high,
      plain: () => plainStochastic(candles, 14, 3, 3),
      rivals: [],
    },
  ]
}

function indicatorBenches(): readonly Bench[] {
  const candles = manyCandles(CANDLES)
  const subjects = subjectsOf(candles)
  return subjects.map((subject) => ({
    title: `${subject.name} over ${CANDLES.toLocaleString('en')} candles, time for one`,
    run: async () =>
      interleave(
        [
          { name: 'plain typed-array loop', work: subject.plain },
          { name: 'Countersign', work: subject.ours },
          ...equalRivals(subject),
        ],
        ROUNDS,
        CANDLES,
      ),
  }))
}

/** The six that every library has, together. */
const theSix = (): Bench => ({
  title: 'SMA, EMA, RSI, MACD, ATR, Bollinger together, time for one candle',
  run: async () => {
    const subjects = subjectsOf(manyCandles(CANDLES)).slice(0, 6)
    const all = (library: string): Contender => ({
      name: library,
      work: () => subjects.map(({ rivals }) => rivals.find(({ name }) => name === library)?.work()),
    })
    return interleave(
      [
        all('@ixjb94/indicators'),
        all('indicatorts'),
        { name: 'Countersign', work: () => subjects.map(({ ours }) => ours()) },
      ],
      ROUNDS,
      CANDLES,
    )
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
    return interleave(
      [
        { name: '@debut/indicators', work: theirs },
        { name: 'Countersign', work: ours },
      ],
      ROUNDS,
      length,
    )
  },
})

function checkSame(candles: CandleColumns): void {
  const plain = plainBacktest(candles, plainSmaCross(20, 50), {
    cash: 1e9,
    fee: FEE,
    stop: STOP,
    share: SHARE,
  })
  const run = runCandles(benchSettings(candles, { fee: FEE, stop: STOP, share: SHARE }))
  const ours = run.equity.at(-1) as number
  say(
    `  ${plain.trades.length.toLocaleString('en')} trades in the plain loop, ` +
      `${run.desk.trades.length.toLocaleString('en')} through the engine; ` +
      `final equity differs by ${Math.abs(ours / plain.final - 1).toExponential(1)}`,
  )
}

const wholeBacktest = (): Bench => ({
  title: `SMA 20/50 cross, 0.5 % stop, 0.05 % fee, equity at every candle (${candleSource()}), time for one candle`,
  run: async () => {
    const candles = manyCandles(CANDLES)
    checkSame(candles)
    const rules = { cash: 1e9, fee: FEE, stop: STOP, share: SHARE }
    const settings = benchSettings(candles, { fee: FEE, stop: STOP, share: SHARE })
    return interleave(
      [
        {
          name: 'typed-array loop with a callback',
          work: () => plainBacktest(candles, plainSmaCross(20, 50), rules).final,
        },
        { name: 'Countersign, through the engine', work: () => runCandles(settings).equity },
      ],
      ROUNDS,
      CANDLES,
    )
  },
})

type Pair = readonly [unknown, number]

interface RollingSeries {
  rollingWindow(period: number): {
    select(pick: (window: { getIndex(): { last(): unknown }; average(): number }) => Pair): {
      withIndex(pick: (pair: Pair) => unknown): { select(pick: (pair: Pair) => number): unknown }
    }
  }
}

/** A rolling mean of the closes as data-forge makes one, beside the candles. */
function withAverages(frame: DataFrame): DataFrame {
  const closes = frame.getSeries('close') as unknown as RollingSeries
  const mean = (period: number) =>
    closes
      .rollingWindow(period)
      .select((window): Pair => [window.getIndex().last(), window.average()])
      .withIndex((pair) => pair[0])
      .select((pair) => pair[1])
  const joined = frame.withSeries({ fast: mean(20), slow: mean(50) } as never)
  return joined.skip(50).bake() as DataFrame
}

/** grademark as its documentation uses it: indicators by data-forge, then the rules. */
function grademarkRun(frame: DataFrame): unknown {
  return grademark.backtest(
    {
      lookbackPeriod: 2,
      prepIndicators: ({ inputSeries }: { inputSeries: DataFrame }) => withAverages(inputSeries),
      entryRule: (enter: (options: object) => void, { lookback }: { lookback: DataFrame }) => {
        const [before, now] = lookback.toArray() as { fast: number; slow: number }[]
        if (!before || !now) return
        if (before.fast <= before.slow && now.fast > now.slow) enter({ direction: 'long' })
        else if (before.fast >= before.slow && now.fast < now.slow) enter({ direction: 'short' })
      },
      exitRule: (
        exit: () => void,
        { bar, position }: { bar: { fast: number; slow: number }; position: { direction: string } },
      ) => {
        if (position.direction === 'long' ? bar.fast < bar.slow : bar.fast > bar.slow) exit()
      },
      stopLoss: ({ entryPrice }: { entryPrice: number }) => entryPrice * STOP,
    } as never,
    frame as never,
  )
}

const againstGrademark = (): Bench => ({
  title: 'The same against grademark, 20,000 candles, time for one candle',
  run: async () => {
    const length = 20_000
    const candles = manyCandles(length)
    const frame = new DataFrame(
      Array.from({ length }, (_, index) => ({
        time: new Date(candles.openTimeMs[index] as number),
        open: candles.open[index],
        high: candles.high[index],
        low: candles.low[index],
        close: candles.close[index],
        volume: candles.volume[index],
      })),
    ).bake()
    const settings = benchSettings(candles, { fee: FEE, stop: STOP, share: SHARE })
    return interleave(
      [
        { name: 'grademark', work: () => grademarkRun(frame as never) },
        { name: 'Countersign, through the engine', work: () => runCandles(settings).equity },
      ],
      5,
      length,
    )
  },
})

const growth = (): Bench => ({
  title: 'Backtests of growing length, time for one candle',
  run: async () => {
    const rows: Measurement[] = []
    for (const length of [10_000, 100_000, 1_000_000, 10_000_000]) {
      const candles = manyCandles(length)
      const settings = benchSettings(candles, { fee: FEE, stop: STOP, share: SHARE })
      globalThis.gc?.()
      const before = process.memoryUsage()
      const name = `${length.toLocaleString('en')} candles`
      const rounds = length > 1_000_000 ? 1 : 3
      let run = runCandles(settings)
      globalThis.gc?.()
      const after = process.memoryUsage()
      const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
      say(`  ${name}: ${(bytes / length).toFixed(1)} bytes a candle kept (curve, exposure, trades)`)
      const samplesMs: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const started = process.hrtime.bigint()
        run = runCandles(settings)
        samplesMs.push(Number(process.hrtime.bigint() - started) / 1e6 / length)
      }
      if (run.isCancelled) throw new Error('nobody cancelled it')
      rows.push({ name, samplesMs })
    }
    return rows
  },
})

export const bench: readonly Bench[] = [
  ...indicatorBenches(),
  theSix(),
  streamingSix(),
  wholeBacktest(),
  againstGrademark(),
  growth(),
]

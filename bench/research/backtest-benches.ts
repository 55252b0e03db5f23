import { DataFrame } from 'data-forge'
import { runCandles } from '#core/backtest/run-candles.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'
import type { Bench, Measurement } from '../bench.ts'
import { benchSettings } from './bench-settings.ts'
import { candleSource, manyCandles } from './candles.ts'
import { grademarkRun } from './grademark-run.ts'
import { interleave, warmUp } from './interleave.ts'
import { plainBacktest, plainSmaCross } from './plain-backtest.ts'
import { judge, medianOf, ratioTo, say } from './targets.ts'

const CANDLES = 1_000_000
const ROUNDS = 9
const STOP = 0.005
const FEE = 0.0005
const SHARE = 0.01
const OURS = 'Countersign, through the engine'

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
    const contenders = [
      {
        name: 'typed-array loop with a callback',
        work: () => plainBacktest(candles, plainSmaCross(20, 50), rules).final,
      },
      { name: OURS, work: () => runCandles(settings) },
    ]
    const rows = interleave(contenders, ROUNDS, CANDLES, warmUp(contenders, 1))
    judge(
      'the engine against the loop',
      ratioTo(rows, OURS, () => true),
      7,
    )
    return rows
  },
})

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
    const contenders = [
      { name: 'grademark', work: () => grademarkRun(frame as never, STOP) },
      { name: OURS, work: () => runCandles(settings) },
    ]
    const rows = interleave(contenders, 5, length, warmUp(contenders, 3))
    judge(
      'the engine as a part of grademark',
      ratioTo(rows, OURS, () => true),
      0.05,
    )
    return rows
  },
})

/** Small runs are kept together, so that what else the heap does is small beside them. */
const KEPT_CANDLES = 1_000_000

/** Bytes of one candle that a finished run keeps: the curve, the exposure, the trades. */
function keptBytes(length: number, run: () => unknown): number {
  const runs = Math.max(1, Math.round(KEPT_CANDLES / length))
  // What the first run leaves behind for good, such as compiled code, is none of the candles'.
  run()
  globalThis.gc?.()
  const before = process.memoryUsage()
  const kept = Array.from({ length: runs }, run)
  globalThis.gc?.()
  const after = process.memoryUsage()
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  return bytes / (kept.length * length)
}

const growth = (): Bench => ({
  title: 'Backtests of growing length, time for one candle',
  run: async () => {
    const rows: Measurement[] = []
    for (const length of [10_000, 100_000, 1_000_000, 10_000_000]) {
      const settings = benchSettings(manyCandles(length), { fee: FEE, stop: STOP, share: SHARE })
      const name = `${length.toLocaleString('en')} candles`
      const bytes = keptBytes(length, () => runCandles(settings))
      say(`  ${name}: ${bytes.toFixed(1)} bytes a candle kept (curve, exposure, trades)`)
      const samplesMs: number[] = []
      const rounds = length > 1_000_000 ? 3 : 5
      for (let round = 0; round < rounds; round += 1) {
        const started = process.hrtime.bigint()
        const run = runCandles(settings)
        samplesMs.push(Number(process.hrtime.bigint() - started) / 1e6 / length)
        if (run.isCancelled) throw new Error('nobody cancelled it')
      }
      rows.push({ name, samplesMs })
    }
    const [, hundredThousand, , tenMillion] = rows.map(medianOf)
    judge(
      'a candle of 10M against one of 100k',
      (tenMillion ?? NaN) / (hundredThousand ?? NaN),
      1.5,
    )
    return rows
  },
})

export const backtestBenches = (): readonly Bench[] => [
  wholeBacktest(),
  againstGrademark(),
  growth(),
]

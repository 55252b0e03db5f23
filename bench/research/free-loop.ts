import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IntervalHistogram } from 'node:perf_hooks'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import type { BacktestSpec, RunSummaryView } from '#contract/research.ts'
import { CandleStore } from '../../src/main/research/candle-store.ts'
import { Research } from '../../src/main/research/research.ts'
import type { ResearchReply } from '../../src/main/workers/research-worker.ts'
import type { Bench, Measurement } from '../bench.ts'
import { manyCandles } from './candles.ts'
import { judge, say } from './targets.ts'

const CANDLES = 1_000_000
const RUNS = 5
/** As often as the screen asks how far a run has come. */
const ASK_MS = 500
const P99_MS_MAX = 10
const IDLE_MS = 2_000

const SPEC: Omit<BacktestSpec, 'candleSetId'> = {
  fromMs: null,
  toMs: null,
  strategyId: 'sma-cross',
  parameters: { fast: 20, slow: 50 },
  timeframe: '1m',
  cash: '10000',
  takerFee: '0.0005',
  makerFee: '0.0005',
  fixedFee: '0',
  spread: '0',
  slippageBps: 0,
  funding: '0',
  leverage: 1,
  sizing: { by: 'share', share: '0.01', isExclusive: true, stopPct: 0.5, targetPct: null },
  hasWholeUnits: false,
  fill: 'nextOpen',
  end: 'leave',
}

/** The desk's research with its real thread, as the application starts it. */
const researchIn = (folder: string): Research =>
  new Research({
    folder,
    programVersion: 'bench',
    nowMs: () => Date.now(),
    drawId: () => randomBytes(8).toString('hex'),
    startThread: (task) => {
      const path = join(process.cwd(), 'out/main/research-worker.js')
      const worker = new Worker(path, { workerData: { folder, task } })
      return {
        onReply: (listener) => {
          worker.on('message', (reply: ResearchReply) => listener(reply))
          worker.on('error', ({ message }) => listener({ kind: 'failed', message }))
        },
        onEnd: (listener) => {
          worker.once('exit', listener)
        },
      }
    },
  })

/** One run from the press to the report, the screen asking now and then. */
function finish(research: Research, candleSetId: string): Promise<RunSummaryView> {
  const runId = research.startRun({ ...SPEC, candleSetId })
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const run = research.view().runs.find((one) => one.runId === runId)
      if (!run || run.state === 'running') return
      clearInterval(timer)
      if (run.state === 'done') resolve(run)
      else reject(new Error(run.problem ?? run.state))
    }, ASK_MS)
  })
}

const inMs = (nanoseconds: number): number => nanoseconds / 1e6

const measurementOf = (name: string, delay: IntervalHistogram): Measurement => ({
  name,
  // A hundred equal shares of all delays: their median and p95 are those of the table.
  samplesMs: Array.from({ length: 100 }, (_, index) => inMs(delay.percentile(index + 0.5))),
})

async function watched(work: () => Promise<unknown>): Promise<IntervalHistogram> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  return delay
}

/** How late the main thread is for its timers (set to 1 ms) while a million candles run. */
export const freeLoop = (): Bench => ({
  title: 'Delay of the main event loop while 1,000,000 candles run in their thread',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
    try {
      const candles = manyCandles(CANDLES)
      const added = { coin: 'BTC', timeframe: '1m' as const, candles, source: 'bench', addedMs: 0 }
      const { candleSetId } = new CandleStore(folder).add(added)
      const research = researchIn(folder)
      const idle = await watched(() => new Promise((resolve) => setTimeout(resolve, IDLE_MS)))
      const busy = await watched(async () => {
        for (let run = 0; run < RUNS; run += 1) await finish(research, candleSetId)
      })
      say(`  longest delay ${inMs(busy.max).toFixed(1)} ms`)
      judge('p99 while it runs', inMs(busy.percentile(99)), P99_MS_MAX, ' ms')
      return [measurementOf('idle', idle), measurementOf('while a backtest runs', busy)]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { stringify } from 'csv-stringify/sync'
import type {
  CandleSetView,
  FundingImportView,
  ImportView,
  RunSummaryView,
  RunView,
} from '#contract/research.ts'
import { TRADE_COLUMNS } from '#core/backtest/trade-table.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { faultText } from '#core/model/fault-text.ts'
import { readCandleFile } from '../candles/read-candle-file.ts'
import { CandleStore } from '../research/candle-store.ts'
import { FundingStore } from '../research/funding-store.ts'
import type { BacktestJob } from '../research/run-backtest.ts'
import { runBacktest } from '../research/run-backtest.ts'
import { RunStore, summaryOf } from '../research/run-store.ts'

/** What the desk asks of this thread, once; then the thread ends. */
export type ResearchTask =
  | { readonly kind: 'import'; readonly path: string; readonly addedMs: number }
  | { readonly kind: 'importFunding'; readonly path: string }
  | {
      readonly kind: 'run'
      readonly job: BacktestJob
      /** One word, set to 1 to cancel: this thread does not read messages while it runs. */
      readonly cancel: SharedArrayBuffer
    }
  | {
      readonly kind: 'export'
      readonly runId: string
      readonly path: string
      readonly format: 'csv' | 'json'
    }

export type ResearchReply =
  | { readonly kind: 'progress'; readonly progress: number }
  | { readonly kind: 'imported'; readonly result: ImportView }
  | { readonly kind: 'fundingImported'; readonly result: FundingImportView }
  | { readonly kind: 'ran'; readonly run: RunSummaryView | null }
  | { readonly kind: 'exported'; readonly path: string }
  | { readonly kind: 'failed'; readonly message: string }

const PROBLEMS_SHOWN = 200

const say = (reply: ResearchReply): void => parentPort?.postMessage(reply)

const coinOf = (path: string): string =>
  (/^[A-Za-z]{2,10}/.exec(basename(path))?.[0] ?? 'FILE').toUpperCase().replace(/USDT?$/, '')

function importFile(folder: string, path: string, addedMs: number): ImportView {
  const reading = readCandleFile(path)
  if (!reading.ok) {
    const { problems } = reading
    return {
      candleSet: null,
      problems: problems.slice(0, PROBLEMS_SHOWN),
      problemCount: problems.length,
    }
  }
  const { timeframe, candles } = reading
  const added = { coin: coinOf(path), timeframe, candles, source: basename(path), addedMs }
  const candleSet: CandleSetView = new CandleStore(folder).add(added)
  return { candleSet, problems: [], problemCount: 0 }
}

function run(folder: string, { job, cancel }: Extract<ResearchTask, { kind: 'run' }>): void {
  const flag = new Int32Array(cancel)
  let told = 0
  const stored = new CandleStore(folder).load(job.spec.candleSetId)
  const watch = {
    onProgress(done: number, total: number): boolean {
      const percent = Math.floor((100 * done) / total)
      if (percent > told) {
        told = percent
        say({ kind: 'progress', progress: done / total })
      }
      return Atomics.load(flag, 0) === 1
    },
  }
  const { fundingSetId } = job.spec
  const funding = fundingSetId === undefined ? null : new FundingStore(folder).load(fundingSetId)
  const report = runBacktest(job, { ...stored, funding }, watch, () => performance.now())
  if (report !== null) new RunStore(folder).add(report)
  say({ kind: 'ran', run: report === null ? null : summaryOf(report) })
}

async function exportRun(
  folder: string,
  task: Extract<ResearchTask, { kind: 'export' }>,
): Promise<string> {
  const report = JSON.parse(await new RunStore(folder).text(task.runId)) as RunView
  const trades = report.trades.map((trade) => ({ coin: report.coin, ...trade }))
  const text =
    task.format === 'json'
      ? `${JSON.stringify(report, null, 2)}\n`
      : stringify(trades, { header: true, columns: [...TRADE_COLUMNS] })
  writeFileSync(task.path, text)
  return task.path
}

async function perform(folder: string, task: ResearchTask): Promise<void> {
  switch (task.kind) {
    case 'import':
      say({ kind: 'imported', result: importFile(folder, task.path, task.addedMs) })
      return
    case 'importFunding':
      say({ kind: 'fundingImported', result: new FundingStore(folder).importFile(task.path) })
      return
    case 'run':
      run(folder, task)
      return
    case 'export':
      say({ kind: 'exported', path: await exportRun(folder, task) })
      return
    default:
      assertNever(task)
  }
}

const { folder, task } = workerData as { readonly folder: string; readonly task: ResearchTask }
perform(folder, task).catch((cause: unknown) => {
  say({ kind: 'failed', message: faultText(cause) })
})

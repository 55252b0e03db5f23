import type {
  BacktestSpec,
  FundingImportView,
  ImportView,
  ResearchView,
  RunSummaryView,
} from '#contract/research.ts'
import type { CandleBar } from '#core/engine/market-inputs.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import { emptyColumns } from '#core/strategies/candle-view.ts'
import { STRATEGIES } from '#core/strategies/catalogue.ts'
import type { ResearchReply, ResearchTask } from '../workers/research-worker.ts'
import { CandleStore } from './candle-store.ts'
import { RunStore } from './run-store.ts'

/** Runs and imports at once; the machine has other things to do. */
const THREADS_MAX = 2
/** Runs that are remembered although they were cancelled or failed. */
const ENDED_KEPT = 20

/** A thread of its own for one task. */
export interface ResearchThread {
  onReply(listener: (reply: ResearchReply) => void): void
  /** Called once when it is over, with or without a reply. */
  onEnd(listener: () => void): void
}

export interface ResearchOptions {
  readonly folder: string
  readonly programVersion: string
  /** Wall time. */
  readonly nowMs: () => number
  /** 16 random hex digits. */
  readonly drawId: () => string
  readonly startThread: (task: ResearchTask) => ResearchThread
}

interface Running {
  summary: RunSummaryView
  readonly cancel: SharedArrayBuffer
}

/** Candles and runs on disk, and the threads that work on them. Every error is a plain sentence. */
export class Research {
  readonly #options: ResearchOptions
  readonly #candles: CandleStore
  readonly #runs: RunStore
  readonly #running = new Map<string, Running>()
  readonly #ended: RunSummaryView[] = []
  #threads = 0

  constructor(options: ResearchOptions) {
    this.#options = options
    this.#candles = new CandleStore(options.folder)
    this.#runs = new RunStore(options.folder)
  }

  view(): ResearchView {
    const running = [...this.#running.values()].map(({ summary }) => summary)
    const runs = [...running, ...this.#ended, ...this.#runs.list()]
    return {
      candleSets: this.#candles.list(),
      runs: runs.sort((a, b) => b.createdMs - a.createdMs),
      strategies: STRATEGIES.map(({ id, name, idea, parameters }) => ({
        strategyId: id,
        name,
        idea,
        parameters,
      })),
    }
  }

  #start(task: ResearchTask): ResearchThread {
    if (this.#threads >= THREADS_MAX) {
      throw new Error('Two pieces of research are under way: wait for one, or cancel it.')
    }
    this.#threads += 1
    const thread = this.#options.startThread(task)
    thread.onEnd(() => {
      this.#threads -= 1
    })
    return thread
  }

  /** The one reply that a task ends with. */
  #ask<Kind extends ResearchReply['kind']>(
    task: ResearchTask,
    kind: Kind,
  ): Promise<Extract<ResearchReply, { kind: Kind }>> {
    return new Promise((resolve, reject) => {
      const thread = this.#start(task)
      thread.onReply((reply) => {
        if (reply.kind === kind) resolve(reply as Extract<ResearchReply, { kind: Kind }>)
        else if (reply.kind === 'failed') reject(new Error(reply.message))
      })
      thread.onEnd(() => reject(new Error('The work ended without an answer.')))
    })
  }

  async importFile(path: string): Promise<ImportView> {
    const task = { kind: 'import' as const, path, addedMs: this.#options.nowMs() }
    return (await this.#ask(task, 'imported')).result
  }

  async importFunding(path: string): Promise<FundingImportView> {
    return (await this.#ask({ kind: 'importFunding', path }, 'fundingImported')).result
  }

  /** Candles as the venue gave them, oldest first; the newest may still be open and is left out. */
  addBars(coin: string, timeframe: Timeframe, bars: readonly CandleBar[]): ImportView {
    const candles = emptyColumns(bars.length)
    bars.forEach((bar, index) => {
      candles.openTimeMs[index] = bar.openTimeMs
      candles.open[index] = bar.open
      candles.high[index] = bar.high
      candles.low[index] = bar.low
      candles.close[index] = bar.close
      candles.volume[index] = bar.volume
    })
    if (bars.length < 2) throw new Error(`The venue has no ${timeframe} candles of ${coin}.`)
    const addedMs = this.#options.nowMs()
    const added = { coin, timeframe, candles, source: 'the venue', addedMs }
    return { candleSet: this.#candles.add(added), problems: [], problemCount: 0 }
  }

  removeCandles(candleSetId: string): void {
    this.#candles.remove(candleSetId)
  }

  startRun(spec: BacktestSpec): string {
    const { nowMs, drawId, programVersion } = this.#options
    const runId = `r-${drawId()}`
    // Only what it is: the thread reads the candles, so that no order waits for them.
    const { coin } = this.#candles.view(spec.candleSetId)
    const wanted = JSON.stringify(spec)
    for (const { summary } of this.#running.values()) {
      if (JSON.stringify(summary.spec) === wanted) {
        throw new Error('This very run is under way already.')
      }
    }
    const cancel = new SharedArrayBuffer(4)
    const job = { runId, spec, createdMs: nowMs(), programVersion }
    const thread = this.#start({ kind: 'run', job, cancel })
    const summary: RunSummaryView = {
      runId,
      spec,
      coin,
      createdMs: job.createdMs,
      state: 'running',
      progress: 0,
      problem: null,
      figures: null,
    }
    const running: Running = { summary, cancel }
    this.#running.set(runId, running)
    thread.onReply((reply) => this.#takeReply(running, reply))
    thread.onEnd(() => this.#end(running, 'failed', 'The run ended without a report.'))
    return runId
  }

  #takeReply(running: Running, reply: ResearchReply): void {
    if (reply.kind === 'progress') {
      running.summary = { ...running.summary, progress: reply.progress }
    } else if (reply.kind === 'failed') this.#end(running, 'failed', reply.message)
    else if (reply.kind === 'ran' && reply.run === null) this.#end(running, 'cancelled', null)
    else if (reply.kind === 'ran') this.#running.delete(running.summary.runId)
  }

  #end(running: Running, state: 'failed' | 'cancelled', problem: string | null): void {
    if (!this.#running.delete(running.summary.runId)) return
    this.#ended.unshift({ ...running.summary, state, problem })
    if (this.#ended.length > ENDED_KEPT) this.#ended.pop()
  }

  cancelRun(runId: string): void {
    const running = this.#running.get(runId)
    if (running) Atomics.store(new Int32Array(running.cancel), 0, 1)
  }

  /** The report as JSON text. */
  report(runId: string): Promise<string> {
    return this.#runs.text(runId)
  }

  removeRun(runId: string): void {
    const place = this.#ended.findIndex((run) => run.runId === runId)
    if (place >= 0) this.#ended.splice(place, 1)
    this.#runs.remove(runId)
  }

  async exportRun(runId: string, path: string, format: 'csv' | 'json'): Promise<string> {
    return (await this.#ask({ kind: 'export', runId, path, format }, 'exported')).path
  }
}

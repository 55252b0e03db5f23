import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BacktestSpec } from '#contract/research.ts'
import { readCandleFile } from '../candles/read-candle-file.ts'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'
import type { ResearchReply, ResearchTask } from '../workers/research-worker.ts'
import { CandleStore } from './candle-store.ts'
import { FundingStore } from './funding-store.ts'
import type { ResearchThread } from './research.ts'
import { Research } from './research.ts'
import { runBacktest } from './run-backtest.ts'
import { RunStore, summaryOf } from './run-store.ts'

const START_MS = Date.UTC(2023, 2, 1)

/** A wave, so that averages cross. */
function csv(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const price = 100 + 10 * Math.sin(index / 15)
    const next = 100 + 10 * Math.sin((index + 1) / 15)
    const [high, low] = [Math.max(price, next) + 0.1, Math.min(price, next) - 0.1]
    const cells = [price, high, low, next, 3].map((value) => value.toFixed(4))
    return [new Date(START_MS + index * 60_000).toISOString(), ...cells].join(';')
  })
  return ['time;open;high;low;close;volume', ...rows, ''].join('\n')
}

const SPEC: Omit<BacktestSpec, 'candleSetId'> = {
  fromMs: null,
  toMs: null,
  strategyId: 'sma-cross',
  parameters: { fast: 5, slow: 20 },
  timeframe: '1m',
  cash: '10000',
  takerFee: '0.0005',
  makerFee: '0.0005',
  fixedFee: '0',
  spread: '0',
  slippageBps: 0,
  funding: '0',
  leverage: 1,
  sizing: { by: 'share', share: '1', isExclusive: true, stopPct: null, targetPct: null },
  hasWholeUnits: false,
  fill: 'nextOpen',
  end: 'leave',
}

/** Threads that answer when the test says so. */
class Threads {
  readonly tasks: ResearchTask[] = []
  readonly #replies: ((reply: ResearchReply) => void)[] = []
  readonly #ends: (() => void)[][] = []

  readonly start = (task: ResearchTask): ResearchThread => {
    const ends: (() => void)[] = []
    this.#ends.push(ends)
    this.tasks.push(task)
    return {
      onReply: (listener) => this.#replies.push(listener),
      onEnd: (listener) => ends.push(listener),
    }
  }

  reply(index: number, reply: ResearchReply): void {
    this.#replies[index]?.(reply)
  }

  end(index: number): void {
    for (const listener of this.#ends[index] ?? []) listener()
  }
}

let folder: string
let threads: Threads
let research: Research

beforeEach(() => {
  folder = temporaryFolder()
  threads = new Threads()
  let drawn = 0
  research = new Research({
    folder,
    programVersion: '0.0.0',
    nowMs: () => START_MS,
    drawId: () => String(++drawn).padStart(16, '0'),
    startThread: threads.start,
  })
})

function store(count = 400): string {
  const path = join(folder, 'wave.csv.gz')
  writeFileSync(path, gzipSync(csv(count)))
  const reading = readCandleFile(path)
  if (!reading.ok) throw new Error('the wave is no candle file')
  const { candles, timeframe } = reading
  const added = { coin: 'BTC', timeframe, candles, source: 'wave', addedMs: START_MS }
  return new CandleStore(folder).add(added).candleSetId
}

/** A rate for each of the hours that begin in the first `hours` of the wave. */
function fundingFile(hours: number, rate = '0.0001', fromMs = START_MS): string {
  const path = join(folder, 'rates.csv')
  const lines = Array.from(
    { length: hours },
    (_, hour) => `${new Date(fromMs + hour * 3_600_000).toISOString()},${rate}`,
  )
  writeFileSync(path, ['time,fundingRate', ...lines].join('\n'))
  return path
}

describe('recorded funding', () => {
  const take = (path: string) => new FundingStore(folder).importFile(path)
  const run = (over: Partial<BacktestSpec>) => {
    const spec = { ...SPEC, candleSetId: store(), ...over }
    const stored = new CandleStore(folder).load(spec.candleSetId)
    const id = spec.fundingSetId
    const funding = id === undefined ? null : new FundingStore(folder).load(id)
    const job = { runId: 'r-1', spec, createdMs: 0, programVersion: '0.0.0' }
    const watch = { onProgress: () => false }
    return runBacktest(job, { ...stored, funding }, watch, () => 0)?.figures ?? {}
  }

  it('is taken whole or not at all, and known by its text', () => {
    const { fundingSet } = take(fundingFile(6))
    expect(fundingSet).toMatchObject({ name: 'rates.csv', rates: 6, firstMs: START_MS })
    expect(take(fundingFile(6)).fundingSet).toEqual(fundingSet)
    expect(take(fundingFile(6, '5'))).toMatchObject({ fundingSet: null, problemCount: 6 })
    expect(take(fundingFile(6, '5')).problems[0]?.message).toMatch(/above the venue's cap/)
    expect(() => new FundingStore(folder).load('funding-0000000000000000')).toThrow(
      /not stored any more/,
    )
  })

  it('is paid at its hours, and counted', () => {
    const fundingSetId = take(fundingFile(6)).fundingSet?.fundingSetId
    if (fundingSetId === undefined) throw new Error('not taken')
    const [without, paid] = [run({}), run({ fundingSetId })]
    expect(Object.keys(without)).not.toContain('fundingPaid')
    // 400 minutes: the hours of 1:00 to 5:00 have a rate, that of 6:00 has none.
    expect(paid).toMatchObject({ fundingRates: 5, missingFundingRates: 1 })
    expect(paid.fundingPaid).not.toBe(0)
    expect((without.equityFinal ?? 0) - (paid.equityFinal ?? 0)).not.toBe(0)
  })

  it('is refused beside one rate, or where none is in the period', () => {
    const near = take(fundingFile(6)).fundingSet?.fundingSetId ?? ''
    expect(() => run({ fundingSetId: near, funding: '0.0001' })).toThrow(/not both/)
    const far = take(fundingFile(6, '0.0001', START_MS - 1e9 + (1e9 % 3_600_000))).fundingSet
    expect(() => run({ fundingSetId: far?.fundingSetId ?? '' })).toThrow(
      /None of the recorded funding rates is in the period of the run, 2023-03-01/,
    )
  })

  it('is read on a thread of its own', async () => {
    const asked = research.importFunding('/a/file.csv')
    expect(threads.tasks).toEqual([{ kind: 'importFunding', path: '/a/file.csv' }])
    const result = { fundingSet: null, problems: [], problemCount: 0 }
    threads.reply(0, { kind: 'fundingImported', result })
    threads.end(0)
    await expect(asked).resolves.toEqual(result)
  })
})

describe('the candle store', () => {
  it('gives back what it was given, and one set for the same candles twice', () => {
    const candleSetId = store()
    expect(store()).toBe(candleSetId)
    const { view, candles } = new CandleStore(folder).load(candleSetId)
    expect(view).toMatchObject({ coin: 'BTC', timeframe: '1m', candles: 400, gapCount: 0 })
    expect(candles.openTimeMs[399]).toBe(START_MS + 399 * 60_000)
    expect(new CandleStore(folder).list()).toHaveLength(1)
    expect(readdirSync(join(folder, 'candles')).some((name) => name.endsWith('.new'))).toBe(false)
  })

  it('says so when a set is damaged or gone', () => {
    const candleSetId = store()
    writeFileSync(join(folder, 'candles', `${candleSetId}.bin`), 'short')
    expect(() => new CandleStore(folder).load(candleSetId)).toThrow(/damaged: import them again/)
    research.removeCandles(candleSetId)
    expect(() => new CandleStore(folder).load(candleSetId)).toThrow(/not stored any more/)
  })

  it('keeps what the venue gave, with its gaps', () => {
    const bar = { open: 1, high: 2, low: 0.5, close: 1.5, volume: 1 }
    const bars = [0, 1, 4].map((index) => ({ ...bar, openTimeMs: START_MS + index * 60_000 }))
    const { candleSet } = research.addBars('ETH', '1m', bars)
    expect(candleSet).toMatchObject({ coin: 'ETH', candles: 3, gapCount: 1, missing: 2 })
    expect(() => research.addBars('ETH', '1m', [])).toThrow(/no 1m candles of ETH/)
  })
})

describe('a run', () => {
  const job = (candleSetId: string) => ({
    runId: 'r-00000000000000aa',
    spec: { ...SPEC, candleSetId },
    createdMs: START_MS,
    programVersion: '0.0.0',
  })

  it('is repeated from what is stored with it', async () => {
    const candleSetId = store()
    const watch = { onProgress: () => false }
    const stored = new CandleStore(folder).load(candleSetId)
    const first = runBacktest(job(candleSetId), stored, watch, () => 0)
    if (first === null) throw new Error('nobody cancelled it')
    new RunStore(folder).add(first)
    const kept = JSON.parse(await new RunStore(folder).text(first.runId)) as typeof first
    expect(kept.trades.length).toBeGreaterThan(3)
    const again = runBacktest({ ...job(candleSetId), spec: kept.spec }, stored, watch, () => 0)
    expect(JSON.parse(JSON.stringify(again))).toEqual(kept)
    expect(new RunStore(folder).list()).toEqual([summaryOf(kept)])
    research.removeRun(first.runId)
    expect(existsSync(join(folder, 'runs', `${first.runId}.json`))).toBe(false)
  })

  it.each([
    [{ strategyId: 'luck' }, /There is no strategy "luck"/],
    [{ parameters: { fast: 50, slow: 20 } }, /fast must be below slow/],
    [{ timeframe: '1d' as const, fromMs: START_MS + 1e9 }, /no candle in that period/],
  ])('is refused with a sentence: %j', (change, sentence) => {
    const stored = new CandleStore(folder).load(store())
    const wrong = { ...job(stored.view.candleSetId) }
    const spec = { ...wrong.spec, ...change } as BacktestSpec
    const watch = { onProgress: () => false }
    expect(() => runBacktest({ ...wrong, spec }, stored, watch, () => 0)).toThrow(sentence)
  })

  it('shows its progress, and is cancelled by a word that its thread can see', () => {
    const runId = research.startRun({ ...SPEC, candleSetId: store() })
    threads.reply(0, { kind: 'progress', progress: 0.4 })
    expect(research.view().runs[0]).toMatchObject({ runId, state: 'running', progress: 0.4 })
    research.cancelRun(runId)
    const [task] = threads.tasks
    if (task?.kind !== 'run') throw new Error('no run was started')
    expect(new Int32Array(task.cancel)[0]).toBe(1)
    threads.reply(0, { kind: 'ran', run: null })
    threads.end(0)
    expect(research.view().runs[0]).toMatchObject({ runId, state: 'cancelled' })
  })

  it('fails with its reason, also when its thread just ends', () => {
    const candleSetId = store()
    research.startRun({ ...SPEC, candleSetId })
    research.startRun({ ...SPEC, candleSetId, cash: '20000' })
    threads.reply(0, { kind: 'failed', message: 'no memory' })
    threads.end(0)
    threads.end(1)
    const problems = research.view().runs.map(({ problem }) => problem)
    expect(problems.sort()).toEqual(['The run ended without a report.', 'no memory'])
  })

  it('waits its turn: two at once', () => {
    const candleSetId = store()
    const start = (cash: string) => () => research.startRun({ ...SPEC, candleSetId, cash })
    start('1000')()
    start('2000')()
    expect(start('3000')).toThrow(/Two pieces of research are under way/)
    threads.reply(0, { kind: 'ran', run: null })
    threads.end(0)
    expect(start('3000')).not.toThrow()
  })

  it('is started once by a press that came twice', () => {
    const start = () => research.startRun({ ...SPEC, candleSetId: store() })
    start()
    expect(start).toThrow('This very run is under way already.')
    threads.reply(0, { kind: 'ran', run: null })
    threads.end(0)
    expect(start).not.toThrow()
  })
})

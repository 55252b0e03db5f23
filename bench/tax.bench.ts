import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { matchAverageCost } from '#core/tax/average-cost.ts'
import { buildLedger } from '#core/tax/build-ledger.ts'
import type { Disposal } from '#core/tax/disposal.ts'
import { matchLots } from '#core/tax/match-lots.ts'
import { DEFAULT_FORM, PARITY } from '#core/tax/reports/report-input.ts'
import type { Ledger } from '#core/tax/tax-event.ts'
import type { LotMethod } from '#core/tax/tax-settings.ts'
import { presetSettings } from '#core/tax/tax-settings.ts'
import { timeZone } from '#core/tax/time-zone.ts'
import { matchUkPool } from '#core/tax/uk-pool.ts'
import { writeTaxReport } from '../src/main/records/tax-reports/write-tax-report.ts'
import type { Bench, Measurement } from './bench.ts'
import { taxFills, taxLedger } from './tax-fills.ts'
import { bareFifo, decimalFifo, decimalFills, flatqueueHifo } from './tax-yardsticks.ts'

const SIZES = [1_000_000, 100_000, 10_000] as const
const MEMORY_MB_MAX = 500

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6
/** Limits are about the program, not about what else the machine does: the best run counts. */
const best = (values: readonly number[]): number => Math.min(...values)
const sizeWord = (size: number): string => (size >= 1e6 ? `${size / 1e6}M` : `${size / 1e3}k`)

function lotGain(ledger: Ledger, method: LotMethod): bigint {
  let gain = 0n
  const methods = [{ fromMs: Number.NEGATIVE_INFINITY, method }]
  matchLots(
    ledger,
    { methods, scope: 'universal' },
    (_event, _origin, _rule, _units, proceeds, basis) => {
      gain += proceeds - basis
    },
  )
  return gain
}

function poolGain(run: (sink: (disposal: Disposal) => void) => void): bigint {
  let gain = 0n
  run((disposal) => {
    gain += disposal.gain
  })
  return gain
}

type Subject = readonly [name: string, work: () => unknown]

function subjects(ledger: Ledger): Subject[] {
  const zone = timeZone('Europe/London')
  const average = { scope: 'universal', zone, superficialLoss: false } as const
  return [
    ['BigInt array with a head index', () => bareFifo(ledger)],
    ['FIFO', () => lotGain(ledger, 'fifo')],
    ['LIFO', () => lotGain(ledger, 'lifo')],
    ['flatqueue, highest cost first', () => flatqueueHifo(ledger)],
    ['HIFO', () => lotGain(ledger, 'hifo')],
    ['average', () => poolGain((sink) => matchAverageCost(ledger, average, sink))],
    ['UK pool', () => poolGain((sink) => matchUkPool(ledger, zone, sink))],
  ]
}

/** The subjects take turns, so that a busy moment of the machine meets all of them. */
function takeTurns(size: number, list: readonly Subject[], samples: number): Measurement[] {
  const rows = list.map(([name]) => ({
    name: `${sizeWord(size)} ${name}`,
    samplesMs: [] as number[],
  }))
  for (let sample = -1; sample < samples; sample += 1) {
    list.forEach(([, work], index) => {
      const started = nowMs()
      work()
      if (sample >= 0) rows[index]?.samplesMs.push(nowMs() - started)
    })
  }
  return rows
}

function decimalOnce(size: number, ledger: Ledger): Measurement {
  const fills = decimalFills(ledger)
  const started = nowMs()
  decimalFifo(fills)
  return {
    name: `${sizeWord(size)} decimal.js array with a head index`,
    samplesMs: [nowMs() - started],
  }
}

/** Decimal texts to the lot file on disk: reading, matching, terms, totals, CSV and sidecar. */
function wholeReport(size: number, folder: string, samples: number) {
  const samplesMs = Array.from({ length: samples }, () => reportOnce(size, folder))
  return { name: `${sizeWord(size)} whole report to disk`, samplesMs } satisfies Measurement
}

/** Least processor time of a report by its size: what a busy machine cannot add to. */
const reportCpuMs = new Map<number, number>()

function noteCpu(size: number, { user, system }: NodeJS.CpuUsage): void {
  const ms = (user + system) / 1e3
  reportCpuMs.set(size, Math.min(reportCpuMs.get(size) ?? ms, ms))
}

function reportOnce(size: number, folder: string): number {
  const settings = { ...presetSettings('us'), scope: 'universal' } as const
  const fills = taxFills(size)
  const started = nowMs()
  const cpu = process.cpuUsage()
  const built = buildLedger(fills, 'USD')
  if (!built.ok) throw new Error('the fills of the bench are wrong')
  const result = writeTaxReport({
    kind: 'lots',
    file: join(folder, `${size}.csv`),
    program: { name: 'Countersign', version: 'bench' },
    input: {
      ledger: built.ledger,
      perps: null,
      perpCurrency: 'USDC',
      settings,
      zone: timeZone(settings.zone),
      year: null,
      venue: 'hyperliquid',
      form: DEFAULT_FORM,
      fx: PARITY,
      isRetroactiveAcknowledged: false,
    },
  })
  if (result.kind !== 'written') throw new Error(`the report was ${result.kind}`)
  noteCpu(size, process.cpuUsage(cpu))
  return nowMs() - started
}

/** Prints what the limits are about; a limit that is missed is said, not hidden. */
function printLimits(rows: readonly Measurement[], memoryMb: number): void {
  const time = (name: string): number =>
    best(rows.find((row) => row.name === name)?.samplesMs ?? [])
  const lines: string[] = []
  const limit = (what: string, value: number, most: number, unit: string): void => {
    const verdict = value <= most ? 'kept' : 'MISSED'
    lines.push(`${what}: ${value.toFixed(2)}${unit}, at most ${most}${unit}: ${verdict}`)
  }
  limit(
    '1M FIFO ÷ BigInt array',
    time('1M FIFO') / time('1M BigInt array with a head index'),
    1.3,
    '×',
  )
  limit(
    '1M FIFO ÷ decimal.js',
    time('1M FIFO') / time('1M decimal.js array with a head index'),
    0.1,
    '×',
  )
  limit('1M HIFO ÷ flatqueue', time('1M HIFO') / time('1M flatqueue, highest cost first'), 2.5, '×')
  for (const name of ['FIFO', 'LIFO', 'HIFO', 'average', 'UK pool']) {
    limit(
      `${name}, a fill at 1M ÷ at 100k`,
      time(`1M ${name}`) / 10 / time(`100k ${name}`),
      2.5,
      '×',
    )
  }
  limit('100k whole report', time('100k whole report to disk') / 1e3, 0.5, ' s')
  limit('1M whole report', time('1M whole report to disk') / 1e3, 5, ' s')
  for (const [size, ms] of reportCpuMs) {
    lines.push(`${sizeWord(size)} whole report, processor time: ${(ms / 1e3).toFixed(2)} s`)
  }
  limit('memory of the process after it', memoryMb, MEMORY_MB_MAX, ' MB')
  process.stdout.write(`\n${lines.join('\n')}\n`)
}

export const bench: Bench = {
  title: 'Tax: fills matched with lots and pools, and whole reports',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tax-bench-'))
    try {
      // Reports first: the memory they need must not be mixed with that of the other subjects.
      const reports = [wholeReport(100_000, folder, 5), wholeReport(1_000_000, folder, 1)]
      const memoryMb = process.resourceUsage().maxRSS / 1_024
      const [, large] = reports
      for (let again = 0; again < 2; again += 1) {
        globalThis.gc?.()
        large?.samplesMs.push(reportOnce(1_000_000, folder))
      }
      const rows = SIZES.flatMap((size) => {
        const ledger = taxLedger(size)
        const measured = takeTurns(size, subjects(ledger), size >= 1e6 ? 5 : 15)
        return size >= 1e6 ? [...measured, decimalOnce(size, ledger)] : measured
      })
      const all = [...rows, ...reports]
      printLimits(all, memoryMb)
      return all
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

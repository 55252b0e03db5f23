import type { Bench, Measurement } from './bench.ts'

interface Row {
  readonly name: string
  readonly medianMs: number
  readonly p95Ms: number
  readonly samples: number
}

function quantile(sorted: readonly number[], share: number): number {
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share))
  return sorted[index] ?? Number.NaN
}

function toRow({ name, samplesMs }: Measurement): Row {
  if (samplesMs.length === 0) throw new Error(`${name} has no samples`)
  const sorted = [...samplesMs].sort((a, b) => a - b)
  const [medianMs, p95Ms] = [quantile(sorted, 0.5), quantile(sorted, 0.95)]
  return { name, medianMs, p95Ms, samples: sorted.length }
}

function formatTime(ms: number): string {
  if (ms >= 1) return `${ms.toFixed(2)} ms`
  if (ms >= 0.001) return `${(ms * 1e3).toFixed(2)} µs`
  const ns = ms * 1e6
  return `${ns.toFixed(ns < 100 ? 1 : 0)} ns`
}

function print(title: string, table: readonly (readonly string[])[]): void {
  const widths = table[0]?.map((_cell, column) =>
    Math.max(...table.map((line) => (line[column] ?? '').length)),
  )
  const lines = table.map((line) =>
    line
      .map((cell, column) => {
        const width = widths?.[column] ?? 0
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  '),
  )
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`)
}

/** Runs one bench, or several of one file, and prints a table for each. */
export async function runBench(bench: Bench | readonly Bench[]): Promise<void> {
  for (const one of 'run' in bench ? [bench] : bench) await runOne(one)
}

/** Its table: median, 95th percentile, multiple of the first row. */
async function runOne(bench: Bench): Promise<void> {
  const rows = (await bench.run()).map(toRow)
  const format = bench.format ?? formatTime
  const yardstick = rows[0]?.medianMs ?? Number.NaN
  const body = rows.map(({ name, medianMs, p95Ms, samples }) => [
    name,
    format(medianMs),
    format(p95Ms),
    `${(medianMs / yardstick).toFixed(2)}×`,
    String(samples),
  ])
  print(bench.title, [['', 'median', 'p95', 'ratio', 'samples'], ...body])
}

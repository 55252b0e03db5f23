import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { bundleWorker } from './sim/bundle-worker.ts'
import type { SeedResult } from './sim/run-seed.ts'
import { runPool } from './sim/seed-pool.ts'
import { Summary } from './sim/summary.ts'

const USAGE = 'npm run sim -- [--seeds N] [--from S] [--hours H] [--threads T]'
const PROGRESS_EVERY = 100
/** So many seeds have to reach every pair of the order status table; fewer only tell. */
const FULL_SEEDS = 2_000

function wholeNumber(name: string, text: string, max: number): number {
  const value = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : Number.NaN
  if (value <= max) return value
  throw new Error(`--${name} takes a whole number from 1 to ${max}, not "${text}".\n${USAGE}`)
}

function hoursOf(text: string): number {
  const value = /^\d{1,2}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0.1 && value <= 48) return value
  throw new Error(`--hours takes 0.1 to 48, not "${text}".\n${USAGE}`)
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '100' },
        from: { type: 'string', default: '1' },
        hours: { type: 'string', default: '6' },
        threads: { type: 'string', default: String(Math.min(16, availableParallelism())) },
      },
    })
    return {
      seeds: wholeNumber('seeds', values.seeds, 1_000_000),
      from: wholeNumber('from', values.from, 1_000_000),
      hours: hoursOf(values.hours),
      threads: wholeNumber('threads', values.threads, 64),
    }
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause)
    throw new Error(text.includes(USAGE) ? text : `${text}\n${USAGE}`)
  }
}

function tell({ seed, violations }: SeedResult, hours: number): void {
  if (violations.length === 0) return
  console.log(`seed ${seed}:`)
  for (const violation of violations) console.log(`   ${violation}`)
  console.log(`   repeat: npm run sim -- --seeds 1 --from ${seed} --hours ${hours}`)
}

/** Simulates the seeds, the first of them twice; returns the exit code. */
async function run(): Promise<number> {
  const { seeds, from, hours, threads } = options()
  const started = performance.now()
  const bundle = await bundleWorker()
  const summary = new Summary()
  const again: string[] = []
  try {
    const tasks = Array.from({ length: seeds }, (_, index) => ({ seed: from + index, hours }))
    await runPool({
      script: bundle.script,
      threads,
      tasks: [...tasks, { seed: from, hours }],
      onResult: (result) => {
        if (result.seed === from && summary.hashOf(from) !== undefined) {
          again.push(result.traceHash)
          return
        }
        tell(result, hours)
        summary.add(result)
        if (summary.seeds % PROGRESS_EVERY === 0) console.log(`${summary.seeds} of ${seeds}`)
      },
    })
  } finally {
    bundle.remove()
  }
  const isRepeated = again.length === 1 && again[0] === summary.hashOf(from)
  console.log(summary.text())
  console.log(
    isRepeated
      ? `Seed ${from} twice: the same trace hash.`
      : `Seed ${from} twice: two different traces.`,
  )
  console.log(`${Math.round((performance.now() - started) / 1000)} s on ${threads} threads.`)
  const isQuiet = hours >= 1 && !summary.isEventful
  if (isQuiet) console.log('Too little happened in at least one seed.')
  const isUnreached = seeds >= FULL_SEEDS && summary.coverage.missing().length > 0
  if (isUnreached) console.log('So many seeds have to reach every pair of the table.')
  return summary.violations === 0 && isRepeated && !isQuiet && !isUnreached ? 0 : 1
}

run().then(
  (code) => {
    process.exitCode = code
  },
  (cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : cause)
    process.exitCode = 2
  },
)

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WorkerBundle } from './sim/bundle-worker.ts'
import { bundleWorker } from './sim/bundle-worker.ts'
import type { SeedResult } from './sim/run-seed.ts'
import { runPool } from './sim/seed-pool.ts'
import { Summary } from './sim/summary.ts'

const HOURS = 2

let bundle: WorkerBundle

beforeAll(async () => {
  bundle = await bundleWorker()
})

afterAll(() => bundle.remove())

async function simulate(seeds: readonly number[]): Promise<SeedResult[]> {
  const results: SeedResult[] = []
  await runPool({
    script: bundle.script,
    threads: 2,
    tasks: seeds.map((seed) => ({ seed, hours: HOURS })),
    onResult: (result) => results.push(result),
  })
  return results
}

it('a hundred simulated desks break no rule, and each has its share of trouble', async () => {
  const results = await simulate(Array.from({ length: 100 }, (_, index) => 1 + index))
  const broken = results.flatMap(({ seed, violations }) =>
    violations.map(
      (text) => `${text} (repeat: npm run sim -- --seeds 1 --from ${seed} --hours ${HOURS})`,
    ),
  )
  expect(broken).toEqual([])
  const summary = new Summary()
  for (const result of results) summary.add(result)
  expect(summary.isEventful, JSON.stringify(summary.least)).toBe(true)
  expect(summary.steps).toBeGreaterThan(10_000)
}, 300_000)

it('the same seed takes the same course to the last event, another seed another', async () => {
  const results = await simulate([7, 7, 8])
  const hashes = (seed: number): string[] =>
    results.filter((result) => result.seed === seed).map(({ traceHash }) => traceHash)
  const [first, second] = hashes(7)
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  expect(second).toBe(first)
  expect(hashes(8)).not.toContain(first)
})

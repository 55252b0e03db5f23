import { bundleWorker } from '../bundle-worker.ts'
import { runPool } from '../seed-pool.ts'
import type { PlantedBug } from './planted-bug.ts'
import { plantingPlugin } from './planted-bug.ts'

export interface Found {
  readonly seed: number
  readonly violations: readonly string[]
}

/** Simulates seeds with the bug planted until the rule that is meant is broken; null when none was within `seeds`. */
export async function findBug(
  bug: PlantedBug,
  { seeds, hours, threads }: { seeds: number; hours: number; threads: number },
): Promise<Found | null> {
  const bundle = await bundleWorker([plantingPlugin(bug)])
  const found: Found[] = []
  try {
    await runPool({
      script: bundle.script,
      threads,
      tasks: Array.from({ length: seeds }, (_, index) => ({ seed: bug.firstSeed + index, hours })),
      isEnough: () => found.length > 0,
      onResult: ({ seed, violations }) => {
        if (violations.some((text) => bug.caughtBy.test(text))) found.push({ seed, violations })
      },
    })
  } finally {
    bundle.remove()
  }
  return found.sort((a, b) => a.seed - b.seed)[0] ?? null
}

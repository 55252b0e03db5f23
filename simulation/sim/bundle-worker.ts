import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Every script and every test of the project runs from its root. */
const projectRoot = process.cwd()

export interface WorkerBundle {
  readonly script: string
  remove(): void
}

/**
 * Bundles the thread that simulates seeds as the application itself is built. `plugins` may change
 * a source on its way, which is how a bug is planted: the source itself knows nothing of it.
 */
export async function bundleWorker(plugins: readonly Plugin[] = []): Promise<WorkerBundle> {
  const cache = join(projectRoot, '.cache', 'simulation')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'sim-'))
  const { build } = await import('vite')
  await build({
    root: projectRoot,
    configFile: join(projectRoot, 'build', 'vite.bench.config.mts'),
    logLevel: 'error',
    plugins: [...plugins],
    build: {
      ssr: join(projectRoot, 'simulation', 'sim', 'seed-worker.ts'),
      outDir,
      emptyOutDir: false,
    },
  })
  return {
    script: join(outDir, 'seed-worker.js'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  }
}

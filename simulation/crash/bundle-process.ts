import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Every script and every test of the project runs from its root. */
const projectRoot = process.cwd()

export interface Bundles {
  /** The CommonJS file of simulation/crash/NAME.ts. */
  path(name: 'desk-process' | 'exchange-process'): string
  remove(): void
}

/**
 * Bundles the two processes as the application itself is built, into a folder of their own within
 * the project, where they find the native modules. Starting a bundle takes a tenth of what a
 * TypeScript loader does.
 */
export async function bundleProcesses(): Promise<Bundles> {
  const cache = join(projectRoot, '.cache', 'simulation')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'crash-'))
  const folder = join(projectRoot, 'simulation', 'crash')
  const { build } = await import('vite')
  await build({
    root: projectRoot,
    configFile: join(projectRoot, 'build', 'vite.bench.config.mts'),
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      rollupOptions: {
        input: {
          'desk-process': join(folder, 'desk-process.ts'),
          'exchange-process': join(folder, 'exchange-process.ts'),
        },
      },
    },
  })
  return {
    path: (name) => join(outDir, `${name}.js`),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  }
}

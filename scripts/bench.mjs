// npm run bench -- NAME …: runs bench/NAME.bench.ts (all of them without a name) and prints a table
// with medians and ratios for each.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { withDisplay } from './setup/display.mjs'
import { ensureElectron } from './setup/electron-runtime.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { projectRoot, runNode } from './setup/run-command.mjs'

const folder = join(projectRoot, 'bench')
const bundles = join(projectRoot, '.cache/bench')
const SUFFIX = '.bench.ts'

const known = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))

/** Bundles one bench with its runner into CommonJS, as the application itself is built. */
async function bundle(name) {
  const { build } = await import('vite')
  const entry = join(bundles, `${name}.ts`)
  mkdirSync(bundles, { recursive: true })
  writeFileSync(
    entry,
    [
      `import { bench } from '${join(folder, name + SUFFIX)}'`,
      `import { runBench } from '${join(folder, 'run-bench.ts')}'`,
      'runBench(bench).catch((error) => { console.error(error); process.exitCode = 1 })',
    ].join('\n'),
  )
  await build({
    root: projectRoot,
    configFile: join(projectRoot, 'build/vite.bench.config.mts'),
    logLevel: 'error',
    build: { ssr: entry, outDir: bundles, emptyOutDir: false },
  })
  return join(bundles, `${name}.js`)
}

await runScript(async () => {
  const asked = process.argv.slice(2)
  const unknown = asked.find((name) => !existsSync(join(folder, name + SUFFIX)))
  if (unknown) {
    throw new PlainFailure(`There is no bench "${unknown}"; there are: ${known().join(', ')}.`)
  }
  await ensureElectron()
  await buildIfStale()
  return withDisplay(async (env) => {
    let worst = 0
    for (const name of asked.length > 0 ? asked : known()) {
      const { code } = await runNode('--expose-gc', [await bundle(name)], { env })
      worst = Math.max(worst, code ?? 1)
    }
    return worst
  })
})

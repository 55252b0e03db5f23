// npm run check: format and lint, the layer rules with their canary, the types.
import { existsSync } from 'node:fs'
import { plantCanaries } from './canary.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { programOf, runNode } from './setup/run-command.mjs'

const biome = programOf('@biomejs', 'biome', 'bin', 'biome')
const compiler = programOf('typescript', 'bin', 'tsc')

async function step(name, run) {
  const started = Date.now()
  const passed = await run()
  console.log(
    `${passed ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  )
  return passed
}

/** @returns how many of the steps failed. */
export async function check() {
  if (!existsSync(biome))
    throw new PlainFailure('The packages are missing: run npm test or npm ci.')
  const results = [
    await step('format, lint and layers', async () => {
      const { code } = await runNode(biome, ['check', '--error-on-warnings', '.'])
      return code === 0
    }),
    await step('canary: every forbidden import is caught', plantCanaries),
    await step('types', async () => (await runNode(compiler, ['-b'])).code === 0),
  ]
  return results.filter((passed) => !passed).length
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await runScript(async () => ((await check()) === 0 ? 0 : 1))
}

// npm run shots: pictures of the real window, and of every screen × theme × size × state over
// fixtures, into shots/. Fails when a picture is too wide or axe finds something on it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { runPlaywright } from './e2e.mjs'
import { ensureElectron } from './setup/electron-runtime.mjs'
import { runScript } from './setup/plain-failure.mjs'
import { programOf, projectRoot, runNode } from './setup/run-command.mjs'

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Every screen in every state: a browser shows the same page over a desk of fixtures. */
async function picturesOverFixtures() {
  if (!existsSync(chromium)) {
    console.log(`There is no ${chromium}: install chromium, or name another with CHROMIUM=PATH.`)
    return 1
  }
  const script = join(projectRoot, 'src/renderer/dev/shots.test-support.ts')
  const words = [programOf('tsx', 'dist', 'cli.mjs'), [script, 'shots/screens', '--matrix']]
  const { code } = await runNode(...words, { env: { ...process.env, CHROMIUM: chromium } })
  return code ?? 1
}

await runScript(async () => {
  await ensureElectron()
  await buildIfStale()
  const real = await runPlaywright([
    '--config',
    'playwright.shots.config.ts',
    ...process.argv.slice(2),
  ])
  const overFixtures = process.argv.length > 2 ? 0 : await picturesOverFixtures()
  if (real === 0 && overFixtures === 0) console.log('The pictures are in shots/.')
  return Math.max(real, overFixtures)
})

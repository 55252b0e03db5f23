// npm run shots: pictures of the real window (`-- -g window` for these alone), and of every screen ×
// theme × size × state over fixtures (`-- -g PATTERN` for some), into shots/. Fails when a picture is
// too wide, the page complains or axe finds something on it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { runPlaywright } from './e2e.mjs'
import { ensureElectron } from './setup/electron-runtime.mjs'
import { runScript } from './setup/plain-failure.mjs'
import { programOf, projectRoot, runNode } from './setup/run-command.mjs'

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Every screen in every state: a browser shows the same page over a desk of fixtures. */
async function picturesOverFixtures(pattern) {
  if (!existsSync(chromium)) {
    console.log(`There is no ${chromium}: install chromium, or name another with CHROMIUM=PATH.`)
    return 1
  }
  const script = join(projectRoot, 'src/renderer/dev/shots.test-support.ts')
  const only = pattern === null ? [] : ['--only', pattern]
  const words = [programOf('tsx', 'dist', 'cli.mjs'), [script, 'shots/screens', ...only]]
  const { code } = await runNode(...words, { env: { ...process.env, CHROMIUM: chromium } })
  return code ?? 1
}

/** The window itself, on paper with invented prices. */
async function picturesOfTheWindow() {
  await ensureElectron()
  await buildIfStale()
  return runPlaywright(['--config', 'playwright.shots.config.ts'])
}

await runScript(async () => {
  const [flag, pattern = null] = process.argv.slice(2)
  if (flag !== undefined && (flag !== '-g' || pattern === null)) {
    console.log('Usage: npm run shots [-- -g PATTERN], such as "records-busy-dark" or "window".')
    return 1
  }
  const real = pattern === null || pattern === 'window' ? await picturesOfTheWindow() : 0
  const overFixtures = pattern === 'window' ? 0 : await picturesOverFixtures(pattern)
  if (real === 0 && overFixtures === 0) console.log('The pictures are in shots/.')
  return Math.max(real, overFixtures)
})

// npm run shots: pictures of the real window, in both themes and three sizes, into shots/.
import { buildIfStale } from './build.mjs'
import { runPlaywright } from './e2e.mjs'
import { ensureElectron } from './setup/electron-runtime.mjs'
import { runScript } from './setup/plain-failure.mjs'

await runScript(async () => {
  await ensureElectron()
  await buildIfStale()
  const code = await runPlaywright([
    '--config',
    'playwright.shots.config.ts',
    ...process.argv.slice(2),
  ])
  if (code === 0) console.log('The pictures are in shots/.')
  return code
})

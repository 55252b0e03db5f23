// node scripts/guide-pictures.mjs: takes the pictures of docs/user-guide and of the README anew, from
// the real window as the end-to-end tests drive it.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { runPlaywright } from './e2e.mjs'
import { ensureElectron } from './setup/electron-runtime.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { projectRoot } from './setup/run-command.mjs'

/** Picture of a test → its name in the guide. */
const PICTURES = {
  'desk-with-a-ticket': '../../images/desk',
  'first-run-mouse-1-welcome': '1-welcome',
  'first-run-mouse-4-propose': '2-propose',
  'first-run-mouse-5-approve': '3-approve',
  'first-run-mouse-6-sign': '4-sign',
  'first-run-mouse-7-holding': '5-holding',
  'first-run-mouse-9-result': '6-result',
  'orders-and-fills': '7-orders-and-fills',
}

await runScript(async () => {
  await ensureElectron()
  await buildIfStale()
  const code = await runPlaywright(['-g', 'by mouse only|fills by filter|the order book'])
  if (code !== 0) throw new PlainFailure('The tests that take the pictures failed; see above.')
  const folder = join(projectRoot, 'docs/user-guide/images')
  mkdirSync(folder, { recursive: true })
  for (const [from, to] of Object.entries(PICTURES)) {
    const picture = join(projectRoot, 'test-results/shots', `${from}.png`)
    if (!existsSync(picture)) throw new PlainFailure(`There is no picture ${picture}.`)
    copyFileSync(picture, join(folder, `${to}.png`))
  }
  console.log('The pictures are in docs/user-guide/images and docs/images.')
  return 0
})

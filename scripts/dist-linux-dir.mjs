// npm run dist:linux-dir: dist/linux-unpacked/countersign with the Electron of this machine, for
// tests. Packages for users come from build/electron-builder.yml, with the pinned Electron.
import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { withLock } from './setup/lock.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { prepareMachine } from './setup/prepare-machine.mjs'
import { programOf, projectRoot, runNode } from './setup/run-command.mjs'

const PACKAGING_MINUTES_MAX = 5

async function packageFolder(electron) {
  const file = join(projectRoot, '.cache/electron-builder.json')
  const configuration = {
    extends: 'build/electron-builder.test.yml',
    electronVersion: electron.version,
    electronDist: realpathSync(electron.folder),
  }
  writeFileSync(file, JSON.stringify(configuration, null, 2))
  const program = programOf('electron-builder', 'cli.js')
  const words = ['--linux', 'dir', '--publish', 'never', '--config', file]
  const { code, output } = await runNode(program, words, {
    quiet: true,
    timeoutMs: PACKAGING_MINUTES_MAX * 60_000,
  })
  if (code === 0) return
  console.error(output.trim().slice(-2000))
  throw new PlainFailure('electron-builder failed; its last words are above.')
}

await runScript(async () => {
  if (process.platform !== 'linux') throw new PlainFailure('dist:linux-dir needs Linux.')
  const electron = await prepareMachine()
  await buildIfStale()
  await withLock('packaging', () => packageFolder(electron))
  console.log(`Packaged: ${join(projectRoot, 'dist/linux-unpacked/countersign')}`)
})

// npm run dist:linux-dir: dist/linux-unpacked/countersign with the Electron of this machine, for
// tests. With --release the fuses and refusals are those of the packages for users
// (dist/release/linux-unpacked), with --deb that folder as a Debian package as well.
// Packages for users come from build/electron-builder.yml, with the pinned Electron.
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { withLock } from './setup/lock.mjs'
import { packageDeb } from './setup/package-deb.mjs'
import { packageFolder } from './setup/package-folder.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { prepareMachine } from './setup/prepare-machine.mjs'

await runScript(async () => {
  if (process.platform !== 'linux') throw new PlainFailure('dist:linux-dir needs Linux.')
  const words = process.argv.slice(2)
  const unknown = words.find((word) => word !== '--release' && word !== '--deb')
  if (unknown) throw new PlainFailure(`${unknown} is not understood: --release or --deb.`)
  const electron = await prepareMachine()
  await buildIfStale()
  await withLock('packaging', async () => {
    const folder = await packageFolder(electron, words.length > 0 ? 'release' : 'test')
    console.log(`Packaged: ${join(folder, 'countersign')}`)
    if (words.includes('--deb')) console.log(`Packaged: ${await packageDeb(folder)}`)
  })
})

// A folder with the packaged application, built offline with the Electron of this machine.
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PlainFailure } from './plain-failure.mjs'
import { programOf, projectRoot, runNode } from './run-command.mjs'

const PACKAGING_MINUTES_MAX = 5

/**
 * What the two folders differ in: the one for tests can be debugged, which Playwright needs; the
 * release has the fuses and the refusals of build/electron-builder.yml.
 */
const variants = {
  test: { output: 'dist', more: {} },
  release: {
    output: 'dist/release',
    more: {
      extraMetadata: { isDebuggable: false },
      electronFuses: { enableNodeCliInspectArguments: false },
    },
  },
}

/** @returns the folder `linux-unpacked` of the variant `test` or `release`. */
export async function packageFolder(electron, variant) {
  const { output, more } = variants[variant]
  const file = join(projectRoot, `.cache/electron-builder-${variant}.json`)
  const configuration = {
    extends: 'build/electron-builder.test.yml',
    electronVersion: electron.version,
    electronDist: realpathSync(electron.folder),
    directories: { output },
    ...more,
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(configuration, null, 2))
  const program = programOf('electron-builder', 'cli.js')
  const words = ['--linux', 'dir', '--publish', 'never', '--config', file]
  const { code, output: said } = await runNode(program, words, {
    quiet: true,
    timeoutMs: PACKAGING_MINUTES_MAX * 60_000,
  })
  if (code === 0) return join(projectRoot, output, 'linux-unpacked')
  console.error(said.trim().slice(-2000))
  throw new PlainFailure('electron-builder failed; its last words are above.')
}

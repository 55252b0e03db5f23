// Brings a machine with only Node, npm and (on Debian, as root) apt to where the desk can be built
// and run. Nothing here needs a package, because it runs before they are installed.
import { statfsSync } from 'node:fs'
import { ensureNativeModule } from '../native.mjs'
import { hasDisplay } from './display.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { ensurePackages, packagesAreInstalled } from './packages.mjs'
import { PlainFailure } from './plain-failure.mjs'
import { projectRoot } from './run-command.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

const OLDEST_NODE = [20, 18]
const DISK_GB_MIN = 3

export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  const fits = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  if (fits) return
  throw new PlainFailure(
    `Countersign needs Node ${OLDEST_NODE.join('.')} or later, this is ${version}: install a newer Node from nodejs.org.`,
  )
}

/** @param freeBytes on the disk of the project. */
export function checkDisk(freeBytes, isInstalled) {
  const free = freeBytes / 1e9
  if (isInstalled || free >= DISK_GB_MIN) return
  throw new PlainFailure(
    `Only ${free.toFixed(1)} GB are free on this disk: free at least ${DISK_GB_MIN} GB and run the command again.`,
  )
}

function freeBytes() {
  const { bavail, bsize } = statfsSync(projectRoot)
  return bavail * bsize
}

/** @returns the Electron runtime that will be used. */
export async function prepareMachine() {
  checkNode()
  checkDisk(freeBytes(), packagesAreInstalled())
  await ensureSystemPackages(hasDisplay())
  await ensurePackages()
  const electron = await ensureElectron()
  const done = await ensureNativeModule(Number.parseInt(electron.version, 10) || 0)
  if (done) console.log(`${done}.`)
  return electron
}

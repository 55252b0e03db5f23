import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { knownCause, npmPatience as patience } from './known-cause.mjs'
import { PlainFailure } from './plain-failure.mjs'
import { programOf, projectRoot, runCommand } from './run-command.mjs'

const INSTALL_MINUTES_MAX = 10

const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages

/** Optional packages (those of other systems) may be missing. */
export const packagesDiffer = (locked, installed) =>
  Object.entries(locked).some(
    ([path, wanted]) =>
      path !== '' && !wanted.optional && installed[path]?.version !== wanted.version,
  )

/** npm keeps a list of what it installed; it is compared with the lockfile, package by package. */
export function packagesAreInstalled() {
  const installed = programOf('.package-lock.json')
  if (!existsSync(installed)) return false
  return !packagesDiffer(read(join(projectRoot, 'package-lock.json')), read(installed))
}

/** Installs exactly what the lockfile names; no package may run a script of its own. */
export async function ensurePackages() {
  if (packagesAreInstalled()) return
  console.log('Installing the packages of package-lock.json.')
  const { code, output, timedOut } = await runCommand(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...patience],
    { quiet: true, timeoutMs: INSTALL_MINUTES_MAX * 60_000 },
  )
  if (code === 0) return
  const log = join(projectRoot, '.cache/npm-ci.log')
  mkdirSync(join(projectRoot, '.cache'), { recursive: true })
  writeFileSync(log, output)
  throw new PlainFailure(
    knownCause(output) ??
      (timedOut
        ? `npm ci was stopped after ${INSTALL_MINUTES_MAX} minutes: the network is too slow or stuck.`
        : `npm ci failed; what it said is in ${log}.`),
  )
}

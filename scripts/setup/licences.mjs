// The licences of everything that goes into the program, as one text.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from './run-command.mjs'

const readJson = (path) => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'))
const IMPORT = /(?:from|import|import\()\s*'(@[^/']+\/[^/']+|[^@./#'][^/']*)(?:\/[^']*)?'/g
const TEXT_FILE = /^(?:licen[cs]e|copying|notice)/i

/** The packages that the sources of the window import: they are bundled, so nothing installs them. */
function bundledInWindow() {
  const found = new Set()
  const folder = join(projectRoot, 'src/renderer')
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.name.includes('.test')) continue
    if (entry.parentPath.includes('/dev')) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    for (const [, name] of text.matchAll(IMPORT)) if (!name.startsWith('node:')) found.add(name)
  }
  return found
}

/** Where npm has put what a package at `from` means by `name`. */
function resolveIn(packages, from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name)
    if (packages[path]) return path
    if (folder === '.' || folder === '') return null
  }
}

function reached(packages, roots) {
  const open = roots.map((name) => resolveIn(packages, '', name)).filter(Boolean)
  const seen = new Set()
  for (let path = open.pop(); path; path = open.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[path]
    for (const name of Object.keys({
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
    })) {
      const next = resolveIn(packages, path, name)
      if (next) open.push(next)
    }
  }
  return [...seen].sort()
}

function textsOf(path) {
  const folder = join(projectRoot, path)
  if (!existsSync(folder)) return ''
  return readdirSync(folder)
    .filter((name) => TEXT_FILE.test(name) && !/\.(?:js|ts|json)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n')
}

/** @returns `{name, version, licence, text}` of every package in the program. */
export function collectLicences() {
  const { packages } = readJson('package-lock.json')
  const { dependencies } = readJson('package.json')
  const roots = [...new Set([...Object.keys(dependencies), ...bundledInWindow()])]
  return reached(packages, roots).map((path) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: packages[path].version,
    licence: packages[path].license ?? 'not said',
    text: textsOf(path),
  }))
}

const LINE = '-'.repeat(80)

/** @returns the text of out/third-party-licences.txt, which every package of ours carries. */
export function licencesText(entries = collectLicences()) {
  const parts = entries.map(
    ({ name, version, licence, text }) =>
      `${LINE}\n${name} ${version}\nLicence: ${licence}\n\n${text || `The package brings no text; its licence is ${licence}.`}\n`,
  )
  const head =
    'Countersign contains the following packages of others, under their own licences.\n' +
    'Electron and Chromium bring theirs as LICENSE.electron.txt and LICENSES.chromium.html.\n\n'
  return `${head}${parts.join('\n')}`
}

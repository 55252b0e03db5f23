import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { esmOnlyPackages } from '../../build/bundled-packages.mts'
import { programOf, projectRoot } from './run-command.mjs'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

function canBeRequired(name) {
  const { type, exports } = readJson(programOf(name, 'package.json'))
  return type !== 'module' || /"require"|\.cjs"/.test(JSON.stringify(exports ?? {}))
}

/** Where Node looks for `name` from inside the package at `path`, nearest first. */
function placesOf(path, name) {
  const parents = path.split('/node_modules/')
  const above = parents.map((_part, index) => parents.slice(0, index + 1).join('/node_modules/'))
  return ['', ...above].map((parent) => join(parent, 'node_modules', name)).reverse()
}

/** Used otherwise than by its name in a source. */
const usedElsewhere = {
  '@biomejs/biome': 'its program, by scripts/check.mjs',
  '@electron/asar': 'its program, by scripts/setup/registry-runtime.mjs',
  'electron-builder': 'its program, by scripts/dist-linux-dir.mjs',
  jsdom: 'named by the first line of the tests of screens',
  'node-hid': 'one version for both drivers, by "overrides"',
  typescript: 'its program, by scripts/check.mjs',
}

function sourceText() {
  const options = { cwd: projectRoot, encoding: 'utf8' }
  return execFileSync('git', ['ls-files', '-co', '--exclude-standard'], options)
    .split('\n')
    .filter((path) => /\.(?:ts|tsx|mts|mjs|cjs|css)$/.test(path))
    .filter((path) => path !== 'build/bundled-packages.mts' && !path.includes('dependencies.test'))
    .map((path) => readFileSync(join(projectRoot, path), 'utf8'))
    .join('\n')
}

describe('dependencies', () => {
  it('are really used, every one of them', () => {
    const { dependencies, devDependencies } = readJson(join(projectRoot, 'package.json'))
    const text = sourceText()
    const isNamed = (name) => new RegExp(`['"]${name}(?:/[^'"]*)?['"]`).test(text)
    const names = Object.keys({ ...dependencies, ...devDependencies })
    const ofTypes = (name) => name.startsWith('@types/') && names.includes(name.slice(7))
    const unused = names.filter(
      (name) => !isNamed(name) && !ofTypes(name) && name !== '@types/node' && !usedElsewhere[name],
    )
    expect(unused).toEqual([])
  })

  it('that Node 20.18 and Electron 33 cannot require are bundled in, and no others', () => {
    const { dependencies } = readJson(join(projectRoot, 'package.json'))
    const esmOnly = Object.keys(dependencies).filter((name) => !canBeRequired(name))
    expect(esmOnly.sort()).toEqual([...esmOnlyPackages].sort())
  })

  it('are locked with the optional ones of every system, or npm ci refuses the lockfile', () => {
    const { packages } = readJson(join(projectRoot, 'package-lock.json'))
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !placesOf(path, name).some((place) => packages[place] !== undefined),
      ),
    )
    expect(missing).toEqual([])
    const nameless = Object.entries(packages).filter(
      ([path, { version, link }]) => path !== '' && !version && !link,
    )
    expect(nameless).toEqual([])
  })
})

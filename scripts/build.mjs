// npm run build: the application and the command line into out/. Skipped when nothing changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { licencesText } from './setup/licences.mjs'
import { withLock } from './setup/lock.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { programOf, projectRoot, runNode } from './setup/run-command.mjs'

const stamp = join(projectRoot, 'out/.stamp')
const inputs = ['src', 'build', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const outputs = [
  'out/main/index.js',
  'out/main/countersign.js',
  'out/preload/index.js',
  'out/renderer/index.html',
]
const isTest = /\.(test|test-support)\.tsx?$/

function* filesUnder(path) {
  const here = join(projectRoot, path)
  if (!existsSync(here)) return
  const entries = readdirSync(here, { withFileTypes: true, recursive: true })
  for (const entry of entries) {
    if (entry.isFile() && !isTest.test(entry.name)) yield join(entry.parentPath, entry.name)
  }
}

/** One hash over every file that goes into the build. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const path = join(projectRoot, input)
    const files = input.includes('.') ? [path] : [...filesUnder(input)].sort()
    for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function isFresh(wanted) {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) return false
  return outputs.every((file) => existsSync(join(projectRoot, file)))
}

/** Builds when the sources changed since the last build. @returns true when it built. */
export function buildIfStale() {
  return withLock('build', async () => {
    const wanted = fingerprint()
    if (isFresh(wanted)) return false
    rmSync(stamp, { force: true })
    const program = programOf('electron-vite', 'bin', 'electron-vite.js')
    const { code, output } = await runNode(program, ['build', '--logLevel', 'warn'], {
      quiet: true,
    })
    if (code !== 0) {
      console.error(stripVTControlCharacters(output).trim())
      throw new PlainFailure('The build failed; its own words are above.')
    }
    mkdirSync(join(projectRoot, 'out'), { recursive: true })
    writeFileSync(join(projectRoot, 'out/third-party-licences.txt'), licencesText())
    writeFileSync(stamp, wanted)
    return true
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(async () => {
    const started = Date.now()
    const built = await buildIfStale()
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    console.log(built ? `Built in ${seconds} s.` : 'The build is up to date.')
  })
}

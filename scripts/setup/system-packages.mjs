import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { needsCompiler } from '../native.mjs'
import { PlainFailure } from './plain-failure.mjs'
import { runCommand } from './run-command.mjs'

/** Debian packages; Ubuntu 24.04 renamed some to …t64, which satisfies the requirement as well. */
const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libusb-1.0-0', 'libnotify4']

const onPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

async function missingLibraries() {
  const names = libraries.flatMap((name) => [name, `${name}t64`])
  const query = ['-W', '-f', `\${Package} \${db:Status-Status}\n`, ...names]
  const { output } = await runCommand('dpkg-query', query, { quiet: true })
  const present = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return libraries.filter((name) => !present.has(name) && !present.has(`${name}t64`))
}

function missingPrograms(hasDisplay) {
  const wanted = [
    ['unzip', 'unzip'],
    ['sqlite3', 'sqlite3'],
    ['xdotool', 'xdotool'],
    ...(hasDisplay
      ? []
      : [
          ['Xvfb', 'xvfb'],
          ['xauth', 'xauth'],
        ]),
    ...(needsCompiler()
      ? [
          ['make', 'make'],
          ['g++', 'g++'],
          ['python3', 'python3'],
        ]
      : []),
  ]
  return wanted.filter(([program]) => !onPath(program)).map(([, name]) => name)
}

/**
 * On Debian and its relatives: what Electron, the headless display and the compiler need. Installs
 * it as root; otherwise says in one line what to install. Elsewhere there is nothing to do: macOS
 * and Windows need nothing, and other Linux systems name their packages differently.
 */
export async function ensureSystemPackages(hasDisplay) {
  if (process.platform !== 'linux' || !onPath('dpkg-query')) return
  const missing = [...(await missingLibraries()), ...missingPrograms(hasDisplay)]
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid() !== 0) {
    throw new PlainFailure(`This machine lacks system packages. Install them with: sudo ${command}`)
  }
  console.log(`Installing system packages: ${missing.join(' ')}.`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = () => runCommand('sh', ['-c', command], { quiet: true, env })
  const first = await install()
  if (first.code === 0) return
  await runCommand('apt-get', ['update'], { quiet: true, env })
  const second = await install()
  if (second.code === 0) return
  const reason = /Could not resolve|Failed to fetch|Unable to connect/.test(second.output)
    ? 'the Debian mirror cannot be reached'
    : (second.output.trim().split('\n').at(-1) ?? '')
  throw new PlainFailure(`The system packages could not be installed (${reason}). Try: ${command}`)
}

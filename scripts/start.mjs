// npm start: installs what is missing, builds when something changed, opens the desk.
// npm start -- --smoke out.png: opens it, waits for live prices, saves a picture, exits 0.
import { isAbsolute, resolve } from 'node:path'
import { buildIfStale } from './build.mjs'
import { withDisplay } from './setup/display.mjs'
import { runScript } from './setup/plain-failure.mjs'
import { prepareMachine } from './setup/prepare-machine.mjs'
import { runCommand } from './setup/run-command.mjs'

const takesPath = new Set(['--smoke', '--data', '--replay'])

/** Paths were meant from where the person stands, and npm changes the folder. */
function absolutePaths(words) {
  const from = process.env.INIT_CWD ?? process.cwd()
  return words.map((word, index) =>
    takesPath.has(words[index - 1]) && !isAbsolute(word) ? resolve(from, word) : word,
  )
}

await runScript(async () => {
  const words = absolutePaths(process.argv.slice(2))
  const electron = await prepareMachine()
  if (await buildIfStale()) console.log('Built.')
  const isRoot = process.platform === 'linux' && process.getuid() === 0
  if (isRoot) console.log('Running as root: Chromium starts without its sandbox (--no-sandbox).')
  return withDisplay(async (env) => {
    const sandbox = isRoot ? ['--no-sandbox'] : []
    const { code } = await runCommand(electron.executable, [...sandbox, '.', ...words], { env })
    return code ?? 1
  })
})

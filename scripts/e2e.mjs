// npm run e2e -- -g NAME: the built application in a real Electron, driven by Playwright.
import { pathToFileURL } from 'node:url'
import { buildIfStale } from './build.mjs'
import { withDisplay } from './setup/display.mjs'
import { ensureElectron } from './setup/electron-runtime.mjs'
import { runScript } from './setup/plain-failure.mjs'
import { programOf, runNode } from './setup/run-command.mjs'

/** @returns the exit code of Playwright. */
export function runPlaywright(args, env = {}) {
  const program = programOf('@playwright', 'test', 'cli.js')
  return withDisplay(async (display) => {
    const { code } = await runNode(program, ['test', ...args], { env: { ...display, ...env } })
    return code ?? 1
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(async () => {
    await ensureElectron()
    if (await buildIfStale()) console.log('Built.')
    return runPlaywright(process.argv.slice(2))
  })
}

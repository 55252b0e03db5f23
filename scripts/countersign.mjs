// npm run countersign -- COMMAND …: the headless command line, built when stale.
import { buildIfStale } from './build.mjs'
import { runScript } from './setup/plain-failure.mjs'
import { projectRoot, runNode } from './setup/run-command.mjs'

await runScript(async () => {
  await buildIfStale()
  const cwd = process.env.INIT_CWD ?? projectRoot
  const { code } = await runNode(`${projectRoot}/out/main/countersign.js`, process.argv.slice(2), {
    cwd,
  })
  return code ?? 1
})

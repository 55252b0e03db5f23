// npm run soak: the tests that take too long for npm test (*.soak.test.ts), with the long settings.
import { runScript } from './setup/plain-failure.mjs'
import { programOf, runNode } from './setup/run-command.mjs'

await runScript(async () => {
  const words = ['run', '--config', 'vitest.soak.config.mts', ...process.argv.slice(2)]
  const { code } = await runNode(programOf('vitest', 'vitest.mjs'), words)
  return code ?? 1
})

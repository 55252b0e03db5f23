// npm run crash -- --cycles N: kills desks at random instants and compares them with the venue.
import { runScript } from './setup/plain-failure.mjs'
import { projectRoot, runNode } from './setup/run-command.mjs'

await runScript(async () => {
  const words = ['tsx', `${projectRoot}/simulation/crash-loop.ts`, ...process.argv.slice(2)]
  return (await runNode('--import', words)).code ?? 1
})

// npm run sim -- --seeds N --from S --hours H: simulated days of a desk with faults and crashes.
import { runScript } from './setup/plain-failure.mjs'
import { projectRoot, runNode } from './setup/run-command.mjs'

await runScript(async () => {
  const words = ['tsx', `${projectRoot}/simulation/sim.ts`, ...process.argv.slice(2)]
  return (await runNode('--import', words)).code ?? 1
})

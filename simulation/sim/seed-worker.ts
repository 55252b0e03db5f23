import { setFlagsFromString } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { runSeed } from './run-seed.ts'
import type { SeedTask, SeedTold } from './seed-pool.ts'

/** One thread that simulates seed after seed as it is told. */
const port = parentPort
// A day leaves little behind: collecting before the memory is used up costs a tenth of its time.
setFlagsFromString('--no-minor-gc-task')
if (!port) throw new Error('This file runs as a worker thread.')

port.on('message', (task: SeedTask) => {
  runSeed(task).then(
    (result) => port.postMessage({ result } satisfies SeedTold),
    (cause: unknown) => {
      const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
      port.postMessage({ fault: `seed ${task.seed}: ${text}` } satisfies SeedTold)
    },
  )
})

import { Worker } from 'node:worker_threads'
import type { SeedOptions, SeedResult } from './run-seed.ts'

export type SeedTask = SeedOptions
export type SeedTold = { readonly result: SeedResult } | { readonly fault: string }

export interface PoolOptions {
  /** The bundled seed-worker.js. */
  readonly script: string
  readonly threads: number
  readonly tasks: readonly SeedTask[]
  readonly onResult: (result: SeedResult) => void
  /** Asked before each seed; true leaves the rest out. */
  readonly isEnough?: () => boolean
}

/** Simulates the seeds on several threads; rejects when a simulation itself breaks. */
export async function runPool(options: PoolOptions): Promise<void> {
  const { script, threads, tasks, onResult, isEnough = () => false } = options
  let next = 0
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script)
      const end = (settle: () => void): void => {
        worker.terminate().then(settle, settle)
      }
      const give = (): void => {
        const task = isEnough() ? undefined : tasks[next++]
        if (task) worker.postMessage(task)
        else end(resolve)
      }
      worker.on('message', (told: SeedTold) => {
        if ('fault' in told) {
          end(() => reject(new Error(told.fault)))
          return
        }
        onResult(told.result)
        give()
      })
      worker.on('error', (cause) => end(() => reject(cause)))
      give()
    })
  await Promise.all(Array.from({ length: Math.max(1, Math.min(threads, tasks.length)) }, runOne))
}

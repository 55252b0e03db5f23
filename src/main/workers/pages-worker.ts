import { parentPort, workerData } from 'node:worker_threads'
import { lookThrough } from '../store/look-through.ts'

/** How long a look goes on before it stops at the next table. */
const LOOK_MS_MAX = 20_000

const { file } = workerData as { readonly file: string }
const untilMs = performance.now() + LOOK_MS_MAX
try {
  parentPort?.postMessage({ ok: true, found: lookThrough(file, () => performance.now() < untilMs) })
} catch (cause) {
  const { message, code } = cause as { readonly message: string; readonly code?: string }
  parentPort?.postMessage({ ok: false, message, code })
}

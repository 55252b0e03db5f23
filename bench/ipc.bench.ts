import { join } from 'node:path'
import type { Bench, Measurement } from './bench.ts'
import { startElectron } from './started-electron.ts'

const SAMPLES = 40
/** The desk takes 200 requests a second: ten at a time and a pause stay below that. */
const BATCH = 10
const PAUSE_MS = 70

/**
 * Runs in the page: `call` is the source of an expression that makes one round trip. A trip that
 * the desk refuses for its rate would be a short one, so it ends the bench.
 */
async function measure(name: string, folder: string, call: string): Promise<Measurement> {
  const electron = await startElectron(folder)
  try {
    await electron.page.waitForLoadState('load')
    const samplesMs: readonly number[] = await electron.page.evaluate(
      `(async () => {
        const samples = []
        for (let sample = -5; sample < ${SAMPLES}; sample += 1) {
          await new Promise((resolve) => setTimeout(resolve, ${PAUSE_MS}))
          let answer
          const started = performance.now()
          for (let trip = 0; trip < ${BATCH}; trip += 1) answer = await (${call})
          if (sample >= 0) samples.push((performance.now() - started) / ${BATCH})
          if (answer?.error?.code === 'tooManyRequests') throw new Error('refused for its rate')
        }
        return samples
      })()`,
    )
    return { name, samplesMs }
  } finally {
    await electron.stop()
  }
}

export const bench: Bench = {
  title: 'One question of the screen to main and back',
  run: async () => [
    await measure(
      'bare ipcRenderer.invoke with an echo',
      join(process.cwd(), 'bench/empty-app'),
      "window.empty.echo({ coin: 'BTC' })",
    ),
    await measure(
      'a checked request about an unknown ticket',
      process.cwd(),
      "window.desk.request('declineTicket', { ticketId: 't-999999', reason: 'bench' })",
    ),
    await measure(
      'getSnapshot, the whole view',
      process.cwd(),
      "window.desk.request('getSnapshot', {})",
    ),
  ],
}

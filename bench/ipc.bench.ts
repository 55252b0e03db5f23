import { join } from 'node:path'
import type { Bench, Measurement } from './bench.ts'
import { startElectron } from './started-electron.ts'

const SAMPLES = 60
const BATCH = 50

/** Runs in the page: `call` is the source of an expression that makes one round trip. */
async function measure(name: string, folder: string, call: string): Promise<Measurement> {
  const electron = await startElectron(folder)
  try {
    await electron.page.waitForLoadState('load')
    const samplesMs = await electron.page.evaluate(
      `(async () => {
        const samples = []
        for (let sample = -5; sample < ${SAMPLES}; sample += 1) {
          const started = performance.now()
          for (let trip = 0; trip < ${BATCH}; trip += 1) await (${call})
          if (sample >= 0) samples.push((performance.now() - started) / ${BATCH})
        }
        return samples
      })()`,
    )
    return { name, samplesMs: samplesMs as number[] }
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
      'a request that both checks refuse to pass on',
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

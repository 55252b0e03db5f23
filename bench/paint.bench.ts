import { join } from 'node:path'
import type { Bench, Measurement } from './bench.ts'
import { startElectron } from './started-electron.ts'

const STARTS = 7

/** Milliseconds from the start of the process to the first text on the window. */
async function startToPaint(folder: string): Promise<number> {
  const electron = await startElectron(folder)
  try {
    const paintedAtMs = await electron.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const found = (startTime: number) => resolve(performance.timeOrigin + startTime)
          new PerformanceObserver((list) => {
            const entry = list.getEntriesByName('first-contentful-paint')[0]
            if (entry) found(entry.startTime)
          }).observe({ type: 'paint', buffered: true })
        }),
    )
    return paintedAtMs - electron.spawnedAtMs
  } finally {
    await electron.stop()
  }
}

async function measure(name: string, folder: string): Promise<Measurement> {
  await startToPaint(folder) // fills the caches of the disk
  const samplesMs: number[] = []
  for (let start = 0; start < STARTS; start += 1) samplesMs.push(await startToPaint(folder))
  return { name, samplesMs }
}

export const bench: Bench = {
  title: 'Start of the process to the first paint with content',
  run: async () => [
    await measure('empty Electron window', join(process.cwd(), 'bench/empty-app')),
    await measure('the desk', process.cwd()),
  ],
}

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

/** Takes turns, so that whatever else the machine does falls on both alike. */
async function measure(folders: Readonly<Record<string, string>>): Promise<Measurement[]> {
  const measurements = Object.entries(folders).map(([name, folder]) => ({
    name,
    folder,
    samplesMs: [] as number[],
  }))
  for (const { folder } of measurements) await startToPaint(folder) // fills the caches of the disk
  for (let start = 0; start < STARTS; start += 1) {
    for (const { folder, samplesMs } of measurements) samplesMs.push(await startToPaint(folder))
  }
  return measurements
}

export const bench: Bench = {
  title: 'Start of the process to the first paint with content',
  run: () =>
    measure({
      'empty Electron window': join(process.cwd(), 'bench/empty-app'),
      'the desk': process.cwd(),
    }),
}

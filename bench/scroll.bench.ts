import type { Page } from '@playwright/test'
import type { Bench, Measurement } from './bench.ts'
import { startElectron } from './started-electron.ts'
import { addFills, storeIn } from './stored-fills.ts'

const FILLS = 100_000
const FRAMES = 600
/** Three notches of a wheel a second are about half of it. */
const WHEEL_PX = 12
const FRAME_MS = 1000 / 60

/**
 * Milliseconds between frames while the table is scrolled by so many pixels a frame; null is from
 * end to end.
 */
const scrollThrough = (page: Page, frames: number, stepPx: number | null): Promise<number[]> =>
  page.evaluate(
    ([count, px]) =>
      new Promise<number[]>((resolve) => {
        const scroller = document.querySelector('.virtual-scroller')
        if (scroller === null) throw new Error('there is no table of fills')
        scroller.scrollTop = 0
        const step = px ?? (scroller.scrollHeight - scroller.clientHeight) / count
        const times: number[] = []
        let before = performance.now()
        const frame = (now: number): void => {
          times.push(now - before)
          before = now
          scroller.scrollTop += step
          if (times.length < count) requestAnimationFrame(frame)
          else resolve(times.slice(1))
        }
        requestAnimationFrame(frame)
      }),
    [frames, stepPx] as const,
  )

async function run(): Promise<Measurement[]> {
  const electron = await startElectron(process.cwd(), ['--seed', '7'])
  try {
    const { page, userData } = electron
    await page.getByRole('button', { name: 'Look around by myself' }).click()
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'live')
    addFills(storeIn(userData), FILLS)
    await page.keyboard.press('Alt+2')
    await page.waitForFunction(
      (fills) => (document.querySelector('.fills-count')?.textContent ?? '').includes(fills),
      FILLS.toLocaleString('en-US'),
    )
    const wheel = await scrollThrough(page, FRAMES, WHEEL_PX)
    const fling = await scrollThrough(page, FRAMES, null)
    return [
      { name: 'a frame at 60 a second', samplesMs: [FRAME_MS] },
      { name: '100,000 fills by a fast wheel', samplesMs: wheel },
      { name: '100,000 fills from end to end in ten seconds', samplesMs: fling },
    ]
  } finally {
    await electron.stop()
  }
}

export const bench: Bench = {
  title: 'Scrolling through 100,000 fills: from one frame to the next',
  run,
}

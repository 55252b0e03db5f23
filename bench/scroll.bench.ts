import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import type { Bench, Measurement } from './bench.ts'
import { startElectron } from './started-electron.ts'

const FILLS = 100_000
/** Beyond what a desk of a minute can have logged. */
const FIRST_SEQ = 10_000_000
const FRAMES = 600
/** Three notches of a wheel a second are about half of it. */
const WHEEL_PX = 12
const FRAME_MS = 1000 / 60

/** The database of the one desk of a data folder. */
function storeIn(userData: string): string {
  const entries = readdirSync(userData, { recursive: true, encoding: 'utf8' })
  const found = entries.find((name) => basename(name) === 'desk.sqlite')
  if (found === undefined) throw new Error(`there is no desk.sqlite in ${userData}`)
  return join(userData, found)
}

/** Puts rows beside those of the running desk, as its projections would; the log is not touched. */
function addFills(file: string): void {
  const db = new Database(file, { timeout: 5_000 })
  db.pragma('foreign_keys = OFF')
  const insert = db.prepare(
    `INSERT INTO fills (seq, trade_id, client_order_id, venue_order_id, coin, side, price, quantity,
       start_position, closed_pnl, fee, is_taker, is_liquidation, ts_event_ms, day_key)
     VALUES (?, ?, NULL, '1', ?, ?, '20000.5', '0.05', '0', ?, 49000000, 1, 0, ?, '2026-01-05')`,
  )
  db.transaction(() => {
    for (let index = 0; index < FILLS; index += 1) {
      const isBuy = index % 2 === 0
      const pnl = isBuy ? 0 : ((index % 97) - 48) * 10_000_000
      const tsMs = 1_767_600_000_000 + index * 1_000
      insert.run(
        FIRST_SEQ + index,
        `b${index}`,
        index % 5 ? 'BTC' : 'ETH',
        isBuy ? 'buy' : 'sell',
        pnl,
        tsMs,
      )
    }
  })()
  db.close()
}

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
    addFills(storeIn(userData))
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

import { writeFile } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'

const WAIT_MS_MAX = 45_000
const LOOK_EVERY_MS = 100
/** Charts load their candles and draw after the first price. */
const SETTLE_MS = 2_000

export type SmokeResult = { readonly ok: true } | { readonly ok: false; readonly message: string }

const pause = (delayMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, delayMs))

/**
 * Waits until the page says that it shows live prices (`data-ready="live"` on its root element),
 * and saves what is on the window as a PNG. Uses the machine's own time even with a manual clock.
 */
export async function takeSmokePicture(window: BrowserWindow, file: string): Promise<SmokeResult> {
  const deadline = performance.now() + WAIT_MS_MAX
  while (performance.now() < deadline) {
    if (window.isDestroyed()) return { ok: false, message: 'The window was closed too early.' }
    const ready: unknown = await window.webContents.executeJavaScript(
      'document.documentElement.dataset.ready',
    )
    if (ready === 'live') {
      await pause(SETTLE_MS)
      return await save(window, file)
    }
    await pause(LOOK_EVERY_MS)
  }
  return {
    ok: false,
    message: `The desk had no live prices after ${WAIT_MS_MAX / 1000} s: no picture was saved.`,
  }
}

async function save(window: BrowserWindow, file: string): Promise<SmokeResult> {
  // a virtual display keeps its pointer in the middle of the window, where charts follow it
  window.webContents.sendInputEvent({ type: 'mouseLeave', x: 0, y: 0 })
  await pause(LOOK_EVERY_MS)
  const picture = await window.webContents.capturePage()
  if (picture.isEmpty()) return { ok: false, message: 'The window gave an empty picture.' }
  try {
    await writeFile(file, picture.toPNG())
    return { ok: true }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, message: `The picture could not be saved: ${reason}.` }
  }
}

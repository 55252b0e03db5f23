import type { BrowserWindow } from 'electron'
import { app } from 'electron'
import type { Desk } from './desk-composition.ts'

const STOP_MS_MAX = 5_000
const RELOADS_MAX = 3

/** Resolves when the desk has stopped, or after the longest time that a person should wait. */
async function stopWithin(desk: Desk): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      process.stderr.write(
        `The desk did not stop within ${STOP_MS_MAX / 1000} s; closing anyway.\n`,
      )
      resolve()
    }, STOP_MS_MAX)
  })
  const stopped = desk.stop().catch((cause: unknown) => {
    process.stderr.write(`The desk did not stop cleanly: ${String(cause)}\n`)
  })
  await Promise.race([stopped, late])
  clearTimeout(timer)
}

/** Once the windows are closed, and so nothing asks any more, the desk stops; then the program ends. */
export function stopBeforeQuit(desk: Desk): void {
  let isStopping = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (isStopping) return
    isStopping = true
    void stopWithin(desk).then(() => app.exit(Number(process.exitCode ?? 0)))
  })
  app.on('window-all-closed', () => app.quit())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
}

/** Nothing that escapes is swallowed: it is written down and handed to the desk, which halts. */
export function reportFaults(desk: Desk): void {
  const report = (cause: unknown): void => {
    const fault = cause instanceof Error ? cause : new Error(String(cause))
    process.stderr.write(`Fault: ${fault.stack ?? fault.message}\n`)
    desk.onFault(fault)
  }
  process.on('uncaughtException', report)
  process.on('unhandledRejection', report)
}

/**
 * A page that crashed is loaded again, a few times: the state is in main and nothing is lost. The
 * desk is told, and halts entries: for a while nobody has seen them.
 */
export function reloadAfterCrash(window: BrowserWindow, composed: Promise<Desk>): void {
  let reloads = 0
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    reloads += 1
    const sentence = `The screen ended (${reason}), ${reloads} of ${RELOADS_MAX} times.`
    process.stderr.write(`${sentence}\n`)
    composed.then(
      (desk) => desk.onFault(new Error(sentence)),
      () => undefined, // the boot says why there is no desk
    )
    if (reloads <= RELOADS_MAX) window.webContents.reload()
    else app.quit()
  })
}

/** A second start on the same data folder brings the first window to the front. */
export function showOnSecondStart(window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}

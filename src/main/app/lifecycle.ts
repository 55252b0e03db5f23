import type { BrowserWindow } from 'electron'
import { app, dialog } from 'electron'
import type { Desk } from './desk-composition.ts'

const STOP_MS_MAX = 5_000
const RELOADS_MAX = 2

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

/** The crash screen of last resort: the system's own dialog, for a page that does not stay up. */
const crashWords = {
  message: 'The window of Countersign keeps crashing.',
  detail:
    'New entries are halted. The log is whole, nothing was sent by this, and stops and targets at ' +
    'the venue go on working. To go on, open the window again, look at your positions, then resume. ' +
    'If it comes back, quit and start again; the folder “logs” in your data folder says what happened.',
  buttons: ['Open it again', 'Quit'],
} as const

async function askAfterCrashes(window: BrowserWindow): Promise<void> {
  const { message, detail, buttons } = crashWords
  const question = { type: 'error' as const, title: 'Countersign', message, detail }
  const { response } = await dialog.showMessageBox({
    ...question,
    buttons: [...buttons],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (window.isDestroyed()) return
  if (response === 0) window.webContents.reload()
  else app.quit()
}

/**
 * A page that crashed is loaded again, a few times in a row by itself and then when a person says
 * so: the state is in main and nothing is lost. The desk is told, and halts entries: for a while
 * nobody has seen them.
 */
export function reloadAfterCrash(window: BrowserWindow, composed: Promise<Desk>): void {
  let crashes = 0
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    crashes += 1
    const sentence = `the window ended (${reason}) and was opened again. Look at your positions, then resume`
    process.stderr.write(`A fault of the program: ${sentence}.\n`)
    composed.then(
      (desk) => desk.onFault(new Error(sentence)),
      () => undefined, // the boot says why there is no desk
    )
    if (crashes % (RELOADS_MAX + 1) !== 0) window.webContents.reload()
    else void askAfterCrashes(window)
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

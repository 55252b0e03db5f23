import type { WebContents } from 'electron'
import { app, BrowserWindow } from 'electron'
import { controlAddress } from '../control/control-address.ts'
import { obeyHaltOrders } from '../control/halt-order.ts'
import type { StopServer } from '../control/stop-server.ts'
import { startStopServer } from '../control/stop-server.ts'
import type { Clock, Timer } from '../runtime/clock.ts'
import { openTray } from './kill-tray.ts'

export interface KillPathsOptions {
  readonly dataFolder: string
  /** The folder of the open log. */
  readonly logFolder: string
  readonly clock: Clock
  /** Stops entries before it returns; false when that could not be written. */
  readonly kill: (reason: string, shouldFlatten: boolean) => boolean
  readonly page: () => WebContents | null
  readonly log: (sentence: string, cause?: unknown) => void
}

/** A desk without a socket looks for an order that was left so often. */
const LOOK_MS = 1_000

/** What leads to a stop, and the tray's words. */
export interface KillPaths extends StopServer {
  tell(words: string): void
}

function show(page: WebContents | null): void {
  const window = page && BrowserWindow.fromWebContents(page)
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** As the window's own button does it, so that open positions are asked about. */
function closeOrQuit(page: WebContents | null): void {
  const window = page && BrowserWindow.fromWebContents(page)
  if (window) window.close()
  else app.quit()
}

/**
 * Every way to stop that does not lead through the desk's own window: a second terminal, what it
 * left for a desk that did not run, and the tray. A way that cannot be opened is told and left out;
 * the others and the button still work.
 */
export async function openKillPaths(options: KillPathsOptions): Promise<KillPaths> {
  const { dataFolder, logFolder, clock, kill, log } = options
  const listen = async (): Promise<StopServer> =>
    startStopServer({
      address: controlAddress(dataFolder),
      clock,
      stop: ({ reason, shouldFlatten }) =>
        kill(reason, shouldFlatten)
          ? { ok: true, message: `Entries are stopped: ${reason}.` }
          : { ok: false, message: 'The desk could not write it down. Look at its window.' },
      log,
    })
  const server = await listen().catch((cause: unknown) => {
    log('countersign stop cannot reach this desk', cause)
    return null
  })
  const obey = (): void =>
    obeyHaltOrders({ dataFolder, logFolder }, ({ reason }) => {
      if (!kill(reason, false)) throw new Error('The desk could not halt as it was told to.')
    })
  // The socket listens already, so that an order that comes now finds one of the two.
  obey()
  let timer: Timer | null = null
  const lookAgain = (): void => {
    timer = clock.setTimer(LOOK_MS, () => {
      try {
        obey()
      } catch (cause) {
        log('an order to stop waits', cause)
      }
      lookAgain()
    })
  }
  if (server === null) lookAgain()
  const tray = openTray({
    show: () => show(options.page()),
    kill: (shouldFlatten) => kill('Stopped from the tray', shouldFlatten),
    quit: () => closeOrQuit(options.page()),
  })
  return {
    tell: (words) => tray.tell(words),
    async close() {
      timer?.cancel()
      tray.close()
      await server?.close()
    },
  }
}

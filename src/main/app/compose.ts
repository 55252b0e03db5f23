import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { WebContents } from 'electron'
import { app, BrowserWindow, dialog, ipcMain, powerMonitor } from 'electron'
import { encodeBook } from '#contract/book-push.ts'
import { BOOK_CHANNEL, PATCH_CHANNEL } from '#contract/desk-api.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Mode } from '#core/model/signature.ts'
import { registerHandlers } from '../ipc/register-handlers.ts'
import { createSenderCheck } from '../ipc/trusted-sender.ts'
import { collectGarbage } from '../runtime/collect-garbage.ts'
import { createPageWatch } from '../watch/page-watch.ts'
import { assembleDesk } from './assemble-desk.ts'
import { composeAlerts } from './compose-alerts.ts'
import { runChecks } from './compose-checks.ts'
import { composeParts } from './compose-parts.ts'
import { composeRecords } from './compose-records.ts'
import { composeResearch } from './compose-research.ts'
import type { ComposeDesk } from './desk-composition.ts'
import { createDeskLog } from './desk-log.ts'
import type { DeskSettings } from './desk-settings.ts'
import { readSettings, writeSettings } from './desk-settings.ts'
import { createDesktopControls } from './desktop-controls.ts'
import type { Manners } from './desktop-manners.ts'
import { startDesktopManners } from './desktop-manners.ts'
import { createHistory } from './history.ts'
import { openKillPaths } from './kill-paths.ts'
import { lookThroughAside } from './look-through-aside.ts'
import { openPreferences, withoutFirstRun } from './preferences-file.ts'
import { createReceiptsDesk } from './receipts-desk.ts'
import { restartWords } from './restart-words.ts'
import { createTradingLines } from './trading-lines.ts'
import { trayWords } from './tray-items.ts'

/** How long the health screen waits for the first look at the pages of a log. */
const FIRST_LOOK_MS_MAX = 3_000

/** Nobody is at the desk: the key that needs nobody goes. Returns how to stop watching. */
function endSessionWhenAway(end: (reason: string) => void): () => void {
  const onSleep = () => end('The computer went to sleep.')
  const onLock = () => end('The screen was locked.')
  powerMonitor.on('suspend', onSleep)
  powerMonitor.on('lock-screen', onLock)
  return () => {
    powerMonitor.off('suspend', onSleep)
    powerMonitor.off('lock-screen', onLock)
  }
}

/** After a sleep everything is of another time: connect anew, compare. Returns how to stop watching. */
function wakeAfterSleep(wake: (reason: string) => void): () => void {
  const onResume = () => wake('The computer slept.')
  powerMonitor.on('resume', onResume)
  return () => powerMonitor.off('resume', onResume)
}

/** The program ends as on any quit, and the next one starts where this one has ended. */
function restartOn(mode: Mode): void {
  app.relaunch({ args: restartWords(process.argv.slice(1), mode) })
  app.quit()
}

async function chooseReceiptsFile(page: WebContents | null): Promise<string | null> {
  const choice = {
    title: 'Export the approval receipts',
    defaultPath: join(app.getPath('documents'), 'countersign-receipts.jsonl'),
    filters: [{ name: 'JSON lines', extensions: ['jsonl'] }],
  }
  const over = page && BrowserWindow.fromWebContents(page)
  const { canceled, filePath } = over
    ? await dialog.showSaveDialog(over, choice)
    : await dialog.showSaveDialog(choice)
  return canceled || filePath === '' ? null : filePath
}

/** Wires store, signer, venue and screens in Electron; see desk-composition.ts. */
export const composeDesk: ComposeDesk = async (options) => {
  const { switches, dataFolder, clock, rendererUrl, page } = options
  const log = createDeskLog(join(dataFolder, 'logs'))
  const settingsFile = join(dataFolder, 'settings.json')
  let settings = readSettings(settingsFile, log.warn)
  const change = (changed: Partial<DeskSettings>): void => {
    settings = { ...settings, ...changed }
    writeSettings(settingsFile, settings)
  }
  const preferences = openPreferences(join(dataFolder, 'preferences.json'), log.warn)
  const tradingLines = createTradingLines()
  const pagesOf = createPageWatch({
    lookThrough: lookThroughAside,
    wallMs: () => clock.wallMs(),
    patience: () => setTimeout(FIRST_LOOK_MS_MAX, undefined, { ref: false }),
  })
  let showSoon = (): void => undefined
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const parts = await composeParts({
    restart: restartOn,
    switches,
    dataFolder,
    clock,
    log,
    apiLog: log.api,
    driver: () => switches.driver ?? settings.driver,
    onScreen: () => showSoon(),
  })
  const { session } = parts.sessionSide
  let manners: Manners | null = null
  let tellTray: (state: DeskState) => void = () => undefined
  let kill = (_reason: string, _shouldFlatten: boolean): boolean => false
  const desktop = createDesktopControls({
    page,
    hotkey: settings.killHotkey,
    rememberHotkey: (killHotkey) => change({ killHotkey }),
    press: () => kill('Stopped by the global hotkey', false),
    showSoon: () => showSoon(),
  })
  const records = composeRecords({
    storeFile: parts.storeFile,
    accountAddress: parts.ports.accountAddress,
    venue: parts.ports.venue,
    clock,
    page,
    log: log.warn,
  })
  const alerts = composeAlerts({
    mode: switches.mode,
    dataFolder,
    clock,
    level: () => settings.alertLevel,
    setLevel: (alertLevel) => change({ alertLevel }),
  })
  const desk = assembleDesk({
    ...parts.ports,
    mode: switches.mode,
    clock,
    timeframe: switches.timeframe,
    drawDeskId: () => randomBytes(8).toString('hex'),
    custody: {
      session: () => session.status,
      driver: () => ({
        setting: switches.driver ?? settings.driver,
        isFixed: switches.driver !== null,
      }),
      startSession: (hours) => {
        session.start(hours).catch((cause: unknown) => log.fault('no session', cause))
      },
      endSession: () => session.end('You ended it.'),
      setDriver: (setting) => {
        change({ driver: setting })
        showSoon()
      },
      ...parts.deviceControls,
      ...parts.venueDoor,
      receipts: createReceiptsDesk(parts.storeFile),
      chooseExportFile: () => chooseReceiptsFile(page()),
    },
    dropSession: () => session.drop(),
    theme: () => settings.theme,
    setTheme: (theme) => change({ theme }),
    preferences: switches.smokeFile === null ? preferences : withoutFirstRun(preferences),
    history: createHistory(parts.storeFile),
    checks: (offsetMs) =>
      runChecks({
        dataFolder,
        clockOffset: () =>
          Promise.resolve(offsetMs ?? (switches.mode === 'paper' ? 'noVenue' : 'silent')),
        pagesOf,
      }),
    research: composeResearch(dataFolder, () => clock.wallMs(), page),
    records,
    alerts,
    send: (patch) => page()?.send(PATCH_CHANNEL, patch),
    showBook: (book) => page()?.send(BOOK_CHANNEL, book.coin, encodeBook(book)),
    desktop,
    onStep: (state, isLoud, enqueue) => {
      parts.ports.onStep?.(state, isLoud, enqueue)
      if (!isLoud) return
      for (const line of tradingLines(state)) log.trading.info(line)
      manners?.look()
      tellTray(state)
    },
    log: log.fault,
  })
  manners = startDesktopManners({
    mode: switches.mode,
    page,
    state: () => desk.loop.state,
    preferences: preferences.current,
    tell: (notices) => {
      if (typeof alerts !== 'string') alerts.tell(notices)
    },
    ask: desk.ask,
    log: log.fault,
  })
  parts.sessionSide.attach({ state: () => desk.loop.state, enqueue: desk.loop.enqueue })
  showSoon = () => desk.publisher.showSoon()
  const stopWatching = endSessionWhenAway((reason) => session.end(reason))
  const stopWaking = wakeAfterSleep(desk.wake)
  const unregister = registerHandlers({
    ipcMain,
    isTrustedSender: createSenderCheck({ rendererUrl, page }),
    handlers: desk.handlers,
    clock,
    onRefused: (error) => log.warn(`request refused: ${error.code}: ${error.message}`),
    onFault: (name, cause) => log.fault(`handler ${name} failed`, cause),
  })
  kill = desk.pressKill
  const killPaths = await openKillPaths({
    dataFolder,
    logFolder: dirname(parts.storeFile),
    clock,
    kill: desk.pressKill,
    page,
    log: log.fault,
  })
  tellTray = (state) => killPaths.tell(trayWords(state, preferences.current().isDiscreet))
  tellTray(desk.loop.state)
  desk
    .start()
    .then(collectGarbage)
    .catch((cause: unknown) => log.fault('the desk did not start', cause))

  return {
    async stop() {
      unregister()
      stopWatching()
      stopWaking()
      desktop.close()
      manners?.close()
      if (typeof alerts !== 'string') alerts.close()
      await killPaths.close()
      session.end('The program was ended.')
      await records.close()
      await desk.stop()
      await parts.close()
      log.close()
    },
    onFault: (fault) => {
      log.fault('a fault that nobody caught', fault)
      desk.loop.enqueue({
        kind: 'killPressed',
        reason: `A fault of the program: ${fault.message.slice(0, 120)}`,
        shouldFlatten: false,
      })
    },
  }
}

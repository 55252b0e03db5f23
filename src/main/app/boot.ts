import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { app, dialog, session } from 'electron'
import { codedSentence } from '#core/model/error-codes.ts'
import type { Clock } from '../runtime/clock.ts'
import { systemClock } from '../runtime/clock.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { hostsOf } from './allowed-hosts.ts'
import { registerAppScheme, rendererUrl, serveRenderer } from './app-protocol.ts'
import { exitCode, failBoot } from './boot-failure.ts'
import { applicationVersion } from './build-constants.ts'
import { prepareDataFolder } from './data-folder.ts'
import { confineAllPages, denyPermissions, leaveNoNetwork } from './deny-everything.ts'
import type { ComposeDesk } from './desk-composition.ts'
import { readSettings } from './desk-settings.ts'
import { createDeskWindow, loadDesk } from './desk-window.ts'
import { drawnTheme } from './drawn-theme.ts'
import { reloadAfterCrash, reportFaults, showOnSecondStart, stopBeforeQuit } from './lifecycle.ts'
import { acknowledgeRisk, riskWords } from './mainnet-acknowledgement.ts'
import { installMenu } from './menu.ts'
import { guardNetwork } from './network-guard.ts'
import { wantsLivePrices } from './preferences-file.ts'
import { isRelease } from './release-build.ts'
import { mainnetRuntimeRefusal } from './runtime-check.ts'
import { takeSmokePicture } from './smoke.ts'
import type { Switches } from './switches.ts'
import { parseSwitches } from './switches.ts'
import { usage } from './usage.ts'

declare global {
  /** Only there when --manual-clock was given: moves the desk's wall time on. */
  var countersignManualClock: ManualClock | undefined
}

const WAITING_SCREEN_MS_MAX = 1_500
/** Runs in the page: settles once what it shows has been drawn. */
const AFTER_A_FRAME =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => null)'

/** The words behind the program; started from sources, the folder of the application is no word. */
function commandWords(): readonly string[] {
  const words = process.argv.slice(1)
  if (!process.defaultApp) return words
  const folder = words.findIndex((word) => !word.startsWith('-'))
  return words.filter((_word, index) => index !== folder)
}

function chooseClock({ manualClockMs }: Switches): Clock {
  if (manualClockMs === null) return systemClock
  const clock = new ManualClock(manualClockMs)
  globalThis.countersignManualClock = clock
  return clock
}

/** Everything that must be decided before Electron is ready; null when the boot ends here. */
function prepare(): { readonly switches: Switches; readonly dataFolder: string } | null {
  const words = commandWords()
  if (words.includes('--help') || words.includes('--version')) {
    process.stdout.write(words.includes('--help') ? usage : `${applicationVersion}\n`)
    app.exit(0)
    return null
  }
  const stop = (sentence: string, code: number, isSilent = false): null => {
    failBoot(sentence, code, isSilent)
    return null
  }
  const parsed = parseSwitches(words, isRelease())
  if (!parsed.ok) return stop(parsed.message, exitCode.badSwitches)
  const { switches } = parsed
  const refusal = switches.mode === 'mainnet' ? mainnetRuntimeRefusal() : null
  if (refusal !== null) return stop(refusal, exitCode.failed)
  // The page holds little and makes much garbage; without this it keeps 50 MB of it.
  app.commandLine.appendSwitch('js-flags', '--optimize-for-size')
  const hosts = new Set(hostsOf(switches.mode))
  guardNetwork(hosts, (host) => {
    process.stderr.write(`A connection to ${host} was refused.\n`)
  })
  const folder = prepareDataFolder(switches.dataFolder ?? app.getPath('userData'))
  if (!folder.ok) return stop(folder.message, exitCode.failed)
  if (wantsLivePrices(join(folder.path, 'preferences.json'), switches)) {
    for (const host of hostsOf(switches.mode, true)) hosts.add(host)
  }
  app.setPath('userData', folder.path)
  if (!app.requestSingleInstanceLock()) {
    const sentence = `Countersign is already running on ${folder.path}: use that window, or another folder with --data.`
    return stop(sentence, exitCode.alreadyRunning, true)
  }
  return { switches, dataFolder: folder.path }
}

async function finishSmoke(window: BrowserWindow, file: string): Promise<void> {
  const result = await takeSmokePicture(window, file)
  if (!result.ok) process.stderr.write(`${result.message}\n`)
  process.exitCode = result.ok ? 0 : exitCode.failed
  app.quit()
}

/** Until the waiting screen is on the window, or would have been on any machine that can trade. */
async function waitingScreenShown(window: BrowserWindow): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAITING_SCREEN_MS_MAX)
  })
  const arrived = new Promise<unknown>((resolve) => {
    window.webContents.once('did-navigate', () => {
      window.webContents.mainFrame.executeJavaScript(AFTER_A_FRAME).then(resolve, resolve)
    })
  })
  await Promise.race([arrived, late])
  clearTimeout(timer)
}

/** Real money asks for a yes that was read, once for each data folder. */
async function askForRealMoney(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Countersign',
    message: riskWords.message,
    detail: riskWords.detail,
    buttons: [riskWords.refuse, riskWords.accept],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}

const mayOpen = async ({ mode }: Switches, dataFolder: string): Promise<boolean> =>
  mode !== 'mainnet' ||
  acknowledgeRisk({
    dataFolder,
    wallMs: systemClock.wallMs,
    version: applicationVersion,
    ask: askForRealMoney,
  })

/**
 * The window opens at once on its waiting screen; the desk is composed behind it, and only then the
 * page gets its script.
 */
async function open(compose: ComposeDesk, switches: Switches, dataFolder: string): Promise<void> {
  const theme = () => drawnTheme(readSettings(join(dataFolder, 'settings.json'), () => undefined))
  const window = createDeskWindow(join(dataFolder, 'window.json'), theme())
  const page = () => (window.isDestroyed() ? null : window.webContents)
  const clock = chooseClock(switches)
  const composed = waitingScreenShown(window)
    .then(() => compose({ switches, dataFolder, clock, rendererUrl, page }))
    .then((desk) => {
      reportFaults(desk)
      stopBeforeQuit(desk)
      return desk
    })
  denyPermissions(session.defaultSession)
  serveRenderer(session.defaultSession, {
    folder: join(__dirname, '../renderer'),
    theme,
    composed,
  })
  installMenu()
  showOnSecondStart(window)
  reloadAfterCrash(window, composed)
  await Promise.all([composed, loadDesk(window)])
  if (switches.smokeFile !== null) await finishSmoke(window, switches.smokeFile)
}

/** Starts the application: reads the switches, takes the data folder, composes, opens the window. */
export function boot(compose: ComposeDesk): void {
  const prepared = prepare()
  if (prepared === null) return
  const { switches, dataFolder } = prepared
  registerAppScheme()
  leaveNoNetwork()
  confineAllPages()
  app
    .whenReady()
    .then(() => mayOpen(switches, dataFolder))
    .then((isAllowed) => (isAllowed ? open(compose, switches, dataFolder) : app.quit()))
    .catch((cause: unknown) => {
      failBoot(codedSentence(cause), exitCode.failed, switches.smokeFile !== null)
    })
}

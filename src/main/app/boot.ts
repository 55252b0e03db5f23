import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { app, session } from 'electron'
import type { Clock } from '../runtime/clock.ts'
import { systemClock } from '../runtime/clock.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { registerAppScheme, rendererUrl, serveRenderer } from './app-protocol.ts'
import { exitCode, failBoot } from './boot-failure.ts'
import { applicationVersion } from './build-constants.ts'
import { prepareDataFolder } from './data-folder.ts'
import { confineAllPages, denyPermissions } from './deny-everything.ts'
import type { ComposeDesk } from './desk-composition.ts'
import { createDeskWindow, loadDesk } from './desk-window.ts'
import { reloadAfterCrash, reportFaults, showOnSecondStart, stopBeforeQuit } from './lifecycle.ts'
import { installMenu } from './menu.ts'
import { mainnetRuntimeRefusal } from './runtime-check.ts'
import { takeSmokePicture } from './smoke.ts'
import type { Switches } from './switches.ts'
import { parseSwitches } from './switches.ts'
import { usage } from './usage.ts'

declare global {
  /** Only there when --manual-clock was given: moves the desk's wall time on. */
  var countersignManualClock: ManualClock | undefined
}

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
  const parsed = parseSwitches(words)
  if (!parsed.ok) return stop(parsed.message, exitCode.badSwitches)
  const { switches } = parsed
  const refusal = switches.mode === 'mainnet' ? mainnetRuntimeRefusal() : null
  if (refusal !== null) return stop(refusal, exitCode.failed)
  const folder = prepareDataFolder(switches.dataFolder ?? app.getPath('userData'))
  if (!folder.ok) return stop(folder.message, exitCode.failed)
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

async function open(compose: ComposeDesk, switches: Switches, dataFolder: string): Promise<void> {
  denyPermissions(session.defaultSession)
  serveRenderer(session.defaultSession, join(__dirname, '../renderer'))
  installMenu(app.isPackaged)
  const window = createDeskWindow(join(dataFolder, 'window.json'))
  showOnSecondStart(window)
  reloadAfterCrash(window)
  const page = () => (window.isDestroyed() ? null : window.webContents)
  const desk = await compose({
    switches,
    dataFolder,
    clock: chooseClock(switches),
    rendererUrl,
    page,
  })
  reportFaults(desk)
  stopBeforeQuit(desk)
  await loadDesk(window)
  if (switches.smokeFile !== null) await finishSmoke(window, switches.smokeFile)
}

/** Starts the application: reads the switches, takes the data folder, composes, opens the window. */
export function boot(compose: ComposeDesk): void {
  const prepared = prepare()
  if (prepared === null) return
  const { switches, dataFolder } = prepared
  registerAppScheme()
  confineAllPages()
  app
    .whenReady()
    .then(() => open(compose, switches, dataFolder))
    .catch((cause: unknown) => {
      const sentence = cause instanceof Error ? cause.message : String(cause)
      failBoot(sentence, exitCode.failed, switches.smokeFile !== null)
    })
}

import { join } from 'node:path'
import type { WebPreferences } from 'electron'
import { BrowserWindow, screen } from 'electron'
import { rendererUrl } from './app-protocol.ts'
import type { DrawnTheme } from './drawn-theme.ts'
import {
  fitToScreens,
  MIN_HEIGHT,
  MIN_WIDTH,
  readWindowState,
  writeWindowState,
} from './window-state.ts'

/** One set of preferences for every window, and nothing changes it. */
export const webPreferences: Readonly<WebPreferences> = Object.freeze({
  preload: join(__dirname, '../preload/index.js'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  enableWebSQL: false,
})

/** The page's own ground (tokens.css), so that no white flashes before the first paint. */
const background = { dark: '#0a0f0e', light: '#e4e1d7' } as const

function rememberPlace(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds()
    try {
      writeWindowState(file, {
        position: { x, y },
        width,
        height,
        isMaximized: window.isMaximized(),
      })
    } catch (cause) {
      process.stderr.write(`The window's place was not saved: ${String(cause)}\n`)
    }
  })
}

/** Opens the desk's window at its last place, at once, in the colour of its page. */
export function createDeskWindow(stateFile: string, theme: DrawnTheme): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { position, width, height, isMaximized } = fitToScreens(readWindowState(stateFile), screens)
  const window = new BrowserWindow({
    title: 'Countersign',
    width,
    height,
    ...(position ?? {}),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    autoHideMenuBar: true,
    backgroundColor: background[theme],
    webPreferences: { ...webPreferences },
  })
  if (isMaximized) window.maximize()
  rememberPlace(window, stateFile)
  return window
}

/** Loads the page. Fails when it cannot be loaded; a reload in the meantime is no failure. */
export async function loadDesk(window: BrowserWindow): Promise<void> {
  try {
    await window.loadURL(rendererUrl)
  } catch (cause) {
    const isAborted = cause instanceof Error && 'code' in cause && cause.code === 'ERR_ABORTED'
    if (!isAborted) throw new Error('The screen could not be loaded: install again.', { cause })
  }
}

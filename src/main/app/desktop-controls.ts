import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WebContents } from 'electron'
import { app, BrowserWindow, dialog, globalShortcut } from 'electron'
import type { DesktopControls } from './risk-handlers.ts'

/** A file of limits has about 1 KB. */
const FILE_BYTES_MAX = 64 * 1024
const FILTERS = [{ name: 'Limits', extensions: ['json'] }]

export interface DesktopOptions {
  readonly page: () => WebContents | null
  /** As it was remembered. */
  readonly hotkey: string | null
  readonly rememberHotkey: (accelerator: string | null) => void
  /** The global hotkey was pressed. */
  readonly press: () => void
  readonly showSoon: () => void
}

export interface Desktop extends DesktopControls {
  close(): void
}

/** Wayland and other programs may not give it; a name that Electron does not know throws. */
function register(accelerator: string, press: () => void): boolean {
  try {
    return globalShortcut.register(accelerator, press)
  } catch {
    return false
  }
}

/** Dialogs over the desk's window, and the global hotkey of the kill switch. */
export function createDesktopControls(options: DesktopOptions): Desktop {
  let accelerator = options.hotkey
  let isRegistered = accelerator !== null && register(accelerator, options.press)
  const window = (): BrowserWindow | null => {
    const page = options.page()
    return page && BrowserWindow.fromWebContents(page)
  }
  const release = (): void => {
    if (accelerator !== null && isRegistered) globalShortcut.unregister(accelerator)
    isRegistered = false
  }

  return {
    async saveFile(suggestedName, text) {
      const defaultPath = join(app.getPath('documents'), suggestedName)
      const choice = { title: 'Save the limits', defaultPath, filters: FILTERS }
      const over = window()
      const { canceled, filePath } = over
        ? await dialog.showSaveDialog(over, choice)
        : await dialog.showSaveDialog(choice)
      if (canceled || filePath === '') return null
      await writeFile(filePath, text, { mode: 0o600 })
      return filePath
    },
    async openFile() {
      const choice = {
        title: 'Take limits from a file',
        properties: ['openFile' as const],
        filters: FILTERS,
      }
      const over = window()
      const { canceled, filePaths } = over
        ? await dialog.showOpenDialog(over, choice)
        : await dialog.showOpenDialog(choice)
      const [path] = filePaths
      if (canceled || path === undefined) return null
      if ((await stat(path)).size > FILE_BYTES_MAX) throw new Error('it is too large for limits')
      return { path, text: await readFile(path, 'utf8') }
    },
    killHotkey: () => ({ accelerator, isRegistered }),
    setKillHotkey(wanted) {
      const before = accelerator
      release()
      const isGiven = wanted === null || register(wanted, options.press)
      if (isGiven) {
        accelerator = wanted
        isRegistered = wanted !== null
        options.rememberHotkey(wanted)
      } else if (before !== null) isRegistered = register(before, options.press)
      options.showSoon()
      return isGiven
    },
    close: release,
  }
}

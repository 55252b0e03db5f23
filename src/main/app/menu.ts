import type { MenuItemConstructorOptions } from 'electron'
import { Menu } from 'electron'

/** The little that the system expects of a menu; the desk's own commands are on its screen. */
export function installMenu(isPackaged: boolean): void {
  const application: MenuItemConstructorOptions =
    process.platform === 'darwin'
      ? { role: 'appMenu' }
      : { label: 'File', submenu: [{ role: 'quit' }] }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([application, { role: 'editMenu' }, view]))
}

import type { MenuItemConstructorOptions } from 'electron'
import { Menu, nativeImage, Tray } from 'electron'
import icon from '../../../resources/icons/32x32.png?inline'

export interface TrayActions {
  readonly show: () => void
  readonly kill: (shouldFlatten: boolean) => void
  readonly quit: () => void
}

/** The way to stop comes first: it is what the tray is for. */
export const trayItems = (actions: TrayActions): MenuItemConstructorOptions[] => [
  { label: 'Stop entries', click: () => actions.kill(false) },
  { label: 'Stop entries and close all positions', click: () => actions.kill(true) },
  { type: 'separator' },
  { label: 'Show the desk', click: () => actions.show() },
  { label: 'Quit', click: () => actions.quit() },
]

/** The desk in the system's tray; systems without one show nothing. Returns how to remove it. */
export function openTray(actions: TrayActions): () => void {
  const tray = new Tray(nativeImage.createFromDataURL(icon))
  tray.setToolTip('Countersign')
  tray.setContextMenu(Menu.buildFromTemplate(trayItems(actions)))
  tray.on('click', () => actions.show())
  return () => tray.destroy()
}

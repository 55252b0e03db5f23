import { Menu, nativeImage, Tray } from 'electron'
import icon from '../../../resources/icons/32x32.png?inline'
import type { TrayActions } from './tray-items.ts'
import { trayItems } from './tray-items.ts'

/** The desk in the system's tray; systems without one show nothing. Returns how to remove it. */
export function openTray(actions: TrayActions): () => void {
  const tray = new Tray(nativeImage.createFromDataURL(icon))
  tray.setToolTip('Countersign')
  tray.setContextMenu(Menu.buildFromTemplate(trayItems(actions)))
  tray.on('click', () => actions.show())
  return () => tray.destroy()
}

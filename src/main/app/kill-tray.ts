import { Menu, nativeImage, Tray } from 'electron'
import icon from '../../../resources/icons/32x32.png?inline'
import type { TrayActions } from './tray-items.ts'
import { trayItems } from './tray-items.ts'

export interface DeskTray {
  /** Mode and open risk, in words; the same words again change nothing. */
  tell(words: string): void
  close(): void
}

/** The desk in the system's tray; systems without one show nothing. */
export function openTray(actions: TrayActions): DeskTray {
  const tray = new Tray(nativeImage.createFromDataURL(icon))
  let told = ''
  const tell = (words: string): void => {
    if (words === told) return
    told = words
    tray.setToolTip(`Countersign: ${words}`)
    tray.setContextMenu(Menu.buildFromTemplate(trayItems(actions, words)))
  }
  tell('starting')
  tray.on('click', () => actions.show())
  return { tell, close: () => tray.destroy() }
}

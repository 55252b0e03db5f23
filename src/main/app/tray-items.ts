import type { MenuItemConstructorOptions } from 'electron'

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

import type { MenuItemConstructorOptions } from 'electron'
import { app, Menu } from 'electron'

export interface MenuActions {
  /** Asks the screen to show something: a screen's id, `palette`, `help`. */
  readonly ask: (what: string) => void
  /** Closes the window as its own button does, with the question about open positions. */
  readonly close: () => void
}

const isMac = process.platform === 'darwin'

const SCREENS: readonly (readonly [string, string])[] = [
  ['Desk', 'desk'],
  ['Orders and fills', 'orders'],
  ['Strategies', 'strategies'],
  ['Backtest', 'backtest'],
  ['Risk', 'risk'],
  ['Ledger', 'ledger'],
  ['Receipts', 'receipts'],
  ['Health', 'health'],
]

function fileMenu(actions: MenuActions | null): MenuItemConstructorOptions {
  const settings: MenuItemConstructorOptions[] =
    actions === null
      ? []
      : [{ label: 'Settings', click: () => actions.ask('settings') }, { type: 'separator' }]
  const quit: MenuItemConstructorOptions =
    actions === null
      ? { role: 'quit' }
      : { label: 'Quit', accelerator: 'CommandOrControl+Q', click: () => actions.close() }
  return { label: isMac ? app.name : 'File', submenu: [...settings, quit] }
}

function viewMenu(actions: MenuActions | null): MenuItemConstructorOptions {
  const screens: MenuItemConstructorOptions[] =
    actions === null
      ? []
      : [
          ...SCREENS.map(([label, id]) => ({ label, click: () => actions.ask(id) })),
          { type: 'separator' },
        ]
  return {
    label: 'View',
    submenu: [
      ...screens,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  }
}

const helpMenu = ({ ask }: MenuActions): MenuItemConstructorOptions => ({
  label: 'Help',
  submenu: [
    { label: 'Find a command', click: () => ask('palette') },
    { label: 'Keyboard shortcuts', click: () => ask('help') },
  ],
})

/**
 * No label has a mnemonic (&): Alt with a letter belongs to the desk's own shortcuts. Nothing in a
 * menu sends, approves or signs.
 */
export function menuTemplate(actions: MenuActions | null): MenuItemConstructorOptions[] {
  const edit: MenuItemConstructorOptions = {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  }
  return [
    fileMenu(actions),
    edit,
    viewMenu(actions),
    ...(actions === null ? [] : [helpMenu(actions)]),
  ]
}

/** What the system expects of a menu before there is a desk. */
export function installMenu(): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(null)))
}

/** The same with the ways to the screens, once there is a desk to ask. */
export function fillMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions)))
}

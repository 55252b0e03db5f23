import type { KeyCombination } from '../state/key-combination.ts'
import type { ChosenKeys, KnownShortcut } from '../state/known-shortcuts.ts'
import { keysOf } from '../state/known-shortcuts.ts'
import { SCREENS } from './screens.tsx'

/** Shortcuts move the eye and the focus, or stop; none of them sends an order. */
export interface Shortcut extends KnownShortcut {
  readonly id: ShortcutId
}

export type DeskShortcutId =
  | 'palette'
  | 'approvals'
  | 'order'
  | 'chart'
  | 'positions'
  | 'orders'
  | 'fills'
  | 'device'
  | 'guide'
  | 'discreet'
  | 'kill'
  | 'help'
export type ShortcutId = DeskShortcutId | `screen:${string}`

const SCREEN_KEYS_MAX = 9

/** Alt + 1 … 9 open the screens in the order of the rail. */
const TO_SCREENS: readonly Shortcut[] = SCREENS.slice(0, SCREEN_KEYS_MAX).map((screen, index) => ({
  id: `screen:${screen.id}`,
  usual: `Alt+${index + 1}`,
  text: `Screen: ${screen.title}`,
}))

export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'palette', usual: 'Ctrl+K', text: 'Find a command or a screen' },
  { id: 'approvals', usual: 'Alt+A', text: 'To the ticket that waits' },
  { id: 'order', usual: 'Alt+T', text: 'To the order ticket' },
  { id: 'chart', usual: 'Alt+C', text: 'To the market and the timeframes' },
  { id: 'positions', usual: 'Alt+P', text: 'To the positions' },
  { id: 'orders', usual: 'Alt+O', text: 'To the open orders' },
  { id: 'fills', usual: 'Alt+F', text: 'To the fills' },
  { id: 'device', usual: 'Alt+L', text: 'To the practice Ledger' },
  { id: 'guide', usual: 'Alt+G', text: 'Where the first run points' },
  { id: 'discreet', usual: 'Ctrl+Shift+H', text: 'Hide or show amounts' },
  { id: 'kill', usual: 'Ctrl+Shift+K', text: 'Kill switch: stops entries at once' },
  { id: 'help', usual: '?', text: 'The list of shortcuts' },
  ...TO_SCREENS,
]

/** The shortcut of these keys; a chosen one goes before a usual one. */
export function shortcutFor(keys: KeyCombination, chosen: ChosenKeys): Shortcut | undefined {
  return (
    SHORTCUTS.find((one) => chosen[one.id] === keys) ??
    SHORTCUTS.find((one) => keysOf(one, chosen) === keys)
  )
}

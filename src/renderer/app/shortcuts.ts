import { SCREENS } from './screens.tsx'

/** Shortcuts move the eye and the focus; none of them sends an order. */
export interface Shortcut {
  readonly id: ShortcutId
  readonly keys: string
  readonly text: string
  readonly matches: (event: KeyboardEvent) => boolean
}

export type ShortcutId =
  | 'approvals'
  | 'order'
  | 'chart'
  | 'positions'
  | 'orders'
  | 'fills'
  | 'device'
  | 'kill'
  | 'help'
  | `screen:${string}`

const alt =
  (code: string) =>
  (event: KeyboardEvent): boolean =>
    event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.code === code

const SCREEN_KEYS_MAX = 9

/** Alt + 1 … 9 open the screens in the order of the rail. */
const TO_SCREENS: readonly Shortcut[] = SCREENS.slice(0, SCREEN_KEYS_MAX).map((screen, index) => ({
  id: `screen:${screen.id}`,
  keys: `Alt + ${index + 1}`,
  text: `Screen: ${screen.title}`,
  matches: alt(`Digit${index + 1}`),
}))

export const SHORTCUTS: readonly Shortcut[] = [
  ...TO_SCREENS,
  { id: 'approvals', keys: 'Alt + A', text: 'To the ticket that waits', matches: alt('KeyA') },
  { id: 'order', keys: 'Alt + T', text: 'To the order ticket', matches: alt('KeyT') },
  { id: 'chart', keys: 'Alt + C', text: 'To the market and the timeframes', matches: alt('KeyC') },
  { id: 'positions', keys: 'Alt + P', text: 'To the positions', matches: alt('KeyP') },
  { id: 'orders', keys: 'Alt + O', text: 'To the open orders', matches: alt('KeyO') },
  { id: 'fills', keys: 'Alt + F', text: 'To the fills', matches: alt('KeyF') },
  { id: 'device', keys: 'Alt + L', text: 'To the practice Ledger', matches: alt('KeyL') },
  {
    id: 'kill',
    keys: 'Ctrl + Shift + K',
    text: 'Kill switch: stops entries at once',
    matches: (event) => event.ctrlKey && event.shiftKey && event.code === 'KeyK',
  },
  {
    id: 'help',
    keys: '?',
    text: 'This list',
    matches: (event) => event.key === '?' && !event.ctrlKey && !event.altKey,
  },
]

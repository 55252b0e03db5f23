/** "Ctrl+Shift+K", "Alt+1", "?": how a combination of keys is kept and compared. */
export type KeyCombination = string

const MODIFIERS = new Set(['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'CapsLock', 'Dead'])

/** The letter or digit of the key's place, so that Alt does not turn it into another sign. */
function keyName(event: KeyboardEvent): string {
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(event.code)
  if (place !== null) return place[1] ?? place[2] ?? event.key
  return event.key === ' ' ? 'Space' : event.key
}

/** What was pressed; null while only modifiers are held. */
export function combinationOf(event: KeyboardEvent): KeyCombination | null {
  if (MODIFIERS.has(event.key)) return null
  const isPlainSign =
    event.key.length === 1 && !/[a-z0-9]/i.test(event.key) && !event.ctrlKey && !event.altKey
  if (isPlainSign && event.key !== ' ') return event.key
  const parts = [
    event.ctrlKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    event.metaKey ? 'Meta' : '',
    keyName(event),
  ]
  return parts.filter((part) => part !== '').join('+')
}

/** As it is drawn on keys: "Ctrl + Shift + K". */
export const combinationText = (combination: KeyCombination): string =>
  combination === '+' ? '+' : combination.split('+').join(' + ')

/** Keys that belong to the controls themselves or to the system. */
const TAKEN = new Set([
  'Tab',
  'Shift+Tab',
  'Enter',
  'Space',
  'Escape',
  'Ctrl+C',
  'Ctrl+V',
  'Ctrl+A',
])

/** Why a combination cannot be a shortcut; null when it can. A bare letter would fire while typing. */
export function refusalOf(combination: KeyCombination): string | null {
  if (TAKEN.has(combination)) return 'This key belongs to the controls themselves.'
  if (/^(Shift\+)?[A-Z0-9]$/i.test(combination)) return 'Add Ctrl or Alt: a letter alone is typing.'
  return null
}

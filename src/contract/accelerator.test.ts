import { expect, it } from 'vitest'
import { isAccelerator } from './accelerator.ts'

it.each(['Control+Alt+Shift+K', 'Control+Alt+9', 'Super+Shift+X', 'Shift+F5', 'Alt+F24'])(
  '%s can be a key for every window',
  (keys) => expect(isAccelerator(keys)).toBe(true),
)

it.each([
  ...['K', 'F5', 'Shift+A', 'Alt+1', 'CommandOrControl+C', 'Shift+Shift+A', 'Alt+Shift+Alt+A'],
  ...['Control+Alt+', 'Control+Alt+ä', 'Control+Alt+F25', 'Control+Alt+KK', ' Control+Alt+K', ''],
])('"%s" cannot', (keys) => expect(isAccelerator(keys)).toBe(false))

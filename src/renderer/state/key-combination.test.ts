// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { combinationOf, combinationText, refusalOf } from './key-combination.ts'

const pressed = (init: KeyboardEventInit): string | null =>
  combinationOf(new KeyboardEvent('keydown', init))

test('what is pressed is named by the place of the key', () => {
  expect(pressed({ altKey: true, code: 'KeyA', key: 'å' })).toBe('Alt+A')
  expect(pressed({ altKey: true, code: 'Digit3', key: '³' })).toBe('Alt+3')
  expect(pressed({ ctrlKey: true, shiftKey: true, code: 'KeyK', key: 'K' })).toBe('Ctrl+Shift+K')
  expect(pressed({ key: 'F6', code: 'F6' })).toBe('F6')
  expect(pressed({ ctrlKey: true, key: ' ', code: 'Space' })).toBe('Ctrl+Space')
})

test('a sign is the sign, whatever has to be held for it on this keyboard', () => {
  expect(pressed({ shiftKey: true, key: '?', code: 'Slash' })).toBe('?')
  expect(pressed({ shiftKey: true, key: '?', code: 'Minus' })).toBe('?')
})

test('modifiers alone are nothing yet', () => {
  for (const key of ['Control', 'Alt', 'Shift', 'Meta']) expect(pressed({ key })).toBeNull()
})

test('keys of the controls and bare letters are refused', () => {
  for (const keys of ['Tab', 'Enter', 'Escape', 'A', 'Shift+A', '7']) {
    expect(refusalOf(keys)).not.toBeNull()
  }
  for (const keys of ['Alt+A', 'Ctrl+Shift+X', '?', 'F6']) expect(refusalOf(keys)).toBeNull()
  expect(combinationText('Ctrl+Shift+K')).toBe('Ctrl + Shift + K')
})

import { expect, test } from 'vitest'
import { codedSentence, withDeviceCode } from './error-codes.ts'

test('a failure of ours is told with its code, another one without', () => {
  const full = Object.assign(new Error('The disk is full.'), { code: 'E205' })
  expect(codedSentence(full)).toBe('The disk is full. (E205)')
  expect(codedSentence(Object.assign(new Error('No.'), { code: 'ENOENT' }))).toBe('No.')
  expect(codedSentence(Object.assign(new Error('No.'), { code: 'toString' }))).toBe('No.')
  expect(codedSentence('plain')).toBe('plain')
})

test('what the device says carries its code; calling off a signature is no error', () => {
  expect(withDeviceCode('locked', 'The Ledger is locked.')).toBe('The Ledger is locked. (E101)')
  expect(withDeviceCode('canceled', 'Called off.')).toBe('Called off.')
})

import { expect, it } from 'vitest'
import { faultText } from './fault-text.ts'

const fault = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: said by the system`), { code, ...more })

it.each([
  [fault('ENOENT', { path: '/a/x.csv.partial' }), 'There is no such file or folder: /a/x.csv.'],
  [fault('EISDIR', { path: '/a/x.partial', dest: '/a/x' }), '/a/x is a folder. Name a file.'],
  [fault('EISDIR'), 'the file is a folder. Name a file.'],
  [
    fault('EACCES', { path: '/a/x' }),
    'The system does not let this program use /a/x. Choose another place, or change its rights.',
  ],
  [
    fault('ENOSPC', { path: '/a/x' }),
    'The disk that holds /a/x is full. Free some space, or choose another place.',
  ],
  [fault('ENAMETOOLONG'), 'The name of the file is too long. Choose a shorter one.'],
  [fault('EWHATEVER'), 'EWHATEVER: said by the system'],
  [new Error('Its own words.'), 'Its own words.'],
  ['thrown as text', 'thrown as text'],
])('%s is told as a sentence', (cause, sentence) => {
  expect(faultText(cause)).toBe(sentence)
})

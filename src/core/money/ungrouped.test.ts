import { expect, it } from 'vitest'
import { ungrouped } from './ungrouped.ts'

it.each([
  ['27,431.5', '27431.5'],
  ['-1,000,000', '-1000000'],
  ['1 000 000.25', '1000000.25'],
  ['1\u00a0000', '1000'],
  ['27431.5', '27431.5'],
])('parts of a thousand: "%s" is %s', (text, plain) => {
  expect(ungrouped(text)).toBe(plain)
})

it.each([
  '0,5',
  '0,500',
  '1,5',
  '12,34',
  '1,0000',
  '1.000,5',
  '1,000 000',
  ',500',
  '1,,000',
  '1 2',
])('"%s" is nobody’s thousands and stays', (text) => {
  expect(ungrouped(text)).toBe(text)
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readAtScale } from './amount-survey.ts'
import { atScale, formatExact, parseExact } from './exact-decimal.ts'

it('reads short and long amounts alike, at any scale that has room for them', () => {
  expect(readAtScale('0', 0)).toBe(0n)
  expect(readAtScale('007', 2)).toBe(700n)
  expect(readAtScale('1.50000', 1)).toBe(15n)
  expect(readAtScale('1.50000', 20)).toBe(150_000_000_000_000_000_000n)
  expect(readAtScale('12.0', 0)).toBe(12n)
  expect(readAtScale('123456789012345678901234567890.5', 1)).toBe(1234567890123456789012345678905n)
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 12 }),
      (digits, places, room) => {
        const text = formatExact(digits, places)
        const parsed = parseExact(text)
        expect(readAtScale(text, places + room)).toBe(parsed && atScale(parsed, places + room))
      },
    ),
  )
})

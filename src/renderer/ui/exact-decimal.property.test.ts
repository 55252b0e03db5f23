import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDecimal } from '#core/money/decimal.ts'
import {
  isBelow,
  pricePlaces,
  scaledOf,
  shownDigits,
  signOfText,
  typedDecimal,
} from './exact-decimal.ts'

const scaled = fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n })

test('shown digits are the exact ones, cut and grouped, never rounded up', () => {
  fc.assert(
    fc.property(scaled, fc.integer({ min: 0, max: 8 }), (amount, places) => {
      const shown = shownDigits(formatDecimal(amount), places).replaceAll(',', '')
      const back = scaledOf(shown) ?? -1n
      const magnitude = amount < 0n ? -amount : amount
      const step = 10n ** BigInt(8 - places)
      expect(back).toBe((magnitude / step) * step)
    }),
  )
})

test('what was shown can be typed again', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 22n }), (amount) => {
      expect(scaledOf(typedDecimal(shownDigits(formatDecimal(amount), 8)))).toBe(amount)
    }),
  )
})

test('order and sign are those of the numbers', () => {
  fc.assert(
    fc.property(scaled, scaled, (a, b) => {
      expect(isBelow(formatDecimal(a), formatDecimal(b))).toBe(a < b)
      expect(signOfText(formatDecimal(a))).toBe(a === 0n ? 'zero' : a > 0n ? 'plus' : 'minus')
    }),
  )
})

test('prices show the decimals of their tick', () => {
  expect(pricePlaces('27431', 5)).toBe(0)
  expect(pricePlaces('1478.72', 4)).toBe(1)
  expect(pricePlaces('20.517', 2)).toBe(3)
  expect(pricePlaces('0.06127', 0)).toBe(6)
})

test('a comma in the place of a decimal point never makes a number ten or a hundred times as large', () => {
  for (const text of ['0,5', '0,01', '1,5', '27.431,5', '20600,5', '0,500', '1 2']) {
    expect(typedDecimal(text)).toBeNull()
  }
})

test('what is no positive plain number is refused', () => {
  for (const text of ['', '0', '0.000', '-1', '1e5', '1.123456789', 'abc', '1.2.3', '٣']) {
    expect(typedDecimal(text)).toBeNull()
  }
  expect(typedDecimal(' 20,600.50 ')).toBe('20600.50')
  expect(typedDecimal('1 234.5')).toBe('1234.5')
  expect(typedDecimal('.5')).toBe('0.5')
  expect(typedDecimal('7.')).toBe('7')
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  atScale,
  divideNearest,
  formatExact,
  formatFixedPlaces,
  formatQuotient,
  parseExact,
  placesNeeded,
} from './exact-decimal.ts'

describe('exact decimals', () => {
  it('reads any scale and writes the shortest text', () => {
    const read = (text: string): string | null => {
      const value = parseExact(text)
      return value && formatExact(value.digits, value.scale)
    }
    expect(read('1000000000000000000.000000000000000001')).toBe(
      '1000000000000000000.000000000000000001',
    )
    expect(read('-0.500')).toBe('-0.5')
    expect(read('1e-7')).toBe('0.0000001')
    expect(read('2.5E3')).toBe('2500')
    expect(read('-0')).toBe('0')
    expect(read('abc')).toBeNull()
    expect(read('1,5')).toBeNull()
    expect(read('')).toBeNull()
    expect(read('1e999')).toBeNull()
  })

  it('rounds halves away from zero', () => {
    expect(divideNearest(5n, 2n)).toBe(3n)
    expect(divideNearest(-5n, 2n)).toBe(-3n)
    expect(divideNearest(4n, 3n)).toBe(1n)
    expect(formatFixedPlaces(1_005n, 3, 2)).toBe('1.01')
    expect(formatFixedPlaces(-4n, 3, 2)).toBe('0.00')
    expect(formatFixedPlaces(1_500n, 3, 0)).toBe('2')
    expect(formatFixedPlaces(15n, 1, 3)).toBe('1.500')
    expect(formatQuotient(1n, 3n, 4)).toBe('0.3333')
    expect(formatQuotient(1n, 0n, 4)).toBe('0')
  })

  it('never loses digits between scales', () => {
    expect(placesNeeded({ digits: 1_500n, scale: 3 })).toBe(1)
    expect(atScale({ digits: 1_500n, scale: 3 }, 1)).toBe(15n)
    expect(() => atScale({ digits: 15n, scale: 1 }, 0)).toThrow(/lose digits/)
  })

  it('formats what it parses, for any number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 40 }), (digits, scale) => {
        const text = formatExact(digits, scale)
        const back = parseExact(text)
        expect(back && atScale(back, scale)).toBe(digits)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asPrice, asQuantity, basisPoints, SCALE } from './amount.ts'
import { DecimalError, formatDecimal, formatFixed, parseMoney, parsePrice } from './decimal.ts'
import type { Rounding } from './rounding.ts'
import { divideRounded, movePrice, notional, quantityFor } from './rounding.ts'
import { isOnLot, isOnTick, roundToLot, roundToTick, tickSize } from './tick.ts'

const scaled = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })
const positivePrice = fc.bigInt({ min: 1n, max: 10n ** 15n }).map(asPrice)
const sizeDecimals = fc.integer({ min: 0, max: 5 })
const roundings: Rounding[] = ['down', 'up', 'towardZero', 'awayFromZero', 'halfEven']

describe('decimal texts', () => {
  it('come back as they went', () => {
    fc.assert(fc.property(scaled, (amount) => parseMoney(formatDecimal(amount)) === amount))
  })

  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['1234.5', 123_450_000_000n],
    ['0.00000001', 1n],
    ['1.100000000000', 110_000_000n],
    ['-12.5', -1_250_000_000n],
  ])('%s is %s', (text, amount) => {
    expect(parseMoney(text)).toBe(amount)
  })

  it.each([
    '',
    ' 1',
    '1e5',
    '1e400',
    'NaN',
    'Infinity',
    '+1',
    '.5',
    '5.',
    '1,000',
    '0x10',
    '0.000000001',
    '9'.repeat(30),
  ])('refuses %j and says why', (text) => {
    expect(() => parsePrice(text)).toThrow(DecimalError)
  })

  it('cuts toward zero for showing', () => {
    expect(formatFixed(parseMoney('-0.004'), 2)).toBe('0.00')
    expect(formatFixed(parseMoney('-1.999'), 2)).toBe('-1.99')
    expect(formatFixed(parseMoney('12.5'), 0)).toBe('12')
  })
})

describe('rounding', () => {
  it('is never further away than one step, and goes where its name says', () => {
    fc.assert(
      fc.property(
        scaled,
        scaled.filter((divisor) => divisor !== 0n),
        fc.constantFrom(...roundings),
        (numerator, denominator, rounding) => {
          const result = divideRounded(numerator, denominator, rounding)
          const error = numerator - result * denominator
          const size = denominator < 0n ? -denominator : denominator
          expect(error < 0n ? -error < size : error < size).toBe(true)
          const signed = denominator < 0n ? -error : error
          if (rounding === 'down') expect(signed >= 0n).toBe(true)
          if (rounding === 'up') expect(signed <= 0n).toBe(true)
          if (rounding === 'halfEven') expect(2n * (error < 0n ? -error : error) <= size).toBe(true)
        },
      ),
    )
  })

  it('ties go to the even digit', () => {
    expect(divideRounded(5n, 2n, 'halfEven')).toBe(2n)
    expect(divideRounded(7n, 2n, 'halfEven')).toBe(4n)
    expect(divideRounded(-5n, 2n, 'halfEven')).toBe(-2n)
  })

  it('refuses to divide by zero', () => {
    expect(() => divideRounded(1n, 0n, 'down')).toThrow(RangeError)
  })

  it('buys no more than the money allows', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 16n }), positivePrice, (money, price) => {
        const quantity = quantityFor(money as never, price, 'down')
        expect(notional(price, quantity, 'down') <= money).toBe(true)
      }),
    )
  })

  it('thirty basis points of 20,000 are 60', () => {
    expect(movePrice(parsePrice('20000'), basisPoints(30), 'down')).toBe(parsePrice('20060'))
  })
})

describe('ticks and lots', () => {
  it('rounded prices are legal, idempotent and within one tick', () => {
    fc.assert(
      fc.property(positivePrice, sizeDecimals, (price, decimals) => {
        const up = roundToTick(price, decimals, 'up')
        const down = roundToTick(price, decimals, 'down')
        expect(up >= price && down <= price).toBe(true)
        expect(isOnTick(up, decimals)).toBe(true)
        expect(roundToTick(up, decimals, 'down')).toBe(up)
        expect(up - down <= tickSize(up, decimals)).toBe(true)
      }),
    )
  })

  it.each([
    ['23144.78', 5, '23144'],
    ['1670.16', 4, '1670.1'],
    ['0.0123456', 0, '0.012345'],
    ['123456.7', 5, '123456'],
    ['1.23456', 2, '1.2345'],
  ])('%s with %i size decimals goes down to %s', (price, decimals, expected) => {
    expect(formatDecimal(roundToTick(parsePrice(price), decimals, 'down'))).toBe(expected)
  })

  it('whole dollars are legal at any height', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), sizeDecimals, (dollars, decimals) => {
        expect(isOnTick(asPrice(dollars * SCALE), decimals)).toBe(true)
      }),
    )
  })

  it('lots round down only', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n }), sizeDecimals, (size, decimals) => {
        const quantity = roundToLot(asQuantity(size), decimals)
        expect(quantity <= size && isOnLot(quantity, decimals)).toBe(true)
      }),
    )
  })
})

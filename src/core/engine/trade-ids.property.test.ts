import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TradeIds } from './trade-ids.ts'

const id = fc.oneof(
  fc.maxSafeNat().map(String),
  fc.nat({ max: 300 }).map(String),
  fc.constantFrom('0', '007', '7', '7.0', '-7', '1e3', '1000', '', ' 7', '9007199254740993', 'b7'),
  fc.string({ maxLength: 4 }),
)

test('it knows exactly what was added, whatever the ids look like', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 400 }), fc.array(id), (added, asked) => {
      const plain = new Set<string>()
      const ids = new TradeIds()
      for (const one of added) {
        expect(ids.has(one)).toBe(plain.has(one))
        plain.add(one)
        ids.add(one)
      }
      expect(ids.size).toBe(plain.size)
      for (const one of [...added, ...asked]) expect(ids.has(one)).toBe(plain.has(one))
    }),
  )
})

test('a hundred thousand ids of the venue take less than 1.4 megabytes', () => {
  const ids = new TradeIds()
  for (let count = 1; count <= 100_000; count += 1) ids.add(String(count * 8_190_007_111 + 3))
  expect(ids.size).toBe(100_000)
  expect(ids.texts.size).toBe(0)
  expect(ids.numbers.byteLength).toBeLessThan(1.4e6)
})

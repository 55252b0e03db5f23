import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `#${text}`),
    fc.bigInt(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.string(), fc.oneof(tie('any'), fc.constant(undefined)), { maxKeys: 5 }),
  ),
})).any

/** The form by its definition, with no thought for speed. */
function byDefinition(given: unknown): string {
  if (typeof given === 'bigint') return `"#${given}"`
  if (typeof given === 'string') return JSON.stringify(given.startsWith('#') ? `#${given}` : given)
  if (typeof given !== 'object' || given === null) return JSON.stringify(given)
  if (Array.isArray(given)) return `[${given.map(byDefinition).join(',')}]`
  const fields = Object.entries(given)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${byDefinition(field)}`).join(',')}}`
}

describe('the canonical text', () => {
  it('has the form that its definition gives it, and reads back to a value of the same text', () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = canonicalJson(given)
        expect(text).toBe(byDefinition(given))
        expect(canonicalJson(parseCanonicalJson(text))).toBe(text)
      }),
    )
  })

  it('refuses what has no place in a log', () => {
    for (const wrong of [undefined, Number.NaN, Number.POSITIVE_INFINITY, () => 1, [undefined]]) {
      expect(() => canonicalJson(wrong)).toThrow(TypeError)
    }
  })
})

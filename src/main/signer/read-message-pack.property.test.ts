import { decode, encode } from '@msgpack/msgpack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMessagePack } from './read-message-pack.ts'

const whole = fc.oneof(
  fc.nat(),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.constantFrom(0, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296),
)
const text = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 20 }))
const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,20}$/)
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    whole,
    fc.boolean(),
    text,
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(name, tie('value'), { maxKeys: 16 }),
  ),
}))

describe('readMessagePack', () => {
  it('reads what another library writes', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(readMessagePack(encode(value))).toEqual(decode(encode(value)))
      }),
      { numRuns: 2000 },
    )
  })

  it('takes no other bytes for a value than those that its own spelling has', () => {
    const bent = fc
      .tuple(anyValue, fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([value, at, flip]) => {
        const bytes = Uint8Array.from(encode(value))
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), bent), (bytes) => {
        let value: unknown
        try {
          value = readMessagePack(bytes)
        } catch (cause) {
          expect(cause).toBeInstanceOf(Error)
          return
        }
        expect(Buffer.from(encode(value)).toString('hex')).toBe(Buffer.from(bytes).toString('hex'))
      }),
      { numRuns: 10_000 },
    )
  })

  it.each([
    ['cc01', /longer than needed/],
    ['cd00ff', /longer than needed/],
    ['ce0000ffff', /longer than needed/],
    ['cf00000000ffffffff', /longer than needed/],
    ['cfffffffffffffffff', /too large/],
    ['d90161', /longer than needed/],
    ['da001f', /longer than needed/],
    ['dc000101', /longer than needed/],
    ['de0001a16101', /longer than needed/],
    ['82a16101a16102', /there twice/],
    ['8101a161', /no proper name/],
    ['81a13001', /no proper name/],
    ['c0', /begins with 0xc0/],
    ['ff', /begins with 0xff/],
    ['cb3ff0000000000000', /begins with 0xcb/],
    ['0000', /behind their end/],
    ['a2ff', /middle of a value/],
    ['a1ff', /valid|utf-8/i],
    [`${'91'.repeat(10)}00`, /nested too deeply/],
    ['dcffff', /too long/],
    ['deffff', /too many fields/],
    ['', /middle of a value/],
  ])('refuses %s', (hex, why) => {
    expect(() => readMessagePack(Buffer.from(hex, 'hex'))).toThrow(why)
  })

  it('keeps the mark at the beginning of a text', () => {
    expect(readMessagePack(Buffer.from('a4efbbbf61', 'hex'))).toBe('\ufeffa')
  })

  it('takes no field that means something to an object', () => {
    const bytes = Buffer.concat([
      Buffer.from('81a9', 'hex'),
      Buffer.from('__proto__'),
      Buffer.from('81a16101', 'hex'),
    ])
    expect(() => readMessagePack(bytes)).toThrow(/no proper name/)
  })
})

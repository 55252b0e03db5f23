import { recoverAddress, TypedDataEncoder } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { concatBytes, fromHex, toHex } from './bytes-format.ts'
import { PracticeLedger } from './practice-ledger.ts'
import { PUBLISHED_TEST_MNEMONIC } from './published-mnemonic.ts'
import { NO_POLICY } from './typed-data-policy.ts'

const ADDRESS = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'
const PATH = '058000002c8000003c800000000000000000000000'

interface Field {
  readonly name: string
  readonly type: string
}
interface Message {
  readonly types: Record<string, Field[]>
  readonly domain: Record<string, unknown>
  readonly message: Record<string, unknown>
}

const apdu = (ins: number, p1: number, p2: number, data: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(0xe0, ins, p1, p2, data.length), data)
const ascii = (text: string): Uint8Array => Buffer.from(text, 'utf8')
const counted = (text: string): Uint8Array => concatBytes(Uint8Array.of(text.length), ascii(text))

const TYPE = /^([A-Za-z]+?)(\d*)((?:\[\d*\])*)$/
const CODES: Record<string, number> = { int: 1, uint: 2, address: 3, bool: 4, string: 5, bytes: 7 }

function parts(type: string) {
  const [, base = '', digits = '', arrays = ''] = TYPE.exec(type) ?? []
  const levels = [...arrays.matchAll(/\[(\d*)\]/g)].map(([, size]) => (size ? Number(size) : null))
  return { base, digits, levels }
}

/** A field definition as the wire format says, written apart from the device's own reader. */
function definition({ name, type }: Field): Uint8Array {
  const { base, digits, levels } = parts(type)
  const hasSize = digits !== '' && base in CODES
  const code = base === 'bytes' && hasSize ? 6 : (CODES[base] ?? 0)
  const isNumber = base === 'int' || base === 'uint'
  const size = hasSize ? [Number(digits) / (isNumber ? 8 : 1)] : []
  const structName = base + (base in CODES ? '' : digits)
  return concatBytes(
    Uint8Array.of((levels.length > 0 ? 0x80 : 0) | (hasSize ? 0x40 : 0) | code),
    code === 0 ? counted(structName) : new Uint8Array(0),
    Uint8Array.from(size),
    levels.length > 0 ? Uint8Array.of(levels.length) : new Uint8Array(0),
    ...levels.map((level) => (level === null ? Uint8Array.of(0) : Uint8Array.of(1, level))),
    counted(name),
  )
}

function valueBytes(type: string, value: unknown): Uint8Array {
  const { base, digits } = parts(type)
  if (base === 'string') return ascii(String(value))
  if (base === 'bytes' || base === 'address') return fromHex(String(value))
  if (base === 'bool') return Uint8Array.of(value ? 1 : 0)
  const number = BigInt(value as bigint)
  const unsigned = number < 0n ? number + (1n << BigInt(digits)) : number
  const hex = unsigned.toString(16)
  return fromHex(hex.length % 2 === 0 ? hex : `0${hex}`)
}

/** The commands for one value, depth first, as any host sends them. */
function* implement(types: Message['types'], type: string, value: unknown): Generator<Uint8Array> {
  const { levels } = parts(type)
  if (levels.length > 0) {
    const items = value as unknown[]
    yield apdu(0x1c, 0, 0x0f, Uint8Array.of(items.length))
    const inner = type.slice(0, type.lastIndexOf('['))
    for (const item of items) yield* implement(types, inner, item)
    return
  }
  const fields = types[type]
  if (fields) {
    for (const field of fields) {
      yield* implement(types, field.type, (value as Record<string, unknown>)[field.name])
    }
    return
  }
  const bytes = valueBytes(type, value)
  const framed = concatBytes(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes)
  for (let at = 0; at < framed.length; at += 255) {
    const isLast = at + 255 >= framed.length
    yield apdu(0x1c, isLast ? 0 : 1, 0xff, framed.subarray(at, at + 255))
  }
}

function* commands({ types, domain, message }: Message): Generator<Uint8Array> {
  for (const [name, fields] of Object.entries(types)) {
    yield apdu(0x1a, 0, 0, ascii(name))
    for (const field of fields) yield apdu(0x1a, 0, 0xff, definition(field))
  }
  yield apdu(0x1c, 0, 0, ascii('EIP712Domain'))
  yield* implement(types, 'EIP712Domain', domain)
  yield apdu(0x1c, 0, 0, ascii('Root'))
  yield* implement(types, 'Root', message)
}

const hex = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => `0x${toHex(bytes)}`)

const INT_SIZES = [8, 16, 32, 64, 128, 256] as const

/** Every plain type with a value of it. */
const plain: fc.Arbitrary<readonly [string, fc.Arbitrary<unknown>]> = fc.oneof(
  fc.constant(['string', fc.string({ maxLength: 40, unit: 'grapheme' })] as const),
  fc.constant(['string', fc.string({ minLength: 250, maxLength: 600 })] as const),
  fc.constant(['address', hex(20)] as const),
  fc.constant(['bool', fc.boolean()] as const),
  fc.constant([
    'bytes',
    fc.uint8Array({ maxLength: 300 }).map((bytes) => `0x${toHex(bytes)}`),
  ] as const),
  fc.integer({ min: 1, max: 32 }).map((size) => [`bytes${size}`, hex(size)] as const),
  fc
    .integer({ min: 1, max: 32 })
    .map((size) => [`uint${size * 8}`, fc.bigInt(0n, (1n << BigInt(size * 8)) - 1n)] as const),
  fc.constantFrom(...INT_SIZES).map((bits) => {
    const half = 1n << BigInt(bits - 1)
    return [`int${bits}`, fc.bigInt(-half, half - 1n)] as const
  }),
)

/** Puts up to two array levels around a type. */
function arrays(
  type: string,
  value: fc.Arbitrary<unknown>,
  levels: readonly (number | null)[],
): readonly [string, fc.Arbitrary<unknown>] {
  return levels.reduce<readonly [string, fc.Arbitrary<unknown>]>(
    ([inner, items], level) => [
      `${inner}[${level ?? ''}]`,
      level === null
        ? fc.array(items, { maxLength: 3 })
        : fc.array(items, { minLength: level, maxLength: level }),
    ],
    [type, value],
  )
}

const levels = fc.oneof(
  { weight: 3, arbitrary: fc.constant([] as (number | null)[]) },
  {
    weight: 2,
    arbitrary: fc.array(fc.option(fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 2 }),
  },
)

interface Struct {
  readonly fields: Field[]
  readonly value: fc.Arbitrary<Record<string, unknown>>
}

const structOf = (choices: readonly (readonly [string, fc.Arbitrary<unknown>])[]): Struct => ({
  fields: choices.map(([type], index) => ({ name: `field${index}`, type })),
  value: fc.record(Object.fromEntries(choices.map(([, value], index) => [`field${index}`, value]))),
})

const plainStruct = fc.array(plain, { minLength: 1, maxLength: 4 }).map(structOf)

/** A struct whose fields are plain, or structs of the given names, with array levels around them. */
const structWith = (inner: Readonly<Record<string, Struct>>) => {
  const named = Object.entries(inner).map(([name, struct]) =>
    fc.constant([name, struct.value] as const),
  )
  const field = fc
    .tuple(
      fc.oneof(
        { weight: 2, arbitrary: plain },
        ...named.map((arbitrary) => ({ weight: 1, arbitrary })),
      ),
      levels,
    )
    .map(([[type, value], around]) => arrays(type, value, around))
  return fc.array(field, { minLength: 1, maxLength: 4 }).map(structOf)
}

const DOMAIN: Field[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

const messages: fc.Arbitrary<Message> = plainStruct
  .chain((leaf) =>
    structWith({ Leaf: leaf }).chain((middle) =>
      structWith({ Leaf: leaf, Middle: middle }).map((root) => ({ leaf, middle, root })),
    ),
  )
  .chain(({ leaf, middle, root }) =>
    fc.record({
      types: fc.constant({
        EIP712Domain: DOMAIN,
        Root: root.fields,
        Middle: middle.fields,
        Leaf: leaf.fields,
      }),
      domain: fc.record({
        name: fc.string({ maxLength: 30 }),
        version: fc.constant('1'),
        chainId: fc.bigInt(1n, (1n << 53n) - 1n),
        verifyingContract: hex(20),
      }),
      message: root.value,
    }),
  )

/** ethers wants the types that the root needs, and no others. */
function ethersDigest({ types, domain, message }: Message): string {
  const needed = new Set<string>()
  const visit = (name: string) => {
    if (needed.has(name) || !types[name]) return
    needed.add(name)
    for (const field of types[name] ?? []) visit(parts(field.type).base)
  }
  visit('Root')
  const own = Object.fromEntries([...needed].map((name) => [name, types[name] ?? []]))
  return TypedDataEncoder.hash(domain, own, message)
}

describe('typed data of any shape', () => {
  it('is hashed and signed as ethers hashes it', async () => {
    await fc.assert(
      fc.asyncProperty(messages, fc.constantFrom('flex', 'nanosp'), async (message, model) => {
        const device = new PracticeLedger({
          clock: new ManualClock(1),
          mnemonic: PUBLISHED_TEST_MNEMONIC,
          policy: NO_POLICY,
          model,
          settings: { rawMessages: true },
        })
        for (const command of commands(message)) {
          expect(toHex(await device.exchange(command))).toBe('9000')
        }
        device.subscribe((state) => {
          if (state.kind === 'review') queueMicrotask(() => device.answer(true))
        })
        const answer = await device.exchange(apdu(0x0c, 0, 1, fromHex(PATH)))
        expect(answer.length).toBe(67)
        const signature = {
          v: answer[0] ?? 0,
          r: `0x${toHex(answer.subarray(1, 33))}`,
          s: `0x${toHex(answer.subarray(33, 65))}`,
        }
        expect(recoverAddress(ethersDigest(message), signature)).toBe(ADDRESS)
      }),
      { numRuns: 150 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { fromHex, toHex } from './bytes-format.ts'
import type { DeviceModel, DeviceSettings } from './device-settings.ts'
import { PracticeLedger } from './practice-ledger.ts'
import { PUBLISHED_TEST_MNEMONIC } from './published-mnemonic.ts'
import { NO_POLICY } from './typed-data-policy.ts'

const PATH = '058000002c8000003c800000000000000000000000'

function newDevice(settings: Partial<DeviceSettings> = {}, model: DeviceModel = 'flex') {
  const device = new PracticeLedger({
    clock: new ManualClock(1),
    mnemonic: PUBLISHED_TEST_MNEMONIC,
    policy: NO_POLICY,
    model,
    settings,
  })
  device.subscribe((state) => {
    if (state.kind === 'review') queueMicrotask(() => device.answer(true))
  })
  return device
}

/** A command with its length filled in. */
const command = (head: string, data = ''): string =>
  `${head}${(data.length / 2).toString(16).padStart(2, '0')}${data}`

const ascii = (text: string): string => Buffer.from(text).toString('hex')
const name = (text: string): string => command('e01a0000', ascii(text))
const root = (text: string): string => command('e01c0000', ascii(text))
const field = (description: string, key: string): string =>
  command('e01a00ff', `${description}${key.length.toString(16).padStart(2, '0')}${ascii(key)}`)
const value = (hex: string, p1 = '00'): string =>
  command(`e01c${p1}ff`, (hex.length / 2).toString(16).padStart(4, '0') + hex)

const DOMAIN = [name('EIP712Domain'), field('05', 'name')]
const DOMAIN_DONE = [root('EIP712Domain'), value('61')]
const SIGN = command('e00c0001', PATH)

async function answers(device: PracticeLedger, list: readonly string[]): Promise<string[]> {
  const all: string[] = []
  for (const hex of list) all.push(toHex(await device.exchange(fromHex(hex))))
  return all
}

/** The last answer after a list of commands. */
async function last(
  list: readonly string[],
  settings: Partial<DeviceSettings> = { rawMessages: true },
) {
  return (await answers(newDevice(settings), list)).at(-1)
}

/** A message with one field of this type, up to and including its value. */
const message = (description: string, hex: string): readonly string[] => [
  ...DOMAIN,
  name('Test'),
  field(description, 'x'),
  ...DOMAIN_DONE,
  root('Test'),
  value(hex),
]

describe('commands that are not well formed', () => {
  it.each([
    ['too short', 'e006', '6a87'],
    ['a length that is too long', 'e00200001605', '6a87'],
    ['a length that is too short', 'e00600000001', '6a87'],
    ['no length at all', 'e0060000', '020116009000'],
    ['another class', 'e10600' + '0000', '6e00'],
    ['an unknown instruction', 'e0990000' + '00', '6d00'],
    ['an unknown system command', 'b0990000' + '00', '6e00'],
    ['address, wrong P1', command('e0020200', PATH), '6b00'],
    ['address, wrong P2', command('e0020002', PATH), '6b00'],
    ['address without a path', command('e0020000'), '6a80'],
    ['address with an empty path', command('e0020000', '00'), '6a80'],
    ['address with a path cut off', command('e0020000', '058000002c'), '6a80'],
    ['address with a path too long', command('e0020000', `0b${'80000000'.repeat(11)}`), '6a80'],
    ['address with bytes left over', command('e0020000', `${PATH}00`), '6a80'],
    [
      'address on a path of Bitcoin',
      command('e0020000', '058000002c80000000800000000000000000000000'),
      '6a15',
    ],
    ['address on a path that is only a purpose', command('e0020000', '018000002c'), '6a15'],
    ['hashed mode with blind signing off', command('e00c0000', PATH + 'ab'.repeat(64)), '6a80'],
    ['hashed mode, wrong P1', command('e00c0100', PATH + 'ab'.repeat(64)), '6b00'],
    ['typed data, wrong P2', command('e00c0002', PATH), '6b00'],
    ['full sign without a struct', SIGN, '6980'],
    ['implementation without a definition', root('Test'), '6980'],
    ['filter without a definition', 'e01e000000', '6980'],
    ['definition, wrong P2', command('e01a0001', '61'), '6b00'],
    ['a field before a struct', field('05', 'x'), '6a80'],
    ['a struct without a name', 'e01a000000', '6a80'],
    ['personal message, wrong P1', command('e0080100', PATH), '6b00'],
    ['the second part of a personal message first', command('e0088000', '61'), '6a80'],
    ['personal message without a length', command('e0080000', PATH), '6a80'],
    ['personal message longer than it says', command('e0080000', `${PATH}000000016161`), '6a80'],
    ['a transaction', command('e0040000', PATH), '6a80'],
    ['a token that Ledger did not sign', command('e00a0000', '00'), '6a80'],
  ])('%s', async (_name, hex, expected) => {
    expect(await last([hex])).toBe(expected)
  })

  it('brings left-overs of the last answer along where a length is wrong', async () => {
    const [first, second] = await answers(newDevice(), ['e099000000', 'e00200001605'])
    expect([first, second]).toEqual(['6d00', 'e0026a87'])
  })

  it('answers 6d00 for Transaction Check on a Nano, and asks about it on a Flex', async () => {
    expect(await answers(newDevice({}, 'nanosp'), ['e032010000'])).toEqual(['6d00'])
    const flex = newDevice()
    expect(await answers(flex, ['e032010000', 'e006000000', 'e032000000'])).toEqual([
      '019000',
      '320116009000',
      '6a80',
    ])
    expect(await answers(newDevice(), ['e032000000'])).toEqual(['911c'])
  })
})

describe('typed data that is not well formed', () => {
  it.each([
    ['a size for a struct type', [name('T'), field('4008', 'x')], '6a80'],
    ['a field description cut off', [name('T'), command('e01a00ff', '0505')], '6a80'],
    ['a field description with more', [name('T'), command('e01a00ff', '0501' + '7879')], '6a80'],
    ['an array of no known kind', [name('T'), field('850102', 'x')], '6a80'],
    ['a root that was never defined', [...DOMAIN, root('Nobody')], '6a80'],
    [
      'a root that needs an undefined struct',
      [name('EIP712Domain'), field(`0003${ascii('Foo')}`, 'x'), root('EIP712Domain')],
      '6a80',
    ],
    [
      'a message before the domain',
      [...DOMAIN, name('Test'), field('05', 'x'), root('Test')],
      '6a00',
    ],
    ['the domain twice', [...DOMAIN, ...DOMAIN_DONE, root('EIP712Domain')], '6a00'],
    [
      'a definition after an implementation',
      [...DOMAIN, root('EIP712Domain'), name('Late')],
      '6a00',
    ],
    ['a value where none is due', [...DOMAIN, ...DOMAIN_DONE, value('61')], '6a80'],
    [
      'a value without its length',
      [...DOMAIN, root('EIP712Domain'), command('e01c00ff', '00')],
      '6a80',
    ],
    [
      'a value longer than it says',
      [...DOMAIN, root('EIP712Domain'), command('e01c00ff', '00016161')],
      '6a80',
    ],
    [
      'a value that ends too early',
      [...DOMAIN, root('EIP712Domain'), command('e01c00ff', '000361')],
      '6a80',
    ],
    [
      'a whole value marked as a part',
      [...DOMAIN, root('EIP712Domain'), value('61', '01')],
      '6a80',
    ],
    ['an implementation, wrong P2', [...DOMAIN, command('e01c0001', '61')], '6b00'],
    [
      'an array where none is',
      [...DOMAIN, root('EIP712Domain'), command('e01c000f', '01')],
      '6a80',
    ],
    ['a signature before the message', [...DOMAIN, ...DOMAIN_DONE, SIGN], '6a80'],
    [
      'a signature in the middle of the message',
      [...message('05', '61').slice(0, -1), SIGN],
      '6a80',
    ],
    ['an address of 19 bytes', message('03', '11'.repeat(19)), '6a80'],
    ['a bool of two bytes', message('04', '0001'), '6a80'],
    ['an int24, which the app cannot show', message('4103', '01'), '6a80'],
    ['an int8 of two bytes', message('4101', '0101'), '6a80'],
    ['an int of no bytes', message('4120', ''), '6a80'],
    ['a uint of 33 bytes', message('4220', '11'.repeat(33)), '6a80'],
    ['bytes33', message('4620', '11'.repeat(33)), '6a80'],
    [
      'a fixed array of another length',
      [...message('85010102', '').slice(0, -1), command('e01c000f', '03')],
      '6a80',
    ],
    [
      'an array whose length has two bytes',
      [...message('850100', '').slice(0, -1), command('e01c000f', '0001')],
      '6a80',
    ],
    ['an array without its length', message('850100', '61'), '6a80'],
    [
      'a filter after Ledger-signed filters were switched on, raw messages on',
      [...DOMAIN, 'e01e000000', command('e01e000f', '00')],
      '9000',
    ],
    ['a path cut off', [...message('05', '61'), command('e00c0001', '0580')], '6a80'],
  ])('%s', async (_name, list, expected) => {
    expect(await last(list)).toBe(expected)
  })

  it('throws the whole message away after a refusal', async () => {
    const list = [...message('05', '61'), root('Nobody'), SIGN]
    expect((await answers(newDevice({ rawMessages: true }), list)).slice(-2)).toEqual([
      '6a80',
      '6980',
    ])
  })

  it('forgets the hashes, not the structs, when another command is refused in between', async () => {
    const [unknown, sign] = (
      await answers(newDevice({ rawMessages: true }), [...message('05', '61'), 'e099000000', SIGN])
    ).slice(-2)
    expect([unknown, sign]).toEqual(['6d00', '6a80'])
  })

  it('refuses on a fresh device where each model does', async () => {
    const upTo = [...DOMAIN, root('EIP712Domain'), value('61')]
    expect(await answers(newDevice({}, 'flex'), upTo)).toEqual(['9000', '9000', '6a80', '6980'])
    expect(await answers(newDevice({}, 'nanosp'), upTo)).toEqual(['9000', '9000', '9000', '6a80'])
    const blind = await answers(newDevice({ blindSigning: true }, 'flex'), upTo)
    expect(blind).toEqual(['9000', '9000', '9000', '9000'])
  })

  it('ends filtered mode without filters in a refusal', async () => {
    const blind = { blindSigning: true }
    const filtered = [
      ...message('05', '61').slice(0, 4),
      'e01e000000',
      ...message('05', '61').slice(4),
    ]
    expect(await last([...filtered, SIGN], blind)).toBe('6a88')
    expect(await last([...DOMAIN, 'e01e000000', command('e01e000f', '00')], blind)).toBe('6980')
    expect(
      await last([...DOMAIN, 'e01e000000', root('EIP712Domain'), command('e01e000f', '00')], blind),
    ).toBe('6a00')
    expect(await last([...DOMAIN, 'e01e000000', command('e01e00f0', '00')], blind)).toBe('6b00')
  })

  it('signs hashes when blind signing is on', async () => {
    const hash = 'ab'.repeat(32)
    const answer = await last([command('e00c0000', PATH + hash + hash)], { blindSigning: true })
    expect(answer).toMatch(/^1[bc][0-9a-f]{128}9000$/)
  })
})

describe('the device around the app', () => {
  it('answers 5515 to everything while it is locked', async () => {
    const device = newDevice()
    device.script({ isLocked: true })
    expect(await answers(device, ['b001000000', 'e006000000', 'ff'])).toEqual([
      '5515',
      '5515',
      '5515',
    ])
  })

  it('says who is open, quits the app and opens it again once its owner agrees', async () => {
    const device = newDevice()
    expect(await answers(device, ['b0a7000000', 'b001000000', 'e006000000'])).toEqual([
      '9000',
      `0105${ascii('BOLOS')}05${ascii('1.5.1')}9000`,
      '6511',
    ])
    expect(await answers(device, [command('e0d80000', ascii('Nothing'))])).toEqual(['6807'])
    expect(await answers(device, [command('e0d80000', ascii('Ethereum')), 'e006000000'])).toEqual([
      '9000',
      '020116009000',
    ])
    device.script({ app: 'other' })
    expect(await answers(device, ['e006000000'])).toEqual(['6e00'])
  })

  it('comes later when it is slow', async () => {
    const clock = new ManualClock(1)
    const device = new PracticeLedger({
      clock,
      mnemonic: PUBLISHED_TEST_MNEMONIC,
      policy: NO_POLICY,
    })
    device.script({ answerDelayMs: 500 })
    let answered = false
    const answer = device.exchange(fromHex('b001000000')).then(() => {
      answered = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(499)
    await new Promise((resolve) => setImmediate(resolve))
    expect(answered).toBe(false)
    clock.advance(1)
    await answer
    expect(answered).toBe(true)
  })

  it('approves by itself only while the autopilot is on', async () => {
    const clock = new ManualClock(1)
    const device = new PracticeLedger({
      clock,
      mnemonic: PUBLISHED_TEST_MNEMONIC,
      policy: NO_POLICY,
      autopilotDelayMs: 2000,
    })
    const signing = device.exchange(fromHex(command('e0020100', PATH)))
    await new Promise((resolve) => setImmediate(resolve))
    device.script({ isLocked: true })
    clock.advance(2000)
    expect(device.screen().kind).toBe('locked')
    device.script({ isLocked: false })
    clock.advance(2000)
    expect(toHex(await signing).slice(-4)).toBe('9000')
    expect(device.screen().title).toBe('Address verified')
    clock.advance(3000)
    expect(device.screen().kind).toBe('home')
    device.script({ autopilotDelayMs: null })
    const waiting = device.exchange(fromHex(command('e0020100', PATH)))
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(600_000)
    expect(device.screen().kind).toBe('review')
    device.answer(false)
    expect(toHex(await waiting)).toBe('6985')
  })

  it('switches settings with its own buttons', async () => {
    const device = newDevice({}, 'nanox')
    device.press('right')
    device.press('right')
    expect(device.screen().lines).toEqual(['Raw messages', 'Disabled'])
    device.press('both')
    expect(device.status().settings.rawMessages).toBe(true)
    device.press('right')
    device.press('both')
    expect(device.status().app).toBe('dashboard')
  })

  it('refuses words that are no mnemonic with a plain sentence', () => {
    const options = { clock: new ManualClock(1), policy: NO_POLICY }
    expect(() => new PracticeLedger({ ...options, mnemonic: 'one two three' })).toThrow('BIP-39')
  })
})

import fc from 'fast-check'
import { expect } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { fromHex, toHex } from './bytes-format.ts'
import { createGuardedPracticeLedger } from './guarded-practice-ledger.ts'

const COMMANDS_A_RUN = 20

const PATH = '058000002c8000003c800000000000000000000000'
/** Sound commands that bring the app into its various states. */
const SOUND = [
  'e01a00000454657374',
  'e01a00000c454950373132446f6d61696e',
  'e01a00ff0605046e616d65',
  'e01a00ff0585010001' + '61',
  'e01c00000c454950373132446f6d61696e',
  'e01c00000454657374',
  'e01c00ff03000161',
  'e01c000f0102',
  'e01e000000',
  `e00c000115${PATH}`,
  `e008000019${PATH}00000000`,
  `e0020000${'15'}${PATH}`,
  'e006000000',
  'b001000000',
].map(fromHex)

const header = fc.tuple(
  fc.constantFrom(0xe0, 0xe0, 0xe0, 0xb0, 0xe1, 0x00),
  fc.oneof(
    fc.constantFrom(0x02, 0x06, 0x08, 0x0c, 0x1a, 0x1c, 0x1e, 0x20, 0x32, 0x04, 0x01, 0xa7, 0xd8),
    fc.nat(255),
  ),
  fc.oneof(fc.constantFrom(0, 1, 0x80), fc.nat(255)),
  fc.oneof(fc.constantFrom(0, 1, 0x0f, 0xff), fc.nat(255)),
)

const framed = fc
  .tuple(header, fc.uint8Array({ maxLength: 255 }))
  .map(([head, data]) => Uint8Array.from([...head, data.length, ...data]))

/** A sound command with one byte changed, cut off or lengthened. */
const bent = fc
  .tuple(fc.constantFrom(...SOUND), fc.nat(300), fc.nat(255), fc.constantFrom('set', 'cut', 'add'))
  .map(([command, at, byte, how]) => {
    const bytes = [...command]
    if (how === 'set') bytes[at % bytes.length] = byte
    if (how === 'cut') bytes.length = at % bytes.length
    if (how === 'add') bytes.push(byte)
    return Uint8Array.from(bytes)
  })

const anyCommand = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SOUND) },
  { weight: 3, arbitrary: framed },
  { weight: 3, arbitrary: bent },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
)

/**
 * Sends random commands, sound, bent and senseless ones, to devices in random states: each must be
 * answered with a status word, and the device must still work afterwards. Twenty commands a run.
 */
export async function fuzzPracticeLedger(runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyCommand, { minLength: COMMANDS_A_RUN, maxLength: COMMANDS_A_RUN }),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom('flex', 'nanosp'),
      async (list, rawMessages, isAccepting, model) => {
        const device = createGuardedPracticeLedger({
          clock: new ManualClock(1),
          model,
          settings: { rawMessages },
        })
        device.subscribe((state) => {
          if (state.kind === 'review') queueMicrotask(() => device.answer(isAccepting))
        })
        for (const command of list) {
          const answer = await device.exchange(command)
          const status = toHex(answer.subarray(-2))
          expect(status).toMatch(/^(9000|6[0-9a-f]{3}|5501|911c)$/)
        }
        device.script({ app: 'ethereum' })
        const last = await device.exchange(fromHex('b001000000'))
        expect(toHex(last)).toContain(Buffer.from('Ethereum').toString('hex'))
      },
    ),
    { numRuns: runs },
  )
}

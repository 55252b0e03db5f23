import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { LedgerSigner } from '../ledger-signer.ts'
import { createGuardedPracticeLedger } from '../practice-ledger/guarded-practice-ledger.ts'
import type { PracticeDevice } from '../practice-ledger/practice-ledger.ts'
import { bracketAction, INSTRUMENTS, LONG_BRACKET, signActionFor } from '../terms.test-support.ts'
import { LedgerJsTransport } from '../transports/ledgerjs-transport.ts'
import type { DeviceDriver, DriverName } from './device-driver.ts'
import { FUZZ_ACCOUNT } from './fuzz-driver.test-support.ts'
import { KitDriver } from './kit/kit-driver.ts'
import { openKitOver } from './kit/kit-line.ts'
import { loadKit } from './kit/load-kit.ts'
import { LedgerJsDriver } from './ledgerjs-driver.ts'

type Bend = (apdu: Buffer, send: (apdu: Buffer) => Promise<Buffer>) => Promise<Buffer>

/** A line to a sound device on which somebody sits who changes what passes. */
class BentLine extends LedgerJsTransport {
  readonly #device: PracticeDevice
  readonly #bend: Bend

  constructor(device: PracticeDevice, bend: Bend) {
    super()
    this.#device = device
    this.#bend = bend
  }

  override exchange(apdu: Buffer): Promise<Buffer> {
    return this.#bend(apdu, async (bytes) => Buffer.from(await this.#device.exchange(bytes)))
  }

  override async close(): Promise<void> {
    // Nothing is held open.
  }
}

async function openOver(name: DriverName, line: BentLine): Promise<DeviceDriver> {
  if (name === 'ledgerjs') return new LedgerJsDriver(line)
  const modules = await loadKit()
  return new KitDriver(modules, await openKitOver(modules, line, 'flex'))
}

const isFinal = (apdu: Buffer): boolean => apdu[0] === 0xe0 && apdu[1] === 0x0c
/** The 32 bytes of connectionId: a value of that length is sent for nothing else. */
const isConnectionId = (apdu: Buffer): boolean =>
  apdu[0] === 0xe0 && apdu[1] === 0x1c && apdu[3] === 0xff && apdu.readUInt16BE(5) === 32

const plain: Bend = (apdu, send) => send(apdu)

const BENDS: Readonly<Record<string, () => Bend>> = {
  'one bit of the hash on its way to the device': () => (apdu, send) => {
    if (!isConnectionId(apdu)) return send(apdu)
    const bent = Buffer.from(apdu)
    bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1
    return send(bent)
  },
  'another hash altogether': () => (apdu, send) =>
    send(isConnectionId(apdu) ? Buffer.concat([apdu.subarray(0, 7), Buffer.alloc(32, 7)]) : apdu),
  'another account of the same device': () => (apdu, send) => {
    if (!isFinal(apdu)) return send(apdu)
    const bent = Buffer.from(apdu)
    bent[bent.length - 1] = 1
    return send(bent)
  },
  'one bit of the signature on its way back': () => async (apdu, send) => {
    const answer = await send(apdu)
    if (isFinal(apdu)) answer[40] = (answer[40] ?? 0) ^ 1
    return answer
  },
}

function bench(name: DriverName, bend: Bend) {
  const clock = new ManualClock(1_782_000_000_000)
  const settings = { rawMessages: true, transactionCheckAsked: true }
  const device = createGuardedPracticeLedger({ clock, model: 'flex', settings })
  device.subscribe((state) => {
    if (state.kind === 'review' && state.pageIndex === 0) queueMicrotask(() => device.answer(true))
  })
  return new LedgerSigner('paper', () => openOver(name, new BentLine(device, bend)), {
    clock,
    account: () => FUZZ_ACCOUNT,
    derivationPath: () => "44'/60'/0'/0/0",
    instruments: () => INSTRUMENTS,
  })
}

const REQUEST = signActionFor(LONG_BRACKET, bracketAction(LONG_BRACKET))
const OTHER = { ...LONG_BRACKET, limitPrice: LONG_BRACKET.stopPrice }

describe.each(['kit', 'ledgerjs'] as const)('%s over a line that somebody changes', (name) => {
  it.each(Object.entries(BENDS))('throws away a signature after %s', async (_what, bend) => {
    const signer = bench(name, bend())
    const outcome = await signer.sign(REQUEST)
    expect(outcome).toMatchObject({ ok: false, message: expect.stringMatching(/\S/) })
    expect(JSON.stringify(outcome)).toMatch(/thrown away|no signature/)
    await signer.stop()
  })

  it('throws away the signature of an earlier order that is played again', async () => {
    let kept: Buffer | null = null
    const signer = bench(name, async (apdu, send) => {
      const answer = await send(apdu)
      if (!isFinal(apdu)) return answer
      kept ??= Buffer.from(answer)
      return kept
    })
    expect(await signer.sign(REQUEST)).toMatchObject({ ok: true })
    const second = await signer.sign(signActionFor(OTHER, bracketAction(OTHER)))
    expect(second).toMatchObject({ ok: false, message: expect.stringContaining('thrown away') })
    await signer.stop()
  })

  it('takes the signature where nobody does', async () => {
    const signer = bench(name, plain)
    expect(await signer.sign(REQUEST)).toMatchObject({ ok: true, recoveredAddress: FUZZ_ACCOUNT })
    await signer.stop()
  })
})

import { Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DriverSetting } from '#contract/driver-setting.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { LedgerSigner } from './ledger-signer.ts'
import { createLedgerSigner } from './ledger-signer.ts'
import type { GuardedDevice } from './practice-ledger/guarded-practice-ledger.ts'
import { createGuardedPracticeLedger } from './practice-ledger/guarded-practice-ledger.ts'
import type { PracticeScript } from './practice-ledger/practice-ledger.ts'
import { ApduTcpServer } from './practice-servers/apdu-tcp-server.ts'
import { HttpApiServer } from './practice-servers/http-api-server.ts'
import { bracketAction, INSTRUMENTS, LONG_BRACKET, signActionFor } from './terms.test-support.ts'
import type { TransportChoice } from './transports/transport-choice.ts'
import { verifyReceipt } from './verify-receipt.ts'

const ACCOUNT = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'
const PATH = "44'/60'/0'/0/0"
const REQUEST = signActionFor(LONG_BRACKET, bracketAction(LONG_BRACKET))

interface Bench {
  readonly clock: ManualClock
  readonly device: GuardedDevice
  readonly signer: LedgerSigner
  readonly seen: InputBody[]
}

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Line = 'practice' | 'tcp' | 'http'

async function lineTo(device: GuardedDevice, clock: ManualClock, line: Line) {
  if (line === 'practice') return { kind: 'practice', device } as const
  if (line === 'tcp') {
    const server = await ApduTcpServer.start(device, 0)
    closers.push(() => server.close())
    return { kind: 'tcp', port: server.port } as const
  }
  const server = await HttpApiServer.start({ device, clock, port: 0, allowAutopilot: false })
  closers.push(() => server.close())
  return { kind: 'http', url: `http://127.0.0.1:${server.port}` } as const
}

async function bench(
  line: Line,
  script: PracticeScript = {},
  account = ACCOUNT,
  driver: DriverSetting = 'automatic',
): Promise<Bench> {
  const clock = new ManualClock(1_782_000_000_000)
  const device = createGuardedPracticeLedger({ clock, settings: { rawMessages: true } })
  const transport: TransportChoice = await lineTo(device, clock, line)
  device.script(script)
  const signer = createLedgerSigner({
    mode: 'paper',
    transport,
    clock,
    driver: () => driver,
    account: () => account,
    derivationPath: () => PATH,
    instruments: () => INSTRUMENTS,
  })
  closers.push(() => signer.stop())
  return { clock, device, signer, seen: [] }
}

/** Resolves once the device shows what it was asked. */
function asked(device: GuardedDevice): Promise<string> {
  return new Promise((resolve) => {
    const stop = device.subscribe((state) => {
      if (state.kind !== 'review') return
      queueMicrotask(() => stop())
      resolve(state.title)
    })
  })
}

/** Goes through the pages with the two buttons and answers on the last ones. */
function walk(device: GuardedDevice, isAccepted: boolean): readonly string[] {
  const shown: string[] = []
  const look = () => shown.push(device.screen().lines.join(' | '))
  device.press('both')
  look()
  const last = device.screen().pageCount - (isAccepted ? 2 : 1)
  while (device.screen().pageIndex < last) {
    device.press('right')
    look()
  }
  device.press('both')
  return shown
}

const LINES = ['practice', 'tcp', 'http'] as const
const DRIVERS = ['kit', 'ledgerjs'] as const
const EVERY_WAY = DRIVERS.flatMap((driver) => LINES.map((line) => ({ driver, line })))

describe.each(EVERY_WAY)('$driver over $line', ({ driver, line }) => {
  it('signs a bracket that the owner accepts with the buttons', async () => {
    const { device, signer } = await bench(line, {}, ACCOUNT, driver)
    const signing = signer.sign(REQUEST)
    await asked(device)
    const pages = walk(device, true)
    const outcome = await signing
    expect(outcome).toMatchObject({
      ok: true,
      connectionId: REQUEST.connectionId,
      recoveredAddress: ACCOUNT,
    })
    const digits = REQUEST.connectionId.slice(2).toUpperCase()
    expect(pages.join('').replace(/[^0-9A-Fx]/g, '')).toContain(digits.slice(0, 15))
    expect(pages).toContain('source | b')
    if (!outcome.ok) return
    const receipt = { ...REQUEST, source: 'b', ...outcome } as const
    expect(verifyReceipt(receipt)).toMatchObject({ ok: true, action: { type: 'order' } })
  })

  it('says so when the owner rejects', async () => {
    const { device, signer } = await bench(line, {}, ACCOUNT, driver)
    const signing = signer.sign(REQUEST)
    await asked(device)
    walk(device, false)
    expect(await signing).toMatchObject({ ok: false, code: 'rejectedOnDevice' })
  })

  it.each([
    ['locked', { isLocked: true }, 'PIN'],
    ['noApp', { app: 'dashboard' }, 'Open the Ethereum app'],
    ['wrongApp', { app: 'other' }, '"Bitcoin"'],
    ['unplugged', { isPlugged: false }, 'Plug it in'],
    ['busyElsewhere', { isHeldByOther: true }, 'Close Ledger Live'],
    ['settingMissing', { settings: { rawMessages: false } }, '"Raw messages"'],
  ] as const)(
    'explains %s, and the same request goes on afterwards',
    async (code, script, words) => {
      const { device, signer } = await bench(line, script, ACCOUNT, driver)
      const outcome = await signer.sign(REQUEST)
      expect(outcome).toMatchObject({ ok: false, code, message: expect.stringContaining(words) })
      device.script({
        isLocked: false,
        app: 'ethereum',
        isPlugged: true,
        isHeldByOther: false,
        settings: { rawMessages: true },
      })
      await new Promise((resolve) => setImmediate(resolve))
      const signing = signer.sign({ ...REQUEST, attempt: 2 })
      await asked(device)
      walk(device, true)
      expect(await signing).toMatchObject({ ok: true })
    },
  )

  it('notices the cable being pulled while the owner is asked', async () => {
    const { device, signer } = await bench(line, {}, ACCOUNT, driver)
    const signing = signer.sign(REQUEST)
    await asked(device)
    device.script({ isPlugged: false })
    expect(await signing).toMatchObject({ ok: false, code: 'unplugged' })
  })

  it('refuses tampered bytes before the device hears of them', async () => {
    const { device, signer } = await bench(line, {}, ACCOUNT, driver)
    const actionHex = `${REQUEST.actionHex.slice(0, -2)}62`
    expect(await signer.sign({ ...REQUEST, actionHex })).toMatchObject({
      ok: false,
      code: 'termsMismatch',
    })
    expect(device.screen().kind).toBe('home')
  })

  it('will not have another account sign', async () => {
    const { device, signer } = await bench(line, {}, `0x${'12'.repeat(20)}`, driver)
    expect(await signer.sign(REQUEST)).toMatchObject({ ok: false, code: 'wrongAccount' })
    expect(device.screen().kind).toBe('home')
  })

  it('reads the address, and lets the owner compare it', async () => {
    const { device, signer } = await bench(line, {}, ACCOUNT, driver)
    expect(await signer.getAddress(PATH, false)).toEqual({ ok: true, address: ACCOUNT })
    const verifying = signer.getAddress(PATH, true)
    expect(await asked(device)).toBe('Verify Ethereum address')
    device.answer(true)
    expect(await verifying).toEqual({ ok: true, address: ACCOUNT })
    const cancelled = signer.getAddress(PATH, true)
    await asked(device)
    device.answer(false)
    expect(await cancelled).toMatchObject({ ok: false, code: 'rejectedOnDevice' })
    expect(await signer.getAddress('nonsense', false)).toMatchObject({ ok: false })
    expect(await signer.getAddress("44'/0'/0'", false)).toMatchObject({ code: 'wrongAccount' })
  })
})

describe('LedgerSigner', () => {
  it('opens no connection to anybody while it signs', async () => {
    const connecting = vi.spyOn(Socket.prototype, 'connect')
    const fetching = vi.spyOn(globalThis, 'fetch')
    const { device, signer } = await bench('practice')
    const signing = signer.sign(REQUEST)
    await asked(device)
    device.answer(true)
    expect(await signing).toMatchObject({ ok: true })
    expect(connecting).not.toHaveBeenCalled()
    expect(fetching).not.toHaveBeenCalled()
  })

  it('asks for one signature after the other', async () => {
    const { device, signer } = await bench('practice')
    const first = signer.sign(REQUEST)
    const second = signer.sign({ ...REQUEST, attempt: 2 })
    await asked(device)
    device.answer(true)
    expect(await first).toMatchObject({ ok: true })
    await asked(device)
    device.answer(true)
    expect(await second).toMatchObject({ ok: true })
  })

  it('cancels a waiting request at once and one on the device as far as it can', async () => {
    const { device, signer, seen } = await bench('practice')
    await signer.start((input) => seen.push(input))
    const first = signer.sign(REQUEST)
    const second = signer.sign({ ...REQUEST, attempt: 2 })
    await asked(device)
    signer.cancel('t-1', 2)
    expect(await second).toMatchObject({ ok: false, code: 'canceled' })
    signer.cancel('t-1', 1)
    expect(await first).toMatchObject({ ok: false, code: 'canceled' })
    const third = await signer.sign({ ...REQUEST, attempt: 3 })
    expect(third).toMatchObject({
      ok: false,
      code: 'busy',
      message: expect.stringContaining('Reject'),
    })
    device.answer(false)
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen.filter(({ kind }) => kind === 'signatureReturned')).toEqual([])
    const fourth = signer.sign({ ...REQUEST, attempt: 4 })
    await asked(device)
    device.answer(true)
    expect(await fourth).toMatchObject({ ok: true })
  })

  it('hands over a signature that came after it was called off, to be written down', async () => {
    const { device, signer } = await bench('practice')
    const late = new Promise((resolve) => {
      signer
        .start((input) => (input.kind === 'signatureReturned' ? resolve(input) : undefined))
        .catch(resolve)
    })
    const signing = signer.sign(REQUEST)
    await asked(device)
    signer.cancel('t-1', 1)
    expect(await signing).toMatchObject({ ok: false, code: 'canceled' })
    device.answer(true)
    const { connectionId } = REQUEST
    expect(await late).toMatchObject({
      ticketId: 't-1',
      attempt: 1,
      connectionId,
      recoveredAddress: ACCOUNT,
    })
  })

  it('gives up after a time, and bounds how many wait', async () => {
    const { clock, device, signer } = await bench('practice')
    const first = signer.sign(REQUEST)
    await asked(device)
    const others = Array.from({ length: 9 }, (_, index) =>
      signer.sign({ ...REQUEST, attempt: index + 2 }),
    )
    expect(await others[8]).toMatchObject({ ok: false, code: 'busy' })
    clock.advance(320_000)
    expect(await first).toMatchObject({ ok: false, code: 'timeout' })
    expect(await others[0]).toMatchObject({ ok: false, code: 'busy' })
  })

  it('says how the device is, only when it changes', async () => {
    const { clock, device, signer, seen } = await bench('practice', { isLocked: true })
    await signer.start((input) => seen.push(input))
    expect(seen).toMatchObject([{ kind: 'deviceStateChanged', state: 'locked' }])
    clock.advance(5000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen).toHaveLength(1)
    device.script({ isLocked: false })
    clock.advance(5000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen[1]).toMatchObject({ state: 'ready', reason: '' })
  })

  it('signs its own statements and nothing else', async () => {
    const { device, signer } = await bench('practice')
    const approving = signer.signStatement('agent-1', {
      kind: 'approveAgent',
      agentAddress: `0x${'17'.repeat(20)}`,
      agentName: 'desk valid_until 1782000600000',
      nonce: 1_782_000_000_000,
    })
    await asked(device)
    device.answer(true)
    expect(await approving).toMatchObject({ ok: true, recoveredAddress: ACCOUNT })
    const resume = { kind: 'resume', account: ACCOUNT, reason: 'loss cap', tsMs: 1 } as const
    const resuming = signer.signStatement('resume-1', resume)
    await asked(device)
    device.answer(true)
    expect(await resuming).toMatchObject({ ok: true })
    expect(
      await signer.signStatement('resume-2', { ...resume, reason: 'line\nbreak' }),
    ).toMatchObject({ ok: false, code: 'policyRefused' })
  })

  it('accepts nothing but USB on mainnet', async () => {
    const { clock, device } = await bench('practice')
    const options = {
      clock,
      account: () => ACCOUNT,
      derivationPath: () => PATH,
      instruments: () => INSTRUMENTS,
    }
    const emulators = [
      { kind: 'practice', device },
      { kind: 'tcp', port: 1 },
      { kind: 'http', url: 'http://127.0.0.1:1' },
    ] as const
    for (const transport of emulators) {
      expect(() =>
        // @ts-expect-error an emulator on mainnet does not compile either
        createLedgerSigner({ ...options, mode: 'mainnet' as const, transport }),
      ).toThrow('only a real Ledger on USB')
    }
    const signer = createLedgerSigner({
      ...options,
      mode: 'mainnet',
      transport: {
        kind: 'usb',
        loadHid: async () => ({ list: async () => [], open: async () => 0 }),
      },
    })
    expect(await signer.sign(REQUEST)).toMatchObject({ ok: false, code: 'unplugged' })
    await signer.stop()
  })
})

import { Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ManualClock } from '../../../runtime/manual-clock.ts'
import type { AllowedTypedData } from '../../allowed-typed-data.ts'
import { statementTypedData } from '../../allowed-typed-data.ts'
import { createGuardedPracticeLedger } from '../../practice-ledger/guarded-practice-ledger.ts'
import { ApduTcpServer } from '../../practice-servers/apdu-tcp-server.ts'
import { HttpApiServer } from '../../practice-servers/http-api-server.ts'
import { recoverSigner } from '../../recover-signer.ts'
import type { TransportChoice } from '../../transports/transport-choice.ts'
import type { DeviceDriver, DeviceQuestion } from '../device-driver.ts'
import { openDriverBy } from '../open-driver.ts'
import { emptyContext } from './empty-context.ts'
import { KitDriver } from './kit-driver.ts'

const ACCOUNT = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'
const PATH = "44'/60'/0'/0/0"
const MESSAGE: AllowedTypedData = statementTypedData('paper', {
  kind: 'practiceMessage',
  account: ACCOUNT,
  tsMs: 1_782_000_000_000,
})

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type DeviceOptions = Omit<Parameters<typeof createGuardedPracticeLedger>[0], 'clock'>

function practice(options: DeviceOptions) {
  const clock = new ManualClock(1_782_000_000_000)
  const device = createGuardedPracticeLedger({ clock, ...options })
  const sent: string[] = []
  const exchange = device.exchange.bind(device)
  device.exchange = (apdu) => {
    sent.push(Buffer.from(apdu).toString('hex'))
    return exchange(apdu)
  }
  return { clock, device, sent }
}

async function opened(choice: TransportChoice): Promise<DeviceDriver> {
  const driver = await KitDriver.open(choice)
  closers.push(() => driver.close())
  await driver.checkApp()
  return driver
}

/** Answers every question of the device as it comes. */
function answering(device: ReturnType<typeof practice>['device'], isAccepted: boolean[]) {
  const titles: string[] = []
  device.subscribe((state) => {
    if (state.kind !== 'review' || state.pageIndex !== 0) return
    queueMicrotask(() => {
      const wanted = isAccepted[titles.length]
      titles.push(state.title)
      device.answer(wanted ?? true)
    })
  })
  return titles
}

const isBareHash = (apdu: string): boolean => apdu.startsWith('e00c') && apdu.slice(6, 8) !== '01'

describe('KitDriver', () => {
  it('tells of the question about Transaction Check, and signs after "Maybe later"', async () => {
    const { device } = practice({ model: 'flex', settings: { rawMessages: true } })
    const titles = answering(device, [false, true])
    const driver = await opened({ kind: 'practice', device })
    const asked: DeviceQuestion[] = []
    const signature = await driver.signTypedData(PATH, MESSAGE, (question) => asked.push(question))
    expect(asked).toEqual(['transactionCheck', 'review'])
    expect(titles).toHaveLength(2)
    expect(titles[0]).toMatch(/Transaction Check/)
    expect(recoverSigner(MESSAGE, signature)).toBe(ACCOUNT)
    asked.length = 0
    await driver.signTypedData(PATH, MESSAGE, (question) => asked.push(question))
    expect(asked).toEqual(['review'])
  })

  it('explains "Raw messages" and lets no bare hash through', async () => {
    for (const model of ['flex', 'nanosp', 'nanox'] as const) {
      const { device, sent } = practice({ model, settings: { transactionCheckAsked: true } })
      const driver = await opened({ kind: 'practice', device })
      await expect(driver.signTypedData(PATH, MESSAGE, () => undefined)).rejects.toMatchObject({
        code: 'settingMissing',
        message: expect.stringContaining('"Raw messages"'),
      })
      expect(sent.filter(isBareHash)).toEqual([])
    }
  })

  it('never has a bare hash signed, not even where the device would', async () => {
    const settings = { blindSigning: true, transactionCheckAsked: true }
    const { device, sent } = practice({ settings })
    const driver = await opened({ kind: 'practice', device })
    const exchange = device.exchange.bind(device)
    device.exchange = (apdu) =>
      apdu[1] === 0x1a ? Promise.resolve(Uint8Array.of(0x6a, 0x84)) : exchange(apdu)
    await expect(driver.signTypedData(PATH, MESSAGE, () => undefined)).rejects.toMatchObject({
      message: expect.stringContaining('0x6a84'),
    })
    expect(sent.filter(isBareHash)).toEqual([])
  })

  it('says that the device was locked in the middle of a message', async () => {
    const { device } = practice({ settings: { rawMessages: true } })
    const driver = await opened({ kind: 'practice', device })
    const exchange = device.exchange.bind(device)
    device.exchange = (apdu) => {
      if (apdu[1] === 0x1c) device.script({ isLocked: true })
      return exchange(apdu)
    }
    await expect(driver.signTypedData(PATH, MESSAGE, () => undefined)).rejects.toMatchObject({
      code: 'locked',
    })
  })

  it('answers its own questions about context with nothing', async () => {
    expect(await emptyContext.getContexts({})).toEqual([])
    expect(await emptyContext.getFieldContext({}, 'x' as never)).toMatchObject({ type: 'error' })
    expect(await emptyContext.getTypedDataFilters({} as never)).toMatchObject({ type: 'error' })
    await emptyContext.report({} as never)
    await emptyContext.signReport?.({} as never)
  })

  it('finds no Ledger where none is plugged in', async () => {
    await expect(KitDriver.open({ kind: 'usb' })).rejects.toMatchObject({ name: 'DeviceFailure' })
  })
})

describe('the choice of a driver', () => {
  const way = () => {
    const { device } = practice({ settings: { rawMessages: true } })
    return { kind: 'practice', device } as const
  }

  it('automatic is the kit, and LedgerJS where the kit cannot be loaded', async () => {
    const fails = () => Promise.reject(new Error('no such package'))
    expect((await openDriverBy(() => 'automatic', way())()).name).toBe('kit')
    expect((await openDriverBy(() => 'automatic', way(), fails)()).name).toBe('ledgerjs')
    expect((await openDriverBy(() => 'kit', way(), fails)()).name).toBe('kit')
    expect((await openDriverBy(() => 'ledgerjs', way())()).name).toBe('ledgerjs')
  })
})

describe.each(['kit', 'ledgerjs'] as const)('%s and the world', (setting) => {
  it.each(['tcp', 'http'] as const)('connects to this computer alone, over %s', async (line) => {
    const { clock, device } = practice({ model: 'flex', settings: { rawMessages: true } })
    answering(device, [true, true, true])
    const server =
      line === 'tcp'
        ? await ApduTcpServer.start(device, 0)
        : await HttpApiServer.start({ device, clock, port: 0, allowAutopilot: false })
    closers.push(() => server.close())
    const choice: TransportChoice =
      line === 'tcp'
        ? { kind: 'tcp', port: server.port }
        : { kind: 'http', url: `http://127.0.0.1:${server.port}` }
    const connecting = vi.spyOn(Socket.prototype, 'connect')
    const fetching = vi.spyOn(globalThis, 'fetch')
    const driver = await openDriverBy(() => setting, choice)()
    closers.push(() => driver.close())
    await driver.checkApp()
    expect(await driver.getAddress(PATH, true)).toBe(ACCOUNT)
    await driver.signTypedData(PATH, MESSAGE, () => undefined)
    const places = connecting.mock.calls.map(([first]) => JSON.stringify(first))
    expect(places.length).toBeGreaterThan(0)
    for (const place of places) {
      expect(place).toContain('127.0.0.1')
      expect(place).toContain(String(server.port))
    }
    for (const [url] of fetching.mock.calls) expect(String(url)).toMatch(/^http:\/\/127\.0\.0\.1:/)
  })
})

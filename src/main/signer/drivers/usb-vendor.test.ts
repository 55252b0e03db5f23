import { createRequire } from 'node:module'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { KitDriver } from './kit/kit-driver.ts'
import { LedgerJsDriver } from './ledgerjs-driver.ts'

interface HidDevice {
  readonly vendorId: number
  readonly productId: number
  readonly interface: number
  readonly usagePage: number
  readonly path: string
}

/** The parts of node-hid that both drivers look for devices with. */
interface HidModule {
  devices: (vendorId?: number) => readonly HidDevice[]
  devicesAsync: () => Promise<readonly HidDevice[]>
  HID: unknown
  HIDAsync: unknown
}

const hid = createRequire(import.meta.url)('node-hid') as HidModule
const before = { ...hid }
const USAGE_PAGE = 0xffa0
const SECURITY_KEY = { vendorId: 0x1050, productId: 0x0407, interface: 0, usagePage: USAGE_PAGE }
const NANO_S_PLUS = { vendorId: 0x2c97, productId: 0x5011, interface: 0, usagePage: USAGE_PAGE }

let plugged: readonly HidDevice[] = []
let opened: string[] = []

const refuse = (path: string): never => {
  opened.push(path)
  throw new Error(`cannot open device with path ${path}`)
}

// Before either driver is loaded: the kit keeps what it finds in the module.
Object.assign(hid, {
  devices: (vendorId?: number) =>
    plugged.filter((device) => vendorId === undefined || device.vendorId === vendorId),
  devicesAsync: async () => plugged,
  HID: class {
    constructor(path: string) {
      refuse(path)
    }
  },
  HIDAsync: { open: async (path: string) => refuse(path) },
})

beforeEach(() => {
  opened = []
})
afterAll(() => {
  Object.assign(hid, before)
})

const OPEN = {
  kit: () => KitDriver.open({ kind: 'usb' }),
  ledgerjs: () => LedgerJsDriver.open({ kind: 'usb' }),
}

describe.each(['kit', 'ledgerjs'] as const)('%s on USB', (driver) => {
  it('touches nothing that is not from Ledger', async () => {
    plugged = [{ ...SECURITY_KEY, path: 'key' }]
    await expect(OPEN[driver]()).rejects.toMatchObject({ code: 'unplugged' })
    expect(opened).toEqual([])
  })

  it('opens the Ledger among others, and says what to do when it is refused', async () => {
    plugged = [
      { ...SECURITY_KEY, path: 'key' },
      { ...NANO_S_PLUS, path: 'ledger' },
    ]
    await expect(OPEN[driver]()).rejects.toMatchObject({
      code: 'busyElsewhere',
      message: expect.stringMatching(/Another program may hold it.*udev rules/),
    })
    expect(new Set(opened)).toEqual(new Set(['ledger']))
  })
})

import { DeviceFailure, heldByOther, unplugged } from './device-failure.ts'
import type { LedgerJsTransport } from './ledgerjs-transport.ts'
import { unwrapDefault } from './ledgerjs-transport.ts'

/** What is needed of hw-transport-node-hid; a test puts its own in the place. */
export interface HidTransports {
  list(): Promise<readonly string[]>
  open(path: string): Promise<unknown>
}

const LIBUSB_SENTENCE =
  'The USB driver cannot be loaded: libusb is missing. On Debian or Ubuntu: sudo apt install libusb-1.0-0, then go on.'
const UDEV_SENTENCE =
  'The Ledger is connected but may not be opened. Another program may hold it (close Ledger Live), or on Linux the udev rules are missing: see "Install the udev rules" on the Ledger screen.'

async function loadHid(): Promise<HidTransports> {
  const module = await import('@ledgerhq/hw-transport-node-hid')
  return unwrapDefault(unwrapDefault(module)) as unknown as HidTransports
}

const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** Why the packages for USB could not be loaded. */
export function explainLoad(cause: unknown): DeviceFailure {
  const isLibrary = codeOf(cause) === 'ERR_DLOPEN_FAILED' || /libusb|\.node/.test(textOf(cause))
  const sentence = isLibrary
    ? LIBUSB_SENTENCE
    : `The USB driver cannot be loaded: ${textOf(cause)}.`
  return new DeviceFailure('driverFault', sentence, { cause })
}

/** Why a device that is there could not be opened. */
export function explainOpen(cause: unknown): DeviceFailure {
  if (/cannot open device|unable to open/i.test(textOf(cause))) {
    return new DeviceFailure('busyElsewhere', UDEV_SENTENCE, { cause })
  }
  if (/busy|exclusive|LIBUSB_ERROR_BUSY/i.test(textOf(cause))) return heldByOther(cause)
  return new DeviceFailure('driverFault', `The USB driver failed: ${textOf(cause)}.`, { cause })
}

/**
 * Opens the first Ledger on USB (Ledger's vendor id only). Rejects with DeviceFailure: `unplugged`
 * when there is none, `busyElsewhere` when it may not be opened, `driverFault` without libusb.
 */
export async function openUsbTransport(
  load: () => Promise<HidTransports> = loadHid,
): Promise<LedgerJsTransport> {
  let hid: HidTransports
  let paths: readonly string[]
  try {
    hid = await load()
    paths = await hid.list()
  } catch (cause) {
    throw explainLoad(cause)
  }
  const path = paths[0]
  if (path === undefined) throw unplugged()
  try {
    return (await hid.open(path)) as LedgerJsTransport
  } catch (cause) {
    throw explainOpen(cause)
  }
}

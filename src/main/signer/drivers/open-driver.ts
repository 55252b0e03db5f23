import type { DriverSetting } from '#contract/driver-setting.ts'
import type { TransportChoice } from '../transports/transport-choice.ts'
import type { DeviceDriver, OpenDriver } from './device-driver.ts'
import { KitDriver } from './kit/kit-driver.ts'
import { loadKit } from './kit/load-kit.ts'

/**
 * Automatic takes Ledger's Device Management Kit, and LedgerJS where the kit cannot be loaded on
 * this system. A driver that the device refuses is never changed for the other: the ticket says why.
 */
async function isKitLoadable(load: () => Promise<unknown>): Promise<boolean> {
  try {
    await load()
    return true
  } catch {
    // The answer is the choice itself; whoever asks for the kit by name is told why it fails.
    return false
  }
}

/** How lines are opened under a setting, read anew for each line. */
export function openDriverBy(
  setting: () => DriverSetting,
  choice: TransportChoice,
  load: () => Promise<unknown> = loadKit,
): OpenDriver {
  return async (): Promise<DeviceDriver> => {
    const wanted = setting()
    const isKit = wanted === 'kit' || (wanted === 'automatic' && (await isKitLoadable(load)))
    if (isKit) return KitDriver.open(choice)
    // LedgerJS brings a megabyte of code with it: read where it is wanted alone
    const { LedgerJsDriver } = await import('./ledgerjs-driver.ts')
    return LedgerJsDriver.open(choice)
  }
}

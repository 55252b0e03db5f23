import type { GuardedDevice } from '../practice-ledger/guarded-practice-ledger.ts'
import { isGuardedDevice } from '../practice-ledger/guarded-practice-ledger.ts'
import { DeviceHeldError, DeviceUnpluggedError } from '../practice-ledger/practice-ledger.ts'
import { heldByOther, unplugged } from './device-failure.ts'
import { LedgerJsTransport } from './ledgerjs-transport.ts'

/** Talks to the practice Ledger inside this process. */
export class PracticeTransport extends LedgerJsTransport {
  readonly #device: GuardedDevice
  #isOpen = true

  constructor(device: GuardedDevice) {
    super()
    if (!isGuardedDevice(device)) throw new Error('A practice device must be guarded.')
    this.#device = device
  }

  override async exchange(apdu: Buffer): Promise<Buffer> {
    if (!this.#isOpen) throw unplugged()
    try {
      return Buffer.from(await this.#device.exchange(apdu))
    } catch (cause) {
      if (cause instanceof DeviceUnpluggedError) throw unplugged(cause)
      if (cause instanceof DeviceHeldError) throw heldByOther(cause)
      throw cause
    }
  }

  override async close(): Promise<void> {
    this.#isOpen = false
  }
}

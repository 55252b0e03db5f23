import type { SigningFailureCode } from '#core/model/device-error.ts'

/** A device that cannot be used now, with the code that the ticket shows and a sentence what to do. */
export class DeviceFailure extends Error {
  override readonly name = 'DeviceFailure'
  readonly code: SigningFailureCode
  constructor(code: SigningFailureCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options)
    this.code = code
  }
}

const SENTENCES = {
  unplugged: 'The Ledger is not connected. Plug it in, unlock it and open the Ethereum app.',
  busyElsewhere:
    'Another program holds the Ledger. Close Ledger Live, browser wallets and other signing programs, then go on.',
} as const

export const unplugged = (cause?: unknown): DeviceFailure =>
  new DeviceFailure('unplugged', SENTENCES.unplugged, { cause })

export const heldByOther = (cause?: unknown): DeviceFailure =>
  new DeviceFailure('busyElsewhere', SENTENCES.busyElsewhere, { cause })

import type { Mode } from '#core/model/signature.ts'
import type { GuardedDevice } from '../practice-ledger/guarded-practice-ledger.ts'
import { HttpTransport } from './http-transport.ts'
import type { LedgerJsTransport } from './ledgerjs-transport.ts'
import { PracticeTransport } from './practice-transport.ts'
import { TcpTransport } from './tcp-transport.ts'
import type { HidTransports } from './usb-transport.ts'
import { openUsbTransport } from './usb-transport.ts'

export interface UsbChoice {
  readonly kind: 'usb'
  /** For tests: what stands in for node-hid. */
  readonly loadHid?: () => Promise<HidTransports>
}

export type EmulatorChoice =
  | { readonly kind: 'practice'; readonly device: GuardedDevice }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'http'; readonly url: string }

export type TransportChoice = UsbChoice | EmulatorChoice

/** On mainnet there is only the real device on USB; the compiler refuses anything else. */
export type TransportFor<M extends Mode> = M extends 'mainnet' ? UsbChoice : TransportChoice

/** The same rule for whatever got past the compiler. */
export function refuseEmulatorOnMainnet(mode: Mode, choice: TransportChoice): void {
  if (mode === 'mainnet' && choice.kind !== 'usb') {
    throw new Error(
      `On mainnet only a real Ledger on USB may sign; a signer over "${choice.kind}" is refused.`,
    )
  }
}

/** Opens a line to the device. Rejects with DeviceFailure. */
export async function openTransport(choice: TransportChoice): Promise<LedgerJsTransport> {
  switch (choice.kind) {
    case 'usb':
      return openUsbTransport(choice.loadHid)
    case 'practice':
      return new PracticeTransport(choice.device)
    case 'tcp':
      return TcpTransport.connect(choice.port)
    default:
      return new HttpTransport(choice.url)
  }
}

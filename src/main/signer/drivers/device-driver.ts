import type { Signature } from '#core/model/signature.ts'
import type { AllowedTypedData } from '../allowed-typed-data.ts'

/** Which library speaks to the device. */
export type DriverName = 'kit' | 'ledgerjs'

/**
 * What the device asks its owner at this moment. `transactionCheck` comes once in the life of a
 * device, before its first signature.
 */
export type DeviceQuestion = 'transactionCheck' | 'review'
export type OnQuestion = (question: DeviceQuestion) => void

/**
 * One open line to one device. A call may wait for the owner; the device queue sees to it that
 * there is never a second call. Every call rejects with DeviceFailure and nothing else.
 */
export interface DeviceDriver {
  readonly name: DriverName
  /** Rejects with `locked`, `noApp` or `wrongApp` unless the Ethereum app is open. */
  checkApp(): Promise<void>
  /** The checksummed address; with `verify` the owner compares it on the device's screen first. */
  getAddress(derivationPath: string, verify: boolean): Promise<string>
  /** Full-message mode only: the device sees every field. */
  signTypedData(
    derivationPath: string,
    typedData: AllowedTypedData,
    onQuestion: OnQuestion,
  ): Promise<Signature>
  /** Gives the device back to other programs. Never rejects. */
  close(): Promise<void>
}

/** Opens a line. Rejects with DeviceFailure. */
export type OpenDriver = () => Promise<DeviceDriver>

import { DeviceFailure, unplugged } from '../transports/device-failure.ts'

/** What the device was asked when it failed; the same status word means different things. */
export type DeviceStep = 'app' | 'address' | 'sign'

export const RAW_MESSAGES_SENTENCE =
  'The Ethereum app refused the message. On the Ledger open the Ethereum app\'s settings, switch on "Raw messages", then go on.'
const APP_SENTENCE = 'Open the Ethereum app on the Ledger, then go on.'

const isOneOf = (status: number, ...words: readonly number[]): boolean => words.includes(status)

/** The status word's meaning at this step, in one sentence that says what to do. */
export function explainStatus(status: number, step: DeviceStep, cause?: unknown): DeviceFailure {
  const because = { cause }
  if (isOneOf(status, 0x5515, 0x6982, 0x6804, 0x5303)) {
    return new DeviceFailure('locked', 'The Ledger is locked. Enter its PIN, then go on.', because)
  }
  if (isOneOf(status, 0x6985, 0x5501)) {
    return new DeviceFailure(
      'rejectedOnDevice',
      'Rejected on the Ledger. Nothing was signed.',
      because,
    )
  }
  if (isOneOf(status, 0x6511, 0x6e01, 0x650f)) {
    return new DeviceFailure('noApp', `No app is open on the Ledger. ${APP_SENTENCE}`, because)
  }
  if (isOneOf(status, 0x6d00, 0x6e00, 0x6d02)) {
    return new DeviceFailure(
      'wrongApp',
      `Another app is open on the Ledger. ${APP_SENTENCE}`,
      because,
    )
  }
  if (step === 'sign' && isOneOf(status, 0x6a80, 0x6a81)) {
    return new DeviceFailure('settingMissing', RAW_MESSAGES_SENTENCE, because)
  }
  if (status === 0x6a15) {
    const sentence =
      "This derivation path is not one of the Ethereum app's. Choose another account."
    return new DeviceFailure('wrongAccount', sentence, because)
  }
  const word = `0x${status.toString(16).padStart(4, '0')}`
  const sentence = `The Ledger answered ${word}, which the desk does not know. Unplug it, plug it in and go on.`
  return new DeviceFailure('driverFault', sentence, because)
}

const UNPLUGGED_NAMES: readonly string[] = [
  'DisconnectedDevice',
  'DisconnectedDeviceDuringOperation',
  'TransportOpenUserCancelled',
]

/** Whatever a driver threw, as a DeviceFailure. By name and status code: LedgerJS mixes versions. */
export function explainFailure(cause: unknown, step: DeviceStep): DeviceFailure {
  if (cause instanceof DeviceFailure) return cause
  const failure = asRecord(cause)
  const name = String(failure.name ?? '')
  if (typeof failure.statusCode === 'number') {
    return explainStatus(failure.statusCode, step, cause)
  }
  if (UNPLUGGED_NAMES.includes(name) || failure.id === 'NoDevice') return unplugged(cause)
  if (name === 'TransportRaceCondition' || failure.id === 'TransportLocked') {
    const sentence = 'The Ledger still works on an earlier request. Answer it on the device first.'
    return new DeviceFailure('busy', sentence, { cause })
  }
  const text = cause instanceof Error ? cause.message : String(cause)
  return new DeviceFailure('driverFault', `The Ledger's driver failed: ${text}`, { cause })
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

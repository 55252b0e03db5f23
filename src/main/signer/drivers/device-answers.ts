import { getAddress } from 'ethers'
import type { Signature } from '#core/model/signature.ts'
import { DeviceFailure } from '../transports/device-failure.ts'

const HEX_32 = /^0x[0-9a-f]{64}$/

const printable = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 32)

/** Reads the answer to b0010000: throws `noApp` or `wrongApp` unless the Ethereum app is open. */
export function checkAppName(answer: Uint8Array): void {
  const length = answer[1] ?? 0
  const name = Buffer.from(answer.subarray(2, 2 + length)).toString('latin1')
  if (name === 'Ethereum') return
  if (name === 'BOLOS') {
    const sentence = 'No app is open on the Ledger. Open the Ethereum app, then go on.'
    throw new DeviceFailure('noApp', sentence)
  }
  const sentence = `The app "${printable(name)}" is open on the Ledger. Open the Ethereum app, then go on.`
  throw new DeviceFailure('wrongApp', sentence)
}

/** Throws `driverFault` unless the three are what a signature is made of. */
export function checkedSignature(r: string, s: string, v: number): Signature {
  if ((v !== 27 && v !== 28) || !HEX_32.test(r) || !HEX_32.test(s)) {
    throw new DeviceFailure('driverFault', 'The Ledger answered something that is no signature.')
  }
  return { r: r as `0x${string}`, s: s as `0x${string}`, v }
}

/** With its checksum; throws `driverFault` when it is no address. */
export function checkedAddress(address: string): string {
  try {
    return getAddress(address)
  } catch (cause) {
    const sentence = 'The Ledger answered something that is no address.'
    throw new DeviceFailure('driverFault', sentence, { cause })
  }
}

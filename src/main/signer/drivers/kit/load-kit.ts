import { createRequire } from 'node:module'

// The kit's ES modules import folders, which Node does not; its CommonJS form is whole. Loaded when
// the first line is opened, because it takes a third of a second.
const require = createRequire(import.meta.url)

export type ManagementKit = typeof import('@ledgerhq/device-management-kit')
export type SignerKit = typeof import('@ledgerhq/device-signer-kit-ethereum')
export type EitherModule = typeof import('purify-ts')
export type StreamModule = typeof import('rxjs')

export interface KitModules {
  readonly management: ManagementKit
  readonly signer: SignerKit
  readonly either: EitherModule
  readonly streams: StreamModule
}

let loaded: KitModules | null = null

/** Other work of the process gets its turn between two packages. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Ledger's Device Management Kit. Rejects when a package cannot be loaded. */
export async function loadKit(): Promise<KitModules> {
  if (loaded) return loaded
  const management = require('@ledgerhq/device-management-kit') as ManagementKit
  await pause()
  const signer = require('@ledgerhq/device-signer-kit-ethereum') as SignerKit
  const either = require('purify-ts') as EitherModule
  const streams = require('rxjs') as StreamModule
  loaded = { management, signer, either, streams }
  return loaded
}

export const loadSpeculosTransport = (): typeof import('@ledgerhq/device-transport-kit-speculos') =>
  require('@ledgerhq/device-transport-kit-speculos')

/** Loads node-hid and usb, so only where a device on USB is wanted. */
export const loadHidTransport = (): typeof import('@ledgerhq/device-transport-kit-node-hid') =>
  require('@ledgerhq/device-transport-kit-node-hid')

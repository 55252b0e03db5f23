/** Packages without a CommonJS form: Electron 33 and Node 20.18 cannot require() them. */
export const esmOnlyPackages = [
  '@nktkas/hyperliquid',
  '@noble/curves',
  '@noble/hashes',
  '@scure/bip32',
  '@scure/bip39',
]

/** Packages of many small files: one bundle opens in half the time, and the window with it. */
const manyFiles = [
  '@ledgerhq/hw-app-eth',
  '@ledgerhq/hw-transport',
  '@msgpack/msgpack',
  'commander',
  'csv-parse',
  'csv-stringify',
  'ethers',
  'purify-ts',
  'rxjs',
  'ws',
  'zod',
]

/** What is bundled in; every other package of "dependencies" stays outside of the bundles. */
export const bundledPackages = [...esmOnlyPackages, ...manyFiles]

/**
 * Packages without a CommonJS form. Electron 33 and Node 20.18 cannot require() those, so they are
 * bundled in; every other package of "dependencies" stays outside of the bundles.
 */
export const esmOnlyPackages = [
  '@nktkas/hyperliquid',
  '@noble/curves',
  '@noble/hashes',
  '@scure/bip32',
  '@scure/bip39',
]

import { pinnedElectronVersion } from './build-constants.ts'

/**
 * True on the Electron that the application is made for. Any other one (the registry runtime of a
 * machine without a download, say) is good for paper and testnet only: it may be past its support.
 */
export const isPinnedRuntime = (running = process.versions.electron): boolean =>
  running === pinnedElectronVersion

/** The sentence with which mainnet is refused, or null when this runtime may trade there. */
export function mainnetRuntimeRefusal(running = process.versions.electron): string | null {
  if (isPinnedRuntime(running)) return null
  return `Mainnet needs Electron ${pinnedElectronVersion}; this is ${running ?? 'no Electron'}, which serves paper and testnet only.`
}

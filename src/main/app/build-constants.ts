/** Filled in by the build (electron.vite.config.ts, vitest.config.ts) from package.json. */
declare const COUNTERSIGN_VERSION: string
declare const COUNTERSIGN_PINNED_ELECTRON: string

/** The version of this application. */
export const applicationVersion = COUNTERSIGN_VERSION

/** The Electron that the application is made for and shipped with. */
export const pinnedElectronVersion = COUNTERSIGN_PINNED_ELECTRON

/** What the build fills in, for scripts that run main's sources as they are: first of the imports. */
Object.assign(globalThis, { COUNTERSIGN_VERSION: '0.0.0', COUNTERSIGN_PINNED_ELECTRON: '0.0.0' })

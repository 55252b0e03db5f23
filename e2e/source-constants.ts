/** What the build fills in, for scripts that run main's sources as they are: first of the imports. */
// Every library's map would be read while it is loaded, which costs more than loading it.
process.setSourceMapsEnabled(false)
Object.assign(globalThis, { COUNTERSIGN_VERSION: '0.0.0', COUNTERSIGN_PINNED_ELECTRON: '0.0.0' })

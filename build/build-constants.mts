import packageJson from '../package.json' with { type: 'json' }

/** What src/main/app/build-constants.ts is filled with: a packaged package.json has no devDependencies. */
export const buildConstants = {
  COUNTERSIGN_VERSION: JSON.stringify(packageJson.version),
  COUNTERSIGN_PINNED_ELECTRON: JSON.stringify(packageJson.devDependencies.electron),
}

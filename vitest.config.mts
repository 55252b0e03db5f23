import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { buildConstants } from './build/build-constants.mts'

const SLOW = ['**/node_modules/**', '**/*.soak.test.ts']
/**
 * Their modules keep no state, so files share what one process has loaded. Not among them: the
 * drivers, where one test replaces what finds USB devices before a driver is loaded.
 */
const SHARING = [
  'src/{core,contract,preload,cli}/**/*.test.ts',
  'src/main/!(signer)/**/*.test.ts',
  'src/main/signer/{*,!(drivers)/**/*}.test.ts',
]

/** Renderer tests ask for a DOM by a docblock: `// @vitest-environment jsdom`. */
export default defineConfig({
  plugins: [react()],
  define: buildConstants,
  test: {
    environment: 'node',
    // for what hangs alone: a machine with much to do may take ten times as long as a quiet one
    testTimeout: 300_000,
    hookTimeout: 300_000,
    restoreMocks: true,
    unstubGlobals: true,
    setupFiles: ['build/property-seed.mts'],
    maxWorkers: availableParallelism(),
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'sharing',
          include: SHARING,
          exclude: SLOW,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['src/**/*.test.{ts,tsx}', 'simulation/**/*.test.ts', 'scripts/**/*.test.mjs'],
          exclude: [...SLOW, ...SHARING],
        },
      },
    ],
  },
})

import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { buildConstants } from './build/build-constants.mts'

/** Renderer tests ask for a DOM by a docblock: `// @vitest-environment jsdom`. */
export default defineConfig({
  plugins: [react()],
  define: buildConstants,
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'simulation/**/*.test.ts', 'scripts/**/*.test.mjs'],
    exclude: ['**/node_modules/**', '**/*.soak.test.ts'],
    // for what hangs alone: a machine with much to do may take ten times as long as a quiet one
    testTimeout: 300_000,
    hookTimeout: 300_000,
    restoreMocks: true,
    setupFiles: ['build/property-seed.mts'],
    maxWorkers: availableParallelism(),
    pool: 'forks',
  },
})

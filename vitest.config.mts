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
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    setupFiles: ['build/property-seed.mts'],
    maxWorkers: availableParallelism(),
    pool: 'forks',
  },
})

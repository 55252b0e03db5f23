import { defineConfig } from 'vitest/config'
import { buildConstants } from './build/build-constants.mts'

/** npm run soak: what is too long for npm test, one file at a time. */
export default defineConfig({
  define: buildConstants,
  test: {
    environment: 'node',
    include: ['src/**/*.soak.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    pool: 'forks',
  },
})

import { defineConfig } from '@playwright/test'
import tests from './playwright.config.ts'

/** npm run shots: pictures of the real window into shots/, in both themes and three sizes. */
export default defineConfig({
  ...tests,
  testMatch: '**/*.shots.ts',
  outputDir: 'test-results/shots-run',
})

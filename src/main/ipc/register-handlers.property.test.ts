import { expect, test } from 'vitest'
import { fuzzHandlers } from './fuzz-handlers.test-support.ts'

const MESSAGES = 50_000

test('50,000 fuzzed messages are answered, and only what the schema takes reaches a handler', async () => {
  const { taken, refused } = await fuzzHandlers(MESSAGES)
  expect(taken + refused).toBe(MESSAGES)
  expect(taken).toBeGreaterThan(100)
})

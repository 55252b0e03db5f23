import { expect, test } from 'vitest'
import { fuzzHandlers } from './fuzz-handlers.test-support.ts'

const MESSAGES_A_ROUND = 100_000
const ROUNDS = 10

test('1,000,000 fuzzed messages are answered, and only what the schema takes reaches a handler', async () => {
  let sum = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const { taken, refused } = await fuzzHandlers(MESSAGES_A_ROUND)
    sum += taken + refused
  }
  console.log(`${sum.toLocaleString('en')} messages against the handlers`)
  expect(sum).toBe(MESSAGES_A_ROUND * ROUNDS)
})

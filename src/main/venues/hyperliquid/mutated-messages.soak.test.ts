import { expect, it } from 'vitest'
import { feedMutations } from './mutated-messages.test-support.ts'
import { recordVenueMessages } from './venue-messages.test-support.ts'

it('500,000 mutated messages break nothing and set nothing wrong', async () => {
  const messages = await recordVenueMessages()
  let refused = 0
  for (let seed = 1; seed <= 50; seed += 1) {
    refused += (await feedMutations(messages, 10_000, seed)).refused
    process.stdout.write(`mutated messages: ${seed * 10_000}, ${refused} refused\n`)
  }
  expect(refused).toBeGreaterThan(200_000)
})

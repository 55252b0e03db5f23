import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Session } from './session.test-support.ts'
import { openSession } from './session.test-support.ts'

let session: Session
beforeEach(async () => {
  session = await openSession()
})
afterEach(() => session.stop())

it('the venue is asked how many actions the account may still send', async () => {
  const { fake, venue } = session
  fake.answer('userRateLimit', { cumVlm: '1.5', nRequestsUsed: 12, nRequestsCap: 10_001 })
  await session.goLive()
  expect(venue.addressUse()).toEqual({ used: 12, cap: 10_001 })
  expect(fake.asks('userRateLimit')).toHaveLength(1)
})

it('a count that cannot be had leaves orders and fills checked', async () => {
  const { fake, logged, venue } = session
  fake.info.set('userRateLimit', () => ({ status: 500, text: '' }))
  await session.goLive()
  expect(venue.addressUse()).toBeNull()
  expect(logged.map((entry) => entry.message).join()).toContain('count of the account')
})

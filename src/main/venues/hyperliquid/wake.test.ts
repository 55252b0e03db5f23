import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Session } from './session.test-support.ts'
import { NOW_MS, openSession } from './session.test-support.ts'

let session: Session
beforeEach(async () => {
  session = await openSession()
})
afterEach(() => session.stop())

describe('after a sleep', () => {
  it('connects anew at once, although the old connection still looks alive', async () => {
    const { fake, recorder, venue } = session
    await session.goLive()
    expect(fake.connections).toBe(1)
    venue.wake?.('The computer slept.')
    expect(recorder.last('venueStateChanged')).toMatchObject({ state: 'down' })
    await fake.until(() => fake.connections === 2)
    fake.sayQuote('BTC', NOW_MS + 1, '99', '101', '100')
    await recorder.untilVenue('live')
  })

  it('does not wait for the next try of a connection that was lost before', async () => {
    const { fake, recorder, venue } = session
    await session.goLive()
    fake.cut()
    await recorder.untilVenue('down')
    venue.wake?.('The computer slept.')
    await fake.until(() => fake.connections === 2)
  })

  it('takes the first start up again where the venue was not there', async () => {
    const { fake, recorder, venue } = session
    fake.info.set('meta', () => ({ status: 502, text: '' }))
    await session.start()
    fake.answer('meta', { universe: [{ name: 'BTC', szDecimals: 5, maxLeverage: 40 }] })
    venue.wake?.('The computer slept.')
    await recorder.nth('instrumentsLoaded', 1)
  })

  it('means nothing before the start and after the stop', async () => {
    session.venue.wake?.('The computer slept.')
    expect(session.fake.asked).toEqual([])
    await session.goLive()
    await session.venue.stop()
    session.venue.wake?.('The computer slept.')
    expect(session.fake.connections).toBe(1)
  })
})

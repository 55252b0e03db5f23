import { expect, it } from 'vitest'
import type { InputBody } from '#core/engine/inputs.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { WarmUps } from './warm-ups.ts'

const MOMENTUM = { strategyId: 'momentum', coin: 'BTC', timeframe: '3h' } as const

/** A venue that cannot be reached until it is told so. */
function startWarmUps() {
  const clock = new ManualClock(1_700_000_000_000)
  const told: InputBody['kind'][] = []
  const logged: string[] = []
  const venue = { isReached: false, asked: 0 }
  const setting = { isOn: true }
  const warmUps = new WarmUps({
    clock,
    venue: {
      watchCandles: () => undefined,
      async loadCandles() {
        venue.asked += 1
        if (!venue.isReached) throw new Error('The venue has not been reached yet.')
        return []
      },
    },
    enqueue: ({ kind }) => told.push(kind),
    isOn: () => setting.isOn,
    log: (message) => logged.push(message),
  })
  const pass = async (ms: number): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(ms)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { warmUps, venue, setting, told, logged, pass }
}

it('a strategy gets its candles as soon as the venue can be reached, also long after the start', async () => {
  const { warmUps, venue, told, logged, pass } = startWarmUps()
  warmUps.start(MOMENTUM)
  await pass(60_000)
  expect(told).toEqual([])
  expect(logged[0]).toBe('no candles for momentum on BTC 3h; asking again')
  venue.isReached = true
  await pass(15_000)
  expect(told).toEqual(['candlesLoaded'])
  const { asked } = venue
  await pass(600_000)
  expect(venue.asked).toBe(asked)
})

it('nobody asks for a strategy that was switched off, or for a desk that has ended', async () => {
  const { warmUps, venue, setting, pass } = startWarmUps()
  warmUps.start(MOMENTUM)
  setting.isOn = false
  await pass(60_000)
  expect(venue.asked).toBe(1)
  setting.isOn = true
  warmUps.start(MOMENTUM)
  await pass(0)
  warmUps.stop()
  await pass(60_000)
  expect(venue.asked).toBe(2)
})

it('two presses wait in one line', async () => {
  const { warmUps, venue, pass } = startWarmUps()
  warmUps.start(MOMENTUM)
  warmUps.start(MOMENTUM)
  await pass(15_000)
  expect(venue.asked).toBe(3)
})

import { ManualClock } from '../../runtime/manual-clock.ts'
import { FakeVenue } from './fake-venue.test-support.ts'
import type { HyperliquidVenue } from './hyperliquid-venue.ts'
import { createHyperliquidVenue } from './hyperliquid-venue.ts'
import { Recorder } from './recorder.test-support.ts'
import type { VenueLogEntry } from './venue-log.ts'
import type { HyperliquidVenueOptions } from './venue-options.ts'

export const NOW_MS = 1_700_000_000_000
export const ACCOUNT = `0x${'ab'.repeat(20)}`

/** A venue adapter at a fake venue, with a clock that stands still. */
export interface Session {
  readonly fake: FakeVenue
  readonly clock: ManualClock
  readonly recorder: Recorder
  readonly venue: HyperliquidVenue
  readonly logged: VenueLogEntry[]
  start(): Promise<void>
  /** Start, first quotes, live. */
  goLive(): Promise<void>
  stop(): Promise<void>
}

export async function openSession(extra: Partial<HyperliquidVenueOptions> = {}): Promise<Session> {
  const fake = new FakeVenue()
  const urls = await fake.start()
  const clock = new ManualClock(NOW_MS)
  const recorder = new Recorder()
  const logged: VenueLogEntry[] = []
  const venue = createHyperliquidVenue({
    mode: 'paper',
    ...urls,
    accountAddress: ACCOUNT,
    clock,
    log: (entry) => {
      logged.push(entry)
      recorder.poke()
    },
    watchedCoins: ['BTC'],
    jitterSeed: 1,
    ...extra,
  })
  const start = () => venue.start(recorder.emit)
  return {
    fake,
    clock,
    recorder,
    venue,
    logged,
    start,
    async goLive() {
      await start()
      await fake.until(() => fake.heard.length >= 5)
      fake.sayQuote('BTC', NOW_MS, '99', '101', '100')
      await recorder.untilVenue('live')
    },
    async stop() {
      await venue.stop()
      await fake.stop()
    },
  }
}

import { expect, it } from 'vitest'
import type { Book } from '#core/engine/state.ts'
import { createState } from '#core/engine/state.ts'
import type { WatchedDesk } from './standing-rules.ts'
import { StandingRules } from './standing-rules.ts'

const DESK: WatchedDesk = {
  isAlive: true,
  isAsleep: false,
  state: { market: { venue: { state: 'live' } } },
}
const LOOK_MS = 10_000

/** A long SOL position that no order covers, looked at every ten seconds. */
function watchUncovered() {
  const accused: string[] = []
  const book: Book = createState('paper').book
  const watch = {
    exchange: {
      state: { markets: [{ asset: 2, coin: 'SOL' }] },
      account: { positions: new Map([[2, { size: 5n }]]) },
      liveOrders: () => [],
    } as never,
    book,
    nowMs: 1_000_000,
    isKilled: false,
    accuse: (message: string) => accused.push(message),
  }
  const rules = new StandingRules(watch)
  const look = (seconds: number, isAnswered: boolean): void => {
    for (let passed = 0; passed < seconds * 1_000; passed += LOOK_MS) {
      watch.nowMs += LOOK_MS
      rules.look(DESK, isAnswered ? 0 : watch.nowMs)
    }
  }
  const tell = (): void => {
    book.alerts.set('SOL:noRestingStop', {} as never)
  }
  return { accused, look, tell }
}

it('a stop whose end nobody could be told of is repaired within a minute of the news, not before', () => {
  const { accused, look, tell } = watchUncovered()
  look(200, false)
  tell()
  look(60, true)
  expect(accused).toEqual([])
  look(20, true)
  expect(accused[0]).toMatch(/nothing was done for the SOL position/)
})

it('where questions are answered, a missing stop that nobody is told of is a fault', () => {
  const { accused, look } = watchUncovered()
  look(60, true)
  expect(accused).toEqual([])
  look(20, true)
  expect(accused[0]).toMatch(/has no stop and nobody was told/)
})

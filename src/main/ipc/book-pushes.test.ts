import { expect, test } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { BookPushes } from './book-pushes.ts'

const book = (tsEventMs: number) => ({ coin: 'BTC', tsEventMs, bids: [], asks: [] })

test('the first book goes at once, then the newest four times a second, and none after the stop', () => {
  const clock = new ManualClock(0)
  const sent: number[] = []
  const pushes = new BookPushes({ clock, send: ({ tsEventMs }) => sent.push(tsEventMs) })
  pushes.take(book(1))
  pushes.take(book(2))
  pushes.take(book(3))
  expect(sent).toEqual([1])
  clock.advance(250)
  expect(sent).toEqual([1, 3])
  clock.advance(1_000)
  expect(sent).toEqual([1, 3])
  pushes.take(book(4))
  pushes.take(book(5))
  pushes.stop()
  clock.advance(1_000)
  expect(sent).toEqual([1, 3, 4])
})

import { expect, test } from 'vitest'
import type { BookLevels } from '../../runtime/ports.ts'
import { BookTap } from './book-tap.ts'
import { RefusalLog } from './refusal-log.ts'

const frame = (levels: readonly (readonly object[])[]) => ({
  coin: 'BTC',
  time: 1_700_000_000_000,
  levels,
})
const level = (px: string, sz: string) => ({ px, sz, n: 1 })

function tapOf() {
  const refused: string[] = []
  const shown: BookLevels[] = []
  const tap = new BookTap(
    new RefusalLog(
      ({ message }) => refused.push(message),
      () => 0,
    ),
  )
  tap.watch('BTC', (book) => shown.push(book))
  return { tap, refused, shown }
}

test('the whole book of the watched market, exact, and of no other', () => {
  const { tap, shown } = tapOf()
  tap.take('ETH', frame([[level('1', '1')], [level('2', '1')]]))
  tap.take('BTC', frame([[level('99.5', '0.001'), level('99', '2')], [level('100', '3')]]))
  expect(shown).toEqual([
    {
      coin: 'BTC',
      tsEventMs: 1_700_000_000_000,
      bids: [
        { price: 9_950_000_000n, size: 100_000n },
        { price: 9_900_000_000n, size: 200_000_000n },
      ],
      asks: [{ price: 10_000_000_000n, size: 300_000_000n }],
    },
  ])
})

test('at most 20 levels a side, and none once nobody looks', () => {
  const { tap, shown } = tapOf()
  const bids = Array.from({ length: 30 }, (_unused, index) => level(String(90 - index), '1'))
  tap.take('BTC', frame([bids, []]))
  expect(shown[0]?.bids.length).toBe(20)
  tap.watch(null, () => undefined)
  tap.take('BTC', frame([bids, []]))
  expect(shown.length).toBe(1)
})

test('levels that cannot be read, or are beyond 64 bits, are written down and not shown', () => {
  const { tap, shown, refused } = tapOf()
  tap.take('BTC', frame([[level('99', 'much')], []]))
  tap.take('BTC', frame([[level('99', '99999999999999')], []]))
  expect(shown).toEqual([])
  expect(refused.length).toBe(2)
})

import { expect, test } from 'vitest'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { ManualClock } from '../../runtime/manual-clock.ts'
import type { BookLevels } from '../../runtime/ports.ts'
import { BookTap } from './book-tap.ts'
import { RefusalLog } from './refusal-log.ts'

const frame = (levels: readonly (readonly object[])[]) => ({
  coin: 'BTC',
  time: 1_700_000_000_000,
  levels,
})
const level = (px: string, sz: string) => ({ px, sz, n: 1 })

const whole = (coin: string, first: number, count: number): BookLevels => {
  const side = (step: number, from: number) =>
    Array.from({ length: count }, (_unused, index) => ({
      price: parsePrice(String(from + step * index)),
      size: parseQuantity('7'),
    }))
  return { coin, tsEventMs: 1_700_000_000_000, bids: side(-1, first), asks: side(1, first + 1) }
}

function tapOf() {
  const refused: string[] = []
  const shown: BookLevels[] = []
  const asked: string[] = []
  const clock = new ManualClock(1_700_000_000_000)
  const answers: BookLevels[] = []
  const tap = new BookTap({
    refusals: new RefusalLog(
      ({ message }) => refused.push(message),
      () => 0,
    ),
    clock,
    ask: (coin) => {
      asked.push(coin)
      const answer = answers.at(-1)
      return answer ? Promise.resolve(answer) : Promise.reject(new Error('no answer'))
    },
  })
  tap.watch('BTC', (book) => shown.push(book))
  return { tap, refused, shown, asked, answers, clock }
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

test('behind the five levels of the stream come those of a question, while somebody looks', async () => {
  const { tap, shown, asked, answers, clock } = tapOf()
  tap.show(whole('BTC', 100, 5))
  expect(asked).toEqual(['BTC'])
  expect(shown.at(-1)?.bids).toHaveLength(5)
  await Promise.resolve()
  await Promise.resolve()
  answers.push(whole('BTC', 102, 20))
  clock.advance(3_000)
  tap.show(whole('BTC', 100, 5))
  expect(asked).toHaveLength(2)
  await Promise.resolve()
  tap.show(whole('BTC', 100, 5))
  const { bids = [], asks = [] } = shown.at(-1) ?? {}
  expect(bids.map(({ price }) => Number(price / 100_000_000n))).toEqual(
    Array.from({ length: 18 }, (_unused, index) => 100 - index),
  )
  expect(asks.map(({ price }) => Number(price / 100_000_000n))).toEqual(
    Array.from({ length: 20 }, (_unused, index) => 101 + index),
  )
  expect(asked).toHaveLength(2)
  tap.watch('ETH', (book) => shown.push(book))
  tap.show(whole('BTC', 100, 5))
  expect(asked).toHaveLength(2)
  tap.show(whole('ETH', 50, 5))
  expect(shown.at(-1)).toEqual(whole('ETH', 50, 5))
})

test('nothing is asked where the stream has more than five, and nothing old is shown', async () => {
  const { tap, shown, asked, answers, clock } = tapOf()
  tap.show(whole('BTC', 100, 6))
  expect(asked).toEqual([])
  answers.push(whole('BTC', 100, 20))
  tap.show(whole('BTC', 100, 5))
  await Promise.resolve()
  tap.show(whole('BTC', 100, 5))
  expect(shown.at(-1)?.asks).toHaveLength(20)
  answers.length = 0
  clock.advance(11_000)
  tap.show(whole('BTC', 100, 5))
  expect(shown.at(-1)?.asks).toHaveLength(5)
})

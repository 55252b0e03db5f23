import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Running } from './paper-exchange.test-support.ts'
import { info, post, startTest, TestSocket } from './paper-exchange.test-support.ts'

let running: Running
beforeEach(async () => {
  running = await startTest()
})
afterEach(() => running.exchange.close())

interface Book {
  readonly levels: readonly [readonly Level[], readonly Level[]]
}
interface Level {
  readonly px: string
  readonly sz: string
  readonly n: number
}

const ask = (more: object) => info<Book>(running.exchange, { type: 'l2Book', coin: 'BTC', ...more })
const sum = (levels: readonly Level[], of: 'sz' | 'n') =>
  levels.reduce((total, level) => total + Number(level[of]), 0)

it('is joined to fewer figures, bids downwards and asks upwards, and loses nothing', async () => {
  const whole = await ask({})
  for (const [figures, step] of [
    [{ nSigFigs: 4 }, 10],
    [{ nSigFigs: 3 }, 100],
    [{ nSigFigs: 5, mantissa: 2 }, 2],
    [{ nSigFigs: 5, mantissa: 5 }, 5],
  ] as const) {
    const book = await ask(figures)
    for (const side of [0, 1] as const) {
      const [levels, all] = [book.levels[side], whole.levels[side]]
      expect(levels.every(({ px }) => Number(px) % step === 0)).toBe(true)
      expect(new Set(levels.map(({ px }) => px)).size).toBe(levels.length)
      expect(sum(levels, 'sz')).toBeCloseTo(sum(all, 'sz'), 6)
      expect(sum(levels, 'n')).toBe(sum(all, 'n'))
      const round = side === 0 ? Math.floor : Math.ceil
      expect(Number(levels[0]?.px)).toBe(round(Number(all[0]?.px) / step) * step)
    }
  }
  expect(await ask({ nSigFigs: 5 })).toEqual(whole)
  expect(await ask({ nSigFigs: null, mantissa: null })).toEqual(whole)
})

it('is told so on a subscription too, and figures that the venue lacks are refused', async () => {
  const socket = await TestSocket.open(running.exchange)
  await socket.subscribe({ type: 'l2Book', coin: 'BTC', nSigFigs: 3 })
  const book = await socket.first<Book>('l2Book')
  expect(book.levels[0].every(({ px }) => Number(px) % 100 === 0)).toBe(true)
  socket.close()
  for (const more of [{ nSigFigs: 1 }, { nSigFigs: 6 }, { nSigFigs: 5, mantissa: 3 }]) {
    const { status } = await post(running.exchange, '/info', {
      type: 'l2Book',
      coin: 'BTC',
      ...more,
    })
    expect(status).toBe(422)
  }
})

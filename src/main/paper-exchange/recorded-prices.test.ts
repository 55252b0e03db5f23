import { afterEach, describe, expect, it } from 'vitest'
import type { Running } from './paper-exchange.test-support.ts'
import {
  addressOf,
  FILE_START_MS,
  feedOf,
  info,
  limitOrder,
  MASTER,
  quietFeed,
  send,
  startTest,
} from './paper-exchange.test-support.ts'

let running: Running
afterEach(() => running.exchange.close())

const user = addressOf(MASTER)

/** Ten seconds of this machine in small steps, as its own clock would give them. */
function wait(seconds: number): void {
  for (let step = 0; step < seconds * 10; step += 1) running.clock.advance(100)
}

describe('recorded prices', () => {
  it('run as fast as they are told, pause, and go on from where they stood', async () => {
    running = await startTest()
    const { exchange } = running
    expect(exchange.marketNowMs()).toBe(FILE_START_MS)
    wait(10)
    expect(exchange.marketNowMs()).toBe(FILE_START_MS + 10_000)
    exchange.setSpeed(10)
    wait(3)
    expect(exchange.marketNowMs()).toBe(FILE_START_MS + 40_000)
    exchange.setPaused(true)
    wait(100)
    expect(exchange.marketNowMs()).toBe(FILE_START_MS + 40_000)
    expect(exchange.status().sentence).toBe('Paused at 2023-03-01T00:00:40.000Z.')
    exchange.setPaused(false)
    wait(2)
    expect(exchange.marketNowMs()).toBe(FILE_START_MS + 60_000)
    expect(() => exchange.setSpeed(0)).toThrow(/speed must be above 0/)
  })

  it('make what lies before the start history', async () => {
    running = await startTest({ startMs: FILE_START_MS + 300_000 })
    const candles = await info<{ t: number }[]>(running.exchange, {
      type: 'candleSnapshot',
      req: { coin: 'BTC', interval: '1m', startTime: 0, endTime: FILE_START_MS + 900_000 },
    })
    expect(candles.map(({ t }) => (t - FILE_START_MS) / 60_000)).toEqual([0, 1, 2, 3, 4, 5])
    running.exchange.seek(FILE_START_MS + 480_000)
    expect(running.exchange.marketNowMs()).toBe(FILE_START_MS + 480_000)
  })

  it('end without a fuss: the last price stands and orders are still taken', async () => {
    running = await startTest({ startMs: FILE_START_MS + 540_000, speed: 100 })
    wait(2)
    const { exchange } = running
    expect(exchange.status()).toMatchObject({
      hasEnded: true,
      sentence: 'The recorded prices ended at 2023-03-01T00:09:59.999Z.',
    })
    expect(await info(exchange, { type: 'allMids' })).toEqual({ BTC: '20000' })
    expect((await send(exchange, limitOrder('19000'))).status).toBe('ok')
  })

  it('carry a bracket to its stop, and the sums agree to the last decimal', async () => {
    const falling = [
      '20000,20010,19990,20000',
      '20000,20000,19500,19520',
      '19520,19530,19500,19510',
    ]
    running = await startTest({ feed: feedOf(falling) })
    const { exchange } = running
    const trigger = (tpsl: string, triggerPx: string) => ({
      trigger: { isMarket: true, triggerPx, tpsl },
    })
    const answer = await send(exchange, {
      type: 'order',
      orders: [
        { a: 0, b: true, p: '20100', s: '0.1', r: false, t: { limit: { tif: 'Ioc' } } },
        { a: 0, b: false, p: '17640', s: '0.1', r: true, t: trigger('sl', '19600') },
        { a: 0, b: false, p: '18720', s: '0.1', r: true, t: trigger('tp', '20800') },
      ],
      grouping: 'normalTpsl',
    })
    expect(answer.response).toMatchObject({
      data: { statuses: [{ filled: {} }, 'waitingForTrigger', 'waitingForTrigger'] },
    })
    wait(150)
    const fills = await info<{ closedPnl: string; fee: string; dir: string }[]>(exchange, {
      type: 'userFills',
      user,
    })
    expect(fills.map(({ dir }) => dir)).toEqual(['Close Long', 'Open Long'])
    const history = await info<{ status: string }[]>(exchange, { type: 'historicalOrders', user })
    expect(history.map(({ status }) => status)).toEqual([
      'siblingFilledCanceled',
      'filled',
      'filled',
    ])
    const micros = (text: string): number => Math.round(Number(text) * 1e6)
    const realised = fills.reduce((sum, fill) => sum + micros(fill.closedPnl) - micros(fill.fee), 0)
    const state = await info<{ marginSummary: { accountValue: string } }>(exchange, {
      type: 'clearinghouseState',
      user,
    })
    expect(micros(state.marginSummary.accountValue)).toBe(10_000_000_000 + realised)
  })

  it('charge funding when an hour ends', async () => {
    const hours = feedOf(Array.from({ length: 70 }, () => '20000,20010,19990,20000'))
    running = await startTest({ feed: hours, startMs: FILE_START_MS + 59 * 60_000 })
    await send(running.exchange, limitOrder('20100', '0.1', 'Ioc'))
    wait(61)
    // 0.1 × 20000 × 0.0000125
    expect(await info(running.exchange, { type: 'userFunding', user, startTime: 0 })).toMatchObject(
      [
        {
          time: FILE_START_MS + 3_600_000,
          delta: {
            type: 'funding',
            coin: 'BTC',
            usdc: '-0.025',
            szi: '0.1',
            fundingRate: '0.0000125',
          },
        },
      ],
    )
  })

  it('take the same course twice', async () => {
    const course = async (): Promise<unknown> => {
      running = await startTest({ feed: quietFeed() })
      await send(running.exchange, limitOrder('20100', '0.3', 'Ioc'))
      await send(running.exchange, limitOrder('19995', '0.2'))
      wait(120)
      const fills = await info<object>(running.exchange, { type: 'userFills', user })
      await running.exchange.close()
      return fills
    }
    const first = await course()
    expect(await course()).toEqual(first)
    running = await startTest()
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createSyntheticFeed } from './feeds/synthetic-feed.ts'
import {
  AGENT,
  addressOf,
  approveAgent,
  FILE_START_MS,
  feedOf,
  info,
  limitOrder,
  MASTER,
  oidOf,
  quietFeed,
  send,
  startTest,
  WALL_MS,
} from './paper-exchange.test-support.ts'
import type { PaperExchange } from './start-paper-exchange.ts'
import { startPaperExchange } from './start-paper-exchange.ts'

const user = addressOf(MASTER)
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'paper-exchange-'))
const open: PaperExchange[] = []

async function start(dataDirectory: string, feed = quietFeed()) {
  const running = await startTest({ dataDirectory, feed })
  open.push(running.exchange)
  return running
}

afterEach(async () => {
  for (const exchange of open.splice(0)) await exchange.close()
})

const questions = [
  { type: 'openOrders', user },
  { type: 'frontendOpenOrders', user },
  { type: 'clearinghouseState', user },
  { type: 'userFills', user },
  { type: 'historicalOrders', user },
  { type: 'extraAgents', user },
]
const everything = (exchange: PaperExchange) =>
  Promise.all(questions.map((question) => info<unknown>(exchange, question)))

describe('a restart', () => {
  it('finds accounts, brackets, positions, agents, nonces and market time as they were', async () => {
    const folder = newFolder()
    const first = await start(folder)
    const trigger = (tpsl: string, triggerPx: string) => ({
      trigger: { isMarket: true, triggerPx, tpsl },
    })
    await send(first.exchange, { type: 'updateLeverage', asset: 0, isCross: true, leverage: 7 })
    await send(first.exchange, {
      type: 'order',
      orders: [
        { a: 0, b: true, p: '19000', s: '0.1', r: false, t: { limit: { tif: 'Gtc' } } },
        { a: 0, b: false, p: '16000', s: '0.1', r: true, t: trigger('sl', '18000') },
        { a: 0, b: false, p: '19000', s: '0.1', r: true, t: trigger('tp', '21000') },
      ],
      grouping: 'normalTpsl',
    })
    await send(first.exchange, limitOrder('20100', '0.2', 'Ioc'))
    await send(first.exchange, { type: 'scheduleCancel', time: WALL_MS + 60_000 })
    await approveAgent(first.exchange, `desk valid_until ${WALL_MS + 3_600_000}`)
    const nonce = WALL_MS + 777_777
    await send(first.exchange, limitOrder('19000'), { wallet: AGENT, nonce })
    first.clock.advance(30_000)
    const before = await everything(first.exchange)
    const marketMs = first.exchange.marketNowMs()
    await first.exchange.close()
    open.pop()
    const second = await start(folder)
    expect(second.exchange.marketNowMs()).toBe(marketMs)
    expect(await everything(second.exchange)).toEqual(before)
    const used = await send(second.exchange, limitOrder('19000'), { wallet: AGENT, nonce })
    expect(used.response).toBe(`Invalid nonce: duplicate nonce ${nonce}`)
    const next = oidOf(await send(second.exchange, limitOrder('18000')))
    second.clock.advance(61_000)
    expect(await info(second.exchange, { type: 'openOrders', user })).toEqual([])
    const oids = (before[4] as { order: { oid: number } }[]).map(({ order }) => order.oid)
    expect(next).toBeGreaterThan(Math.max(...oids))
  })

  it('refuses a folder of other prices and a file that is no database', async () => {
    const folder = newFolder()
    const first = await start(folder)
    await first.exchange.close()
    open.pop()
    const other = feedOf(['1,1,1,1', '1,1,1,1'])
    await expect(start(folder, other)).rejects.toThrow(/belongs to the prices "file:BTC:/)
    const broken = newFolder()
    writeFileSync(join(broken, 'paper-exchange.sqlite'), 'this is no database at all, is it?')
    await expect(start(broken)).rejects.toThrow(/cannot be used.*Move it away/)
  })

  it('lets a live market go on while nobody was there', async () => {
    const folder = newFolder()
    const at = async (wallMs: number): Promise<{ exchange: PaperExchange; clock: ManualClock }> => {
      const clock = new ManualClock(wallMs)
      const feed = createSyntheticFeed({ seed: 3, startMs: wallMs, historyDays: 2 })
      const options = { clock, feed, dataDirectory: folder, fundedAddresses: [user] }
      const exchange = await startPaperExchange(options)
      open.push(exchange)
      return { exchange, clock }
    }
    const { exchange } = await at(WALL_MS)
    const { BTC } = await info<{ BTC: string }>(exchange, { type: 'allMids' })
    const near = String(Math.round(Number(BTC) * 0.9995))
    oidOf(await send(exchange, limitOrder(near)))
    await exchange.close()
    open.pop()
    const later = await at(WALL_MS + 8 * 3_600_000)
    later.clock.advance(1000)
    expect(later.exchange.marketNowMs()).toBeGreaterThan(WALL_MS + 8 * 3_600_000)
    const fills = await info<{ px: string; time: number }[]>(later.exchange, {
      type: 'userFills',
      user,
    })
    expect(fills).toMatchObject([{ px: near, crossed: false }])
    expect(fills[0]?.time).toBeLessThan(WALL_MS + 8 * 3_600_000)
  })
})

describe('a reopened folder', () => {
  it('after a week is up to date at once: funding was charged and the stop has closed', async () => {
    const folder = newFolder()
    const at = async (wallMs: number): Promise<PaperExchange> => {
      const clock = new ManualClock(wallMs)
      const feed = createSyntheticFeed({ seed: 3, startMs: wallMs, historyDays: 30 })
      const options = { clock, feed, dataDirectory: folder, fundedAddresses: [user] }
      const exchange = await startPaperExchange(options)
      open.push(exchange)
      return exchange
    }
    const first = await at(WALL_MS)
    const { BTC } = await info<{ BTC: string }>(first, { type: 'allMids' })
    const price = (share: number): string => String(Math.round(Number(BTC) * share))
    oidOf(await send(first, limitOrder(price(1.01), '0.01', 'Ioc')))
    const trigger = { isMarket: true, triggerPx: price(0.98), tpsl: 'sl' }
    await send(first, {
      type: 'order',
      orders: [{ a: 0, b: false, p: price(0.9), s: '0.01', r: true, t: { trigger } }],
      grouping: 'na',
    })
    await first.close()
    open.pop()
    const later = WALL_MS + 7 * 86_400_000
    const second = await at(later)
    expect(second.venue.isBehind).toBe(false)
    expect(second.marketNowMs()).toBeGreaterThanOrEqual(later)
    const fills = await info<{ time: number; px: string; dir: string }[]>(second, {
      type: 'userFills',
      user,
    })
    const exit = fills.find(({ dir }) => dir === 'Close Long')
    expect(exit?.time).toBeLessThan(later)
    expect(Math.abs(Number(exit?.px) / Number(price(0.98)) - 1)).toBeLessThan(0.002)
    const request = { type: 'userFunding', user, startTime: WALL_MS }
    const funding = await info<{ time: number }[]>(second, request)
    const hours = Math.floor((exit?.time ?? 0) / 3_600_000) - Math.floor(WALL_MS / 3_600_000)
    expect(hours).toBeGreaterThan(0)
    expect(funding).toHaveLength(hours)
  })
})

describe('a killed process', () => {
  it('has kept every order that it acknowledged', async () => {
    const folder = newFolder()
    const file = join(folder, 'candles.csv')
    const rows = Array.from(
      { length: 10 },
      (_, minute) => `${FILE_START_MS + minute * 60_000},20000,20010,19990,20000,1`,
    )
    writeFileSync(file, ['time,open,high,low,close,volume', ...rows].join('\n'))
    const launch = async () => {
      const script = resolve('src/main/paper-exchange/run-exchange.test-support.ts')
      const child = spawn(process.execPath, ['--import', 'tsx', script, folder, file, user], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
      return { child, exited: once(child, 'exit'), exchange: { url } as PaperExchange }
    }
    const acknowledged: number[] = []
    let nonce = Date.now()
    const place = async (exchange: PaperExchange): Promise<void> => {
      nonce += 1
      acknowledged.push(oidOf(await send(exchange, limitOrder('19000'), { nonce })))
    }
    const rounds = 2
    for (let round = 0; round < rounds; round += 1) {
      const { child, exited, exchange } = await launch()
      for (let count = 0; count < 5; count += 1) await place(exchange)
      // The kill meets one request on its way, which may or may not have been acknowledged.
      const onItsWay = place(exchange).catch(() => undefined)
      child.kill('SIGKILL')
      await onItsWay
      await exited
    }
    const { child, exited, exchange } = await launch()
    const found = await info<{ oid: number }[]>(exchange, { type: 'openOrders', user })
    const oids = new Set(found.map(({ oid }) => oid))
    expect(acknowledged.length).toBeGreaterThanOrEqual(5 * rounds)
    expect(acknowledged.filter((oid) => !oids.has(oid))).toEqual([])
    expect(oids.size - acknowledged.length).toBeLessThanOrEqual(rounds)
    child.kill('SIGTERM')
    await exited
  })
})

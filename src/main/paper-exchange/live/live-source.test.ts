import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Placement } from '#core/matching/place-orders.ts'
import { placeOrders } from '#core/matching/place-orders.ts'
import type { OrderRequest } from '#core/matching/venue-order.ts'
import { asPrice } from '#core/money/amount.ts'
import { parseQuantity } from '#core/money/decimal.ts'
import { roundToTick } from '#core/money/tick.ts'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { temporaryFolder } from '../../store/temporary-folder.test-support.ts'
import { SYNTHETIC_COINS } from '../feeds/coin-profile.ts'
import { createSyntheticFeed } from '../feeds/synthetic-feed.ts'
import type { PaperExchange } from '../start-paper-exchange.ts'
import { startPaperExchange } from '../start-paper-exchange.ts'
import type { LiveFeed } from './live-source.ts'
import { startLiveFeed } from './live-source.ts'

const START_MS = Date.UTC(2026, 0, 5, 10, 30)
const HOUR_MS = 3_600_000
/** Two coins and little history, so that a start is quick. */
const COINS = SYNTHETIC_COINS.slice(0, 2)
const SMALL = { coins: COINS, historyHours: 80, log: () => undefined }
const OWNER = `0x${'ab'.repeat(20)}`

let clock: ManualClock
/** In the place of the real venue: its protocol over real sockets. */
let venue: PaperExchange
const open: { close(): unknown }[] = []

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Time goes on in small steps, and the sockets get their turns. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    clock.advance(100)
    for (let turn = 0; turn < 10; turn += 1) await settle()
  }
}

async function eventually(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 3_000 && !isSo(); turn += 1) await pass(100)
  if (!isSo()) throw new Error('it never came')
}

async function liveFeed(): Promise<LiveFeed> {
  const address = { httpUrl: venue.url, wsUrl: venue.wsUrl }
  const feed = await startLiveFeed({ clock, address, ...SMALL })
  open.push(feed)
  return feed
}

async function paperOn(feed: LiveFeed, dataDirectory = temporaryFolder()): Promise<PaperExchange> {
  const exchange = await startPaperExchange({
    clock,
    feed,
    dataDirectory,
    fundedAddresses: [OWNER],
  })
  open.push(exchange)
  return exchange
}

const priceIn = (exchange: PaperExchange): bigint => exchange.venue.state.markets[0]?.price ?? 0n

beforeEach(async () => {
  clock = new ManualClock(START_MS)
  const feed = createSyntheticFeed({ seed: 3, startMs: START_MS, coins: COINS })
  venue = await startPaperExchange({ clock, feed, fundedAddresses: [OWNER] })
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const one of open.splice(0).reverse()) await one.close()
  await venue.close()
})

it('has the prices, rules and candles of the venue', async () => {
  const exchange = await paperOn(await liveFeed())
  await eventually(() => priceIn(exchange) > 0n)
  for (let second = 0; second < 5; second += 1) {
    await pass(1_000)
    const [ours, theirs] = [priceIn(exchange), priceIn(venue)]
    const difference = ours > theirs ? ours - theirs : theirs - ours
    expect(difference * 1_000n).toBeLessThan(theirs)
  }
  const listings = (of: PaperExchange) =>
    of.venue.feed.listings.map(({ coin, sizeDecimals, maxLeverage }) => [
      coin,
      sizeDecimals,
      maxLeverage,
    ])
  expect(listings(exchange)).toEqual(listings(venue))
  const lastHour = Math.floor(START_MS / HOUR_MS) * HOUR_MS - HOUR_MS
  for (const interval of ['15m', '1h', '2h', '1d'] as const) {
    const of = (from: PaperExchange) =>
      from.venue.candles.range(
        0,
        interval,
        lastHour - 48 * HOUR_MS,
        lastHour,
        lastHour + HOUR_MS - 1,
      )
    expect(of(exchange)).toEqual(of(venue))
  }
  expect(exchange.status().sentence).toMatch(/^Live prices of the venue, once a second/)
})

it('has the mark and the oracle of the venue too, by which stops are released', async () => {
  const synthetic = createSyntheticFeed({ seed: 3, startMs: START_MS, coins: COINS })
  await venue.close()
  let shares = { mark: 990n, oracle: 985n }
  const told = { mark: asPrice(0n), oracle: asPrice(0n) }
  const reference = () => {
    const price = priceIn(venue)
    const of = (share: bigint) => roundToTick(asPrice((price * share) / 1_000n), 5, 'down')
    told.mark = of(shares.mark)
    told.oracle = of(shares.oracle)
    return price > 0n ? { ...told } : null
  }
  venue = await startPaperExchange({
    clock,
    feed: { ...synthetic, reference },
    fundedAddresses: [OWNER],
  })
  const exchange = await paperOn(await liveFeed())
  const market = exchange.venue.state.markets[0]
  const isNear = (value: bigint, share: bigint) => {
    const wanted = (priceIn(exchange) * share) / 1_000n
    const difference = value > wanted ? value - wanted : wanted - value
    return difference * 1_000n < wanted
  }
  await eventually(() => isNear(market?.mark ?? 0n, 990n) && isNear(market?.oracle ?? 0n, 985n))
  expect(isNear(market?.price ?? 0n, 1_000n)).toBe(true)
  shares = { mark: 1_000n, oracle: 1_000n }
  await eventually(() => isNear(market?.mark ?? 0n, 1_000n) && isNear(market?.oracle ?? 0n, 1_000n))
  const effect = { kind: 'drop' } as const
  venue.faults.add({ point: 'push', match: 'activeAssetCtx', times: null, effect })
  shares = { mark: 950n, oracle: 950n }
  await pass(16_000)
  expect(market?.mark).toBe(market?.price)
  expect(market?.oracle).toBe(market?.price)
})

it('asks about markets alone: nothing of an account, a key or an order', async () => {
  const sent: string[] = []
  vi.spyOn(WebSocket.prototype, 'send').mockImplementation(function record(
    this: WebSocket,
    ...[data]: Parameters<WebSocket['send']>
  ) {
    sent.push(String(data))
  })
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((target, init) => {
    sent.push(`${String(target)} ${String(init?.body)}`)
    return real(target, init)
  })
  const address = { httpUrl: venue.url, wsUrl: venue.wsUrl }
  const failed = startLiveFeed({ clock, address, ...SMALL }).catch(() => undefined)
  await eventually(() => sent.length >= 13)
  clock.advance(5_000)
  await failed
  expect(sent.length).toBeGreaterThanOrEqual(13)
  for (const text of sent) {
    expect(text).not.toMatch(/exchange|user|signature|nonce|0x/)
    // Without it the venue sends a book every five seconds, and a price is good for no longer.
    if (text.includes('"l2Book"')) expect(text).toContain('"fast":true')
    expect(text).toMatch(/"meta"|candleSnapshot|"l2Book"|activeAssetCtx|"candle"|"ping"/)
  }
})

it('stands still, and says so, when the venue goes silent, and goes on when it is back', async () => {
  const feed = await liveFeed()
  const exchange = await paperOn(feed)
  await eventually(() => priceIn(exchange) > 0n)
  const thaw = venue.faults.add({
    point: 'push',
    match: 'l2Book',
    times: null,
    effect: { kind: 'drop' },
  })
  await pass(7_000)
  expect(feed.isSilent?.()).toBe(true)
  const [before, timeMs] = [priceIn(exchange), exchange.venue.state.markets[0]?.timeMs]
  const heard: string[] = []
  const desk = new WebSocket(exchange.wsUrl)
  open.push({ close: () => desk.terminate() })
  const subscription = { type: 'l2Book', coin: 'BTC' }
  desk.on('open', () => desk.send(JSON.stringify({ method: 'subscribe', subscription })))
  desk.on('message', (text) => heard.push(String(text)))
  await eventually(() => heard.length > 0)
  await pass(3_000)
  // The confirmation and the book as it stands; the venue repeats it only while it is of now.
  expect(heard).toHaveLength(2)
  expect(priceIn(exchange)).toBe(before)
  expect(exchange.venue.state.markets[0]?.timeMs).toBe(timeMs)
  expect(exchange.status().sentence).toMatch(/^The live prices have stopped/)
  thaw()
  await eventually(() => feed.isSilent?.() === false)
})

it('fills nothing at a price that has stopped, an exit neither, and takes what rests', async () => {
  const exchange = await paperOn(await liveFeed())
  await eventually(() => priceIn(exchange) > 0n)
  const send = (isBuy: boolean, timeInForce: 'Ioc' | 'Gtc', trigger = false): Placement => {
    exchange.venue.advance()
    const share = trigger || timeInForce === 'Gtc' ? 90n : isBuy ? 105n : 95n
    const price = roundToTick(asPrice((priceIn(exchange) * share) / 100n), 5, 'down')
    const request: OrderRequest = {
      asset: 0,
      isBuy,
      size: parseQuantity('0.01'),
      limitPrice: price,
      timeInForce,
      isReduceOnly: !isBuy,
      trigger: trigger ? { price, isMarket: true, kind: 'sl' } : null,
      clientOrderId: null,
    }
    const { state, time } = exchange.venue
    const outcome = placeOrders(state, OWNER, [request], 'na', time.nowMs)
    if (!outcome.ok) throw new Error(outcome.message)
    return outcome.placements[0] as Placement
  }
  expect(send(true, 'Ioc').kind).toBe('filled')
  const effect = { kind: 'drop' } as const
  const thaw = venue.faults.add({ point: 'push', match: 'l2Book', times: null, effect })
  await pass(7_000)
  const refused = 'Order could not immediately match against any resting orders. asset=0'
  expect(send(false, 'Ioc')).toEqual({ kind: 'error', message: refused })
  expect(send(true, 'Ioc')).toEqual({ kind: 'error', message: refused })
  expect(send(true, 'Gtc').kind).toBe('resting')
  expect(send(false, 'Gtc', true).kind).toBe('resting')
  expect(exchange.status().sentence).toMatch(/no market order fills, an exit neither/)
  thaw()
  await eventually(() => !(exchange.venue.state.markets[0]?.isSilent ?? true))
  expect(send(false, 'Ioc').kind).toBe('filled')
})

it('connects again after the line was cut', async () => {
  const feed = await liveFeed()
  const exchange = await paperOn(feed)
  await eventually(() => priceIn(exchange) > 0n)
  venue.faults.closeSockets()
  await pass(8_000)
  expect(feed.isSilent?.()).toBe(false)
})

it('catches up by the candles with what passed while it was closed', async () => {
  const folder = temporaryFolder()
  const feed = await liveFeed()
  const exchange = await paperOn(feed, folder)
  await eventually(() => priceIn(exchange) > 0n)
  await exchange.close()
  feed.close()
  open.length = 0
  await pass(120_000)
  const again = await paperOn(await liveFeed(), folder)
  await eventually(() => !again.venue.isBehind)
  const theirs = priceIn(venue)
  const difference = priceIn(again) - theirs
  expect((difference < 0n ? -difference : difference) * 500n).toBeLessThan(theirs)
})

it('says in one sentence that the venue cannot be reached', async () => {
  const address = { httpUrl: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1' }
  await expect(startLiveFeed({ clock, address, ...SMALL })).rejects.toThrow(
    'The venue cannot be reached.',
  )
})

import {
  ApiRequestError,
  ExchangeClient,
  HttpTransport,
  InfoClient,
  SubscriptionClient,
  WebSocketTransport,
} from '@nktkas/hyperliquid'
import { Wallet } from 'ethers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { PaperExchange } from './start-paper-exchange.ts'
import { startPaperExchange } from './start-paper-exchange.ts'

// The runtime of these tests may have no WebSocket of its own; the client looks for a global one.
const globals = globalThis as { WebSocket?: unknown }
globals.WebSocket ??= WebSocket

const KEY = '0x0123456789012345678901234567890123456789012345678901234567890123'
const wallet = new Wallet(KEY)
const user = wallet.address.toLowerCase() as `0x${string}`

let exchange: PaperExchange
let clock: ManualClock
let http: HttpTransport
let socket: WebSocketTransport

beforeEach(async () => {
  // The client takes its nonces from this machine's clock, so the venue's must stand near it.
  clock = new ManualClock(Date.now())
  exchange = await startPaperExchange({ clock, fundedAddresses: [user] })
  http = new HttpTransport({ apiUrl: exchange.url, isTestnet: true })
  socket = new WebSocketTransport({ url: exchange.wsUrl, isTestnet: true })
})

afterEach(async () => {
  await socket.close()
  await exchange.close()
})

/** A legal price about this share away from the mid. */
async function priceAt(info: InfoClient, share: number): Promise<string> {
  const { BTC } = await info.allMids()
  return String(Math.round(Number(BTC) * (1 + share)))
}

describe.each(['http', 'socket'] as const)('@nktkas/hyperliquid over %s', (way) => {
  it('places, modifies and cancels with its own signing', async () => {
    const transport = way === 'http' ? http : socket
    const info = new InfoClient({ transport })
    const client = new ExchangeClient({ transport, wallet, signatureChainId: '0x66eee' })
    const far = await priceAt(info, -0.1)
    const cloid = `0x${'ab'.repeat(16)}` as const
    const placed = await client.order({
      orders: [
        { a: 0, b: true, p: far, s: '0.01', r: false, t: { limit: { tif: 'Gtc' } }, c: cloid },
      ],
      grouping: 'na',
    })
    const [status] = placed.response.data.statuses
    expect(status).toMatchObject({ resting: { cloid } })
    const farther = await priceAt(info, -0.12)
    await client.modify({
      oid: cloid,
      order: {
        a: 0,
        b: true,
        p: farther,
        s: '0.02',
        r: false,
        t: { limit: { tif: 'Gtc' } },
        c: cloid,
      },
    })
    const open = await info.openOrders({ user })
    expect(open).toMatchObject([{ limitPx: farther, sz: '0.02', cloid }])
    const found = await info.orderStatus({ user, oid: cloid })
    expect(found).toMatchObject({
      status: 'order',
      order: { status: 'open', order: { tif: 'Alo' } },
    })
    await client.cancelByCloid({ cancels: [{ asset: 0, cloid }] })
    expect(await info.openOrders({ user })).toEqual([])
    await expect(client.cancel({ cancels: [{ a: 0, o: 1 }] })).rejects.toThrow(ApiRequestError)
  })

  it('reads markets, book and candles, and moves dollars to the spot side and back', async () => {
    const transport = way === 'http' ? http : socket
    const info = new InfoClient({ transport })
    const client = new ExchangeClient({ transport, wallet, signatureChainId: '0x66eee' })
    const [meta, contexts] = await info.metaAndAssetCtxs()
    expect(meta.universe.length).toBe(contexts.length)
    expect((await info.l2Book({ coin: 'ETH' }))?.levels[0]).toHaveLength(20)
    const startTime = clock.wallMs() - 3_600_000
    const candles = await info.candleSnapshot({ coin: 'BTC', interval: '5m', startTime })
    expect(candles.length).toBeGreaterThan(10)
    expect(await info.userRateLimit({ user })).toMatchObject({ nRequestsCap: 10_000 })
    await client.usdClassTransfer({ amount: '40', toPerp: false })
    const { balances } = await info.spotClearinghouseState({ user })
    expect(balances).toMatchObject([{ coin: 'USDC', total: '40' }])
    await client.usdClassTransfer({ amount: '40', toPerp: true })
    const state = await info.clearinghouseState({ user })
    expect(state.withdrawable).toBe('10000')
  })

  it('takes dollars out and sends them to another account, and is told of it', async () => {
    const transport = way === 'http' ? http : socket
    const info = new InfoClient({ transport })
    const client = new ExchangeClient({ transport, wallet, signatureChainId: '0x66eee' })
    const friend = `0x${'fe'.repeat(20)}` as const
    await client.withdraw3({ destination: friend, amount: '100' })
    await client.usdSend({ destination: friend, amount: '250.5' })
    expect((await info.clearinghouseState({ user })).withdrawable).toBe('9649.5')
    expect((await info.clearinghouseState({ user: friend })).withdrawable).toBe('250.5')
    const updates = await info.userNonFundingLedgerUpdates({ user, startTime: 0 })
    expect(updates.map(({ delta }) => delta)).toMatchObject([
      { type: 'deposit', usdc: '10000' },
      { type: 'withdraw', usdc: '99', fee: '1' },
      { type: 'internalTransfer', usdc: '250.5', destination: friend },
    ])
    const theirs = await info.userNonFundingLedgerUpdates({ user: friend, startTime: 0 })
    expect(theirs.map(({ delta }) => delta)).toMatchObject([{ type: 'internalTransfer', user }])
    const tooMuch = client.withdraw3({ destination: friend, amount: '20000' })
    await expect(tooMuch).rejects.toThrow(/Insufficient balance for withdrawal/)
    await expect(client.withdraw3({ destination: friend, amount: '1' })).rejects.toThrow(/Invalid/)
  })

  it('trades a bracket and closes it', async () => {
    const transport = way === 'http' ? http : socket
    const info = new InfoClient({ transport })
    const client = new ExchangeClient({ transport, wallet, signatureChainId: '0x66eee' })
    await client.updateLeverage({ asset: 0, isCross: true, leverage: 10 })
    const [limit, stop, target] = [
      await priceAt(info, 0.005),
      await priceAt(info, -0.02),
      await priceAt(info, 0.04),
    ] as const
    const trigger = (tpsl: 'tp' | 'sl', triggerPx: string) => ({
      trigger: { isMarket: true, triggerPx, tpsl },
    })
    const { response } = await client.order({
      orders: [
        { a: 0, b: true, p: limit, s: '0.01', r: false, t: { limit: { tif: 'Ioc' } } },
        { a: 0, b: false, p: stop, s: '0.01', r: true, t: trigger('sl', stop) },
        { a: 0, b: false, p: stop, s: '0.01', r: true, t: trigger('tp', target) },
      ],
      grouping: 'normalTpsl',
    })
    expect(response.data.statuses).toMatchObject([
      { filled: { totalSz: '0.01' } },
      'waitingForTrigger',
      'waitingForTrigger',
    ])
    expect(await info.frontendOpenOrders({ user })).toMatchObject([
      { orderType: 'Take Profit Market', reduceOnly: true, isTrigger: true },
      { orderType: 'Stop Market', reduceOnly: true, isTrigger: true },
    ])
    const state = await info.clearinghouseState({ user })
    expect(state.assetPositions).toMatchObject([
      { position: { coin: 'BTC', szi: '0.01', leverage: { value: 10 } } },
    ])
    const out = await priceAt(info, -0.005)
    await client.order({
      orders: [{ a: 0, b: false, p: out, s: '0.01', r: true, t: { limit: { tif: 'Ioc' } } }],
      grouping: 'na',
    })
    expect(await info.openOrders({ user })).toEqual([])
    const fills = await info.userFills({ user })
    expect(fills.map((fill) => fill.dir)).toEqual(['Close Long', 'Open Long'])
  })
})

it('the subscriptions of the same client receive book, trades, candles, orders and fills', async () => {
  const subscriptions = new SubscriptionClient({ transport: socket })
  const client = new ExchangeClient({ transport: http, wallet, signatureChainId: '0x66eee' })
  const info = new InfoClient({ transport: http })
  const first = <T>(subscribe: (listener: (data: T) => void) => Promise<unknown>): Promise<T> =>
    new Promise((resolve, reject) => {
      subscribe(resolve).catch(reject)
    })
  const book = await first<{ levels: readonly unknown[][] }>((listener) =>
    subscriptions.l2Book({ coin: 'BTC' }, listener as never),
  )
  expect(book.levels.map((side) => side.length)).toEqual([20, 20])
  const mids = await first((listener) => subscriptions.allMids(listener as never))
  expect(Object.keys((mids as { mids: object }).mids)).toContain('HYPE')
  const candle = await first((listener) =>
    subscriptions.candle({ coin: 'ETH', interval: '5m' }, listener as never),
  )
  expect(candle).toMatchObject({ s: 'ETH', i: '5m' })
  const trades: unknown[] = []
  const traded = new Promise<void>((resolve, reject) => {
    subscriptions
      .trades({ coin: 'SOL' }, (data) => {
        trades.push(...data)
        resolve()
      })
      .then(() => clock.advance(1000), reject)
  })
  await traded
  expect(trades[0]).toMatchObject({ coin: 'SOL' })
  const updates: { status: string }[] = []
  await subscriptions.orderUpdates({ user }, (data) => updates.push(...data))
  const fills: unknown[] = []
  const filled = new Promise<void>((resolve, reject) => {
    subscriptions
      .userFills({ user }, (data) => {
        if (data.isSnapshot) return
        fills.push(...data.fills)
        resolve()
      })
      .catch(reject)
  })
  const limit = await priceAt(info, 0.005)
  await client.order({
    orders: [{ a: 0, b: true, p: limit, s: '0.01', r: false, t: { limit: { tif: 'Ioc' } } }],
    grouping: 'na',
  })
  await filled
  expect(fills).toHaveLength(1)
  expect(updates.map((update) => update.status)).toEqual(['open', 'filled'])
})

it('a stranger and a mainnet signature are told that they do not exist', async () => {
  const order = {
    orders: [
      { a: 0, b: true, p: '50000', s: '0.01', r: false, t: { limit: { tif: 'Gtc' as const } } },
    ],
    grouping: 'na' as const,
  }
  const stranger = new ExchangeClient({
    transport: http,
    wallet: Wallet.createRandom() as never,
    signatureChainId: '0x66eee',
  })
  await expect(stranger.order(order)).rejects.toThrow(
    /^User or API Wallet 0x[0-9a-f]{40} does not exist\.$/,
  )
  const mainnet = new HttpTransport({ apiUrl: exchange.url })
  const wrongNetwork = new ExchangeClient({
    transport: mainnet,
    wallet,
    signatureChainId: '0x66eee',
  })
  await expect(wrongNetwork.order(order)).rejects.toThrow(/does not exist/)
  await expect(new InfoClient({ transport: http }).openOrders({ user })).resolves.toEqual([])
})

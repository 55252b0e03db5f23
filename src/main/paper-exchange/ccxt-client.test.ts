import ccxt from 'ccxt'
import { Wallet } from 'ethers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../runtime/clock.ts'
import type { PaperExchange } from './start-paper-exchange.ts'
import { startPaperExchange } from './start-paper-exchange.ts'

const KEY = '0x0123456789012345678901234567890123456789012345678901234567890123'
const wallet = new Wallet(KEY)
const BTC = 'BTC/USDC:USDC'

let exchange: PaperExchange
let client: InstanceType<typeof ccxt.pro.hyperliquid>

/** The client as it is published, with nothing changed but the address of the venue. */
beforeEach(async () => {
  exchange = await startPaperExchange({ clock: systemClock, fundedAddresses: [wallet.address] })
  client = new ccxt.pro.hyperliquid({
    walletAddress: wallet.address,
    privateKey: KEY,
    enableRateLimit: false,
  })
  client.setSandboxMode(true)
  Object.assign(client.urls.api, {
    public: exchange.url,
    private: exchange.url,
    ws: { public: exchange.wsUrl },
  })
  // Its own way to speak WebSocket without TLS.
  await client.loadHttpProxyAgent()
  await client.loadMarkets()
})

afterEach(async () => {
  await client.close()
  await exchange.close()
})

const lastPrice = async (): Promise<number> => Number((await client.fetchTicker(BTC)).last)
const idOf = ({ id }: { readonly id?: string | undefined }): string => {
  if (id === undefined) throw new Error('the order has no id')
  return id
}
/** A whole-dollar price this share away from the last. */
const away = async (share: number): Promise<number> => Math.round((await lastPrice()) * (1 + share))

describe('ccxt over HTTP', () => {
  it('reads markets, book, candles, funding, fees and the account', async () => {
    expect(Object.keys(client.markets ?? {})).toContain(BTC)
    const book = await client.fetchOrderBook(BTC)
    expect(book.bids).toHaveLength(20)
    expect(Number(book.bids[0]?.[0])).toBeLessThan(Number(book.asks[0]?.[0]))
    expect(await client.fetchOHLCV(BTC, '1m', undefined, 5)).toHaveLength(5)
    expect(await client.fetchOHLCV(BTC, '1h', Date.now() - 3 * 3_600_000, 3)).not.toHaveLength(0)
    expect(await client.fetchFundingRates([BTC])).toHaveProperty([BTC])
    expect(await client.fetchFundingRateHistory(BTC, Date.now() - 7_200_000)).not.toHaveLength(0)
    expect(await client.fetchTradingFee(BTC)).toMatchObject({ maker: 0.00015, taker: 0.00045 })
    expect(await client.fetchOpenInterest(BTC)).toMatchObject({ symbol: BTC })
    expect(await client.fetchBalance()).toMatchObject({ USDC: { total: 10_000 } })
    expect(await client.fetchLedger()).toMatchObject([{ type: 'deposit', amount: 10_000 }])
  })

  it('places, modifies and cancels', async () => {
    const placed = await client.createOrder(BTC, 'limit', 'buy', 0.01, await away(-0.1))
    expect(await client.fetchOrder(idOf(placed), BTC)).toMatchObject({
      status: 'open',
      amount: 0.01,
    })
    const price = await away(-0.12)
    const edited = await client.editOrder(idOf(placed), BTC, 'limit', 'buy', 0.02, price)
    expect(await client.fetchOpenOrders(BTC)).toMatchObject([
      { id: idOf(edited), price, amount: 0.02, side: 'buy' },
    ])
    await client.cancelOrder(idOf(edited), BTC)
    expect(await client.fetchOpenOrders(BTC)).toEqual([])
    expect(await client.fetchCanceledOrders(BTC)).toHaveLength(2)
    const far = await away(-0.1)
    const several = [far, far - 1].map((limit) => ({
      symbol: BTC,
      type: 'limit' as const,
      side: 'buy' as const,
      amount: 0.01,
      price: limit,
    }))
    const orders = await client.createOrders(several)
    await client.cancelOrders(orders.map(idOf), BTC)
    expect(await client.fetchOpenOrders(BTC)).toEqual([])
  })

  it('trades with leverage, a stop, fills and a position; isolated margin and transfers', async () => {
    await client.setMarginMode('isolated', BTC, { leverage: 5 })
    await client.createOrder(BTC, 'market', 'buy', 0.01, await lastPrice())
    expect(await client.fetchPositions([BTC])).toMatchObject([
      { contracts: 0.01, side: 'long', leverage: 5, marginMode: 'isolated' },
    ])
    await client.addMargin(BTC, 5)
    const stopLossPrice = await away(-0.05)
    const reduceOnly = true
    await client.createOrder(BTC, 'market', 'sell', 0.01, stopLossPrice, {
      stopLossPrice,
      reduceOnly,
    })
    expect(await client.fetchOpenOrders(BTC)).toMatchObject([{ stopPrice: stopLossPrice }])
    await client.createOrder(BTC, 'market', 'sell', 0.01, await lastPrice(), { reduceOnly })
    expect(await client.fetchPositions([BTC])).toEqual([])
    expect(await client.fetchOpenOrders(BTC)).toEqual([])
    const trades = await client.fetchMyTrades(BTC)
    expect(trades.map((trade) => trade.side)).toEqual(['buy', 'sell'])
    await client.transfer('USDC', 25, 'swap', 'spot')
    expect(await client.fetchBalance({ type: 'spot' })).toMatchObject({ USDC: { total: 25 } })
    await client.transfer('USDC', 25, 'spot', 'swap')
    await expect(client.transfer('USDC', 25, 'spot', 'swap')).rejects.toThrow('Insufficient')
  })

  it('names a builder and has its fee approved before the first order, as it always does', async () => {
    const placed = await client.createOrder(BTC, 'limit', 'buy', 0.01, await away(-0.1))
    expect(client.options).toMatchObject({ approvedBuilderFee: true, builderFee: true })
    expect(await client.fetchOrder(idOf(placed), BTC)).toMatchObject({ status: 'open' })
  })
})

describe('ccxt over WebSocket', () => {
  it('watches book, ticker, candles, trades, orders and fills', async () => {
    const book = await client.watchOrderBook(BTC)
    expect(book.asks.length).toBeGreaterThan(10)
    expect(await client.watchTicker(BTC)).toMatchObject({ symbol: BTC })
    expect(await client.watchOHLCV(BTC, '1m')).not.toHaveLength(0)
    expect(await client.watchTrades(BTC)).not.toHaveLength(0)
    const orders = client.watchOrders(BTC)
    const fills = client.watchMyTrades(BTC)
    await client.createOrder(BTC, 'market', 'buy', 0.01, await lastPrice())
    expect(await orders).not.toHaveLength(0)
    expect(await fills).toMatchObject([{ side: 'buy', symbol: BTC }])
  })

  it('places, modifies and cancels through posts', async () => {
    const placed = await client.createOrderWs(BTC, 'limit', 'buy', 0.01, await away(-0.1))
    const edited = await client.editOrderWs(
      idOf(placed),
      BTC,
      'limit',
      'buy',
      0.01,
      await away(-0.12),
    )
    expect(await client.fetchOpenOrders(BTC)).toMatchObject([{ id: idOf(edited) }])
    await client.cancelOrderWs(idOf(edited), BTC)
    expect(await client.fetchOpenOrders(BTC)).toEqual([])
  })
})

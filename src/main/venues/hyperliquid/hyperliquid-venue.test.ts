import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatDecimal, parseMoney, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { createHyperliquidVenue } from './hyperliquid-venue.ts'
import type { Session } from './session.test-support.ts'
import { ACCOUNT, NOW_MS, openSession } from './session.test-support.ts'
import { longBracket, testId } from './terms.test-support.ts'

let session: Session
beforeEach(async () => {
  session = await openSession()
})
afterEach(() => session.stop())

describe('starting', () => {
  it('loads instruments, subscribes, and is live with the first quote', async () => {
    const { fake, recorder, venue } = session
    await session.goLive()
    expect(venue.instruments().map((instrument) => instrument.coin)).toEqual(['BTC', 'ETH'])
    expect(recorder.last('instrumentsLoaded')?.instruments).toEqual(venue.instruments())
    expect(recorder.of('venueStateChanged').map((change) => change.state)).toEqual([
      'connecting',
      'connecting',
      'connecting',
      'live',
    ])
    const subscribed = fake.heard.map((message) => message.subscription)
    expect(subscribed).toContainEqual({ type: 'l2Book', coin: 'BTC', fast: true })
    expect(subscribed).toContainEqual({ type: 'activeAssetCtx', coin: 'BTC' })
    expect(subscribed).toContainEqual({ type: 'userFills', user: ACCOUNT })
    expect(recorder.last('quoteTick')).toEqual({
      kind: 'quoteTick',
      coin: 'BTC',
      bid: parsePrice('99'),
      ask: parsePrice('101'),
      mark: parsePrice('100'),
      tsEventMs: NOW_MS,
    })
  })

  it('prepares only what the venue lists', async () => {
    expect(() => session.venue.prepare(longBracket, 1, 2)).toThrow('BTC is not in the venue')
    await session.start()
    const prepared = session.venue.prepare(longBracket, NOW_MS, NOW_MS + 1)
    expect(prepared.connectionId).toMatch(/^0x[0-9a-f]{64}$/)
    expect(prepared.actionBytes.length).toBeGreaterThan(100)
  })

  it('says that the address is a session key, and does not go on', async () => {
    session.fake.answer('userRole', { role: 'agent', data: { user: `0x${'cd'.repeat(20)}` } })
    await session.start()
    expect(session.recorder.last('venueStateChanged')).toMatchObject({
      state: 'down',
      reason: `${ACCOUNT} is an agent of 0x${'cd'.repeat(20)}: use that account's address.`,
    })
    expect(session.fake.connections).toBe(0)
  })

  it('tries again when the venue is not there yet', async () => {
    const { fake, recorder, clock } = session
    fake.info.set('meta', () => ({ status: 502, text: '' }))
    await session.start()
    expect(recorder.last('venueStateChanged')?.state).toBe('down')
    await expect(session.venue.observeAccount('start')).rejects.toThrow('not been reached')
    fake.answer('meta', { universe: [{ name: 'BTC', szDecimals: 5, maxLeverage: 40 }] })
    clock.advance(500)
    await recorder.nth('instrumentsLoaded', 1)
  })

  it.each([
    ['the disk is full.\nat line 7', 'HTTP 500: the disk is full.'],
    ['<html>nginx</html>', 'HTTP 500.'],
    ['', 'HTTP 500.'],
  ])('says what a failing venue said: %j', async (text, told) => {
    const { fake, recorder } = session
    fake.info.set('meta', () => ({ status: 500, text }))
    await session.start()
    const { reason } = recorder.last('venueStateChanged') ?? { reason: '' }
    expect(reason).toContain(told)
    expect(reason).not.toMatch(/html|line 7/)
  })

  it.each([
    ['paper', 'https://api.hyperliquid.xyz', 'wss://api.hyperliquid.xyz/ws'],
    ['testnet', 'https://api.hyperliquid.xyz', 'wss://api.hyperliquid.xyz/ws'],
    ['mainnet', 'https://api.hyperliquid-testnet.xyz', 'wss://api.hyperliquid.xyz/ws'],
    ['mainnet', 'http://api.hyperliquid.xyz', 'ws://api.hyperliquid.xyz/ws'],
    ['mainnet', 'http://127.0.0.1:1', 'ws://127.0.0.1:1/ws'],
  ] as const)('never mixes: %s at %s', (mode, httpUrl, wsUrl) => {
    const { clock } = session
    const options = { mode, httpUrl, wsUrl, accountAddress: ACCOUNT, clock, log: () => undefined }
    expect(() => createHyperliquidVenue(options)).toThrow(`In ${mode} mode the venue is`)
  })
})

describe('the account', () => {
  const position = {
    coin: 'BTC',
    szi: '0.5',
    entryPx: '100.0',
    leverage: { type: 'cross', value: 10 },
    liquidationPx: null,
    unrealizedPnl: '-12.345678',
  }
  const state = {
    marginSummary: { accountValue: '9987.654322' },
    assetPositions: [{ type: 'oneWay', position }],
    time: NOW_MS,
  }

  it('has a leverage of its own for a coin without a position', async () => {
    const { fake, recorder, venue } = session
    const asked: unknown[] = []
    fake.info.set('activeAssetData', (request) => {
      asked.push(request)
      return { status: 200, text: '{"coin":"BTC","leverage":{"type":"cross","value":20}}' }
    })
    await session.start()
    fake.answer('clearinghouseState', { ...state, assetPositions: [] })
    fake.answer('frontendOpenOrders', [])
    await venue.observeAccount('asked')
    expect(asked).toEqual([])
    await venue.observeAccount('start')
    expect(await recorder.nth('leverageReported', 1)).toEqual({
      kind: 'leverageReported',
      coin: 'BTC',
      leverage: 20,
    })
    expect(asked).toEqual([{ type: 'activeAssetData', user: ACCOUNT, coin: 'BTC' }])
  })

  it('is cash without unrealised profit, positions and resting orders, exact', async () => {
    const { fake, venue } = session
    await session.start()
    fake.answer('clearinghouseState', state)
    fake.answer('frontendOpenOrders', [
      {
        coin: 'BTC',
        side: 'A',
        limitPx: '88.2',
        sz: '0.5',
        oid: 12,
        timestamp: NOW_MS,
        isTrigger: true,
        triggerPx: '98.0',
        reduceOnly: true,
        cloid: testId(2),
      },
    ])
    expect(await venue.observeAccount('asked')).toEqual({
      kind: 'accountObserved',
      cause: 'asked',
      tsEventMs: state.time,
      fillsConfirmedMs: expect.any(Number),
      fundingConfirmedMs: null,
      cash: parseMoney('10000'),
      positions: [
        {
          coin: 'BTC',
          quantity: parseQuantity('0.5'),
          entryPrice: parsePrice('100'),
          leverage: 10,
          liquidationPrice: null,
        },
      ],
      openOrders: [
        {
          clientOrderId: testId(2),
          venueOrderId: '12',
          coin: 'BTC',
          side: 'sell',
          price: parsePrice('98'),
          quantity: parseQuantity('0.5'),
          isTrigger: true,
          isReduceOnly: true,
        },
      ],
    })
  })

  it('has its cash on the spot side when it is unified', async () => {
    const { fake, venue } = session
    await session.start()
    fake.answer('userAbstraction', 'unifiedAccount')
    fake.answer('spotClearinghouseState', {
      balances: [
        { coin: 'HYPE', total: '1.5' },
        { coin: 'USDC', total: '1234.5' },
      ],
    })
    expect(formatDecimal((await venue.observeAccount('start')).cash)).toBe('1234.5')
  })

  it('rejects what it cannot read and says so until it can again', async () => {
    const { fake, recorder, venue } = session
    await session.goLive()
    fake.answer('clearinghouseState', { ...state, marginSummary: { value: '1' } })
    await expect(venue.observeAccount('asked')).rejects.toThrow('unknown shape')
    expect(recorder.last('venueStateChanged')).toMatchObject({ state: 'stale' })
    fake.answer('clearinghouseState', state)
    await venue.observeAccount('asked')
    expect(recorder.last('venueStateChanged')?.state).toBe('live')
  })
})

describe('looking up', () => {
  it('finds, does not find, or says what went wrong', async () => {
    const { fake, venue } = session
    expect((await venue.lookUpOrder(testId(1))).answer).toEqual({ result: 'neverSeen' })
    const order = {
      order: {
        order: {
          coin: 'BTC',
          side: 'B',
          limitPx: '100',
          sz: '0.0',
          oid: 5,
          timestamp: NOW_MS,
          cloid: testId(1),
        },
        status: 'filled',
        statusTimestamp: NOW_MS + 1,
      },
    }
    fake.answer('orderStatus', { status: 'order', ...order })
    expect((await venue.lookUpOrder(testId(1))).answer).toEqual({
      result: 'found',
      report: {
        kind: 'orderReported',
        clientOrderId: testId(1),
        venueOrderId: '5',
        status: 'filled',
        venueStatus: 'filled',
        tsEventMs: NOW_MS + 1,
      },
    })
    expect((await venue.lookUpOrder(testId(2))).answer.result).toBe('failed')
    fake.info.set('orderStatus', () => ({ status: 429, text: '' }))
    expect((await venue.lookUpOrder(testId(1))).answer).toMatchObject({ result: 'failed' })
    fake.info.set('orderStatus', () => 'drop')
    expect((await venue.lookUpOrder(testId(1))).answer).toMatchObject({ result: 'failed' })
  })
})

describe('candles', () => {
  const HOUR_MS = 3_600_000
  const row = (t: number, i: string, c = '100', v = '1') => ({
    t,
    T: t + HOUR_MS - 1,
    s: 'BTC',
    i,
    o: '100',
    h: '110',
    l: '90',
    c,
    v,
  })
  const openMs = Math.floor(NOW_MS / (3 * HOUR_MS)) * 3 * HOUR_MS

  it('loads closed ones only and builds 3h from 1h', async () => {
    const { fake, venue } = session
    await session.start()
    fake.info.set('candleSnapshot', (request) => {
      const { startTime, endTime } = request.req as { startTime: number; endTime: number }
      const rows = []
      for (let t = startTime; t <= endTime; t += HOUR_MS) rows.push(row(t, '1h'))
      return { json: rows }
    })
    const bars = await venue.loadCandles('BTC', '3h', 4)
    expect(bars.map((bar) => bar.openTimeMs)).toEqual(
      [4, 3, 2, 1].map((count) => openMs - count * 3 * HOUR_MS),
    )
    expect(bars[0]).toMatchObject({ open: 100, high: 110, low: 90, volume: 3 })
  })

  it('tells a watched one once it is closed, and fetches what a break has cost', async () => {
    const { fake, recorder, venue } = session
    await session.goLive()
    venue.watchCandles('BTC', '1h')
    const from = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS
    await fake.until(() => fake.asks('candleSnapshot').length === 1)
    fake.say('candle', row(from, '1h', '105', '5'))
    fake.say('candle', row(from + HOUR_MS, '1h'))
    expect((await recorder.nth('candleClosed', 1)).bar).toMatchObject({
      openTimeMs: from,
      close: 105,
    })
    const rows = [1, 2, 3].map((index) => row(from + index * HOUR_MS, '1h', '101', '9'))
    fake.answer('candleSnapshot', rows)
    fake.say('candle', row(from + 4 * HOUR_MS, '1h'))
    await recorder.nth('candleClosed', 4)
    expect(recorder.of('candleClosed').map((closed) => closed.bar.openTimeMs)).toEqual(
      [0, 1, 2, 3].map((index) => from + index * HOUR_MS),
    )
  })
})

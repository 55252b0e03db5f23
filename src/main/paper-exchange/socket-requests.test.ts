import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Running } from './paper-exchange.test-support.ts'
import {
  addressOf,
  limitOrder,
  MASTER,
  send,
  signedBody,
  startTest,
  TestSocket,
} from './paper-exchange.test-support.ts'

let running: Running
let client: TestSocket
beforeEach(async () => {
  running = await startTest()
  client = await TestSocket.open(running.exchange)
})
afterEach(async () => {
  client.close()
  await running.exchange.close()
})

const user = addressOf(MASTER)

describe('a frame that is wrong', () => {
  it.each([
    ['no JSON', '{"method":', /^Error parsing JSON into valid websocket request: "/],
    ['no request', '{"method":"dance"}', /^Error parsing JSON .*\{"method":"dance"\}$/],
    [
      'an unknown channel',
      '{"method":"subscribe","subscription":{"type":"liquidations"}}',
      /liquidations/,
    ],
    [
      'a bad address',
      '{"method":"subscribe","subscription":{"type":"userFills","user":"0x1"}}',
      /userFills/,
    ],
  ])(
    '(%s) is told so on the error channel, and the socket stays',
    async (_name, frame, expected) => {
      client.say(frame)
      expect(await client.first('error')).toMatch(expected)
      client.say({ method: 'ping' })
      await client.until(() => client.heard.some(({ channel }) => channel === 'pong'))
    },
  )

  it('is a second subscription, and an end of none', async () => {
    const subscription = { type: 'l2Book', coin: 'BTC' }
    await client.subscribe(subscription)
    client.say({ method: 'subscribe', subscription: { coin: 'BTC', type: 'l2Book' } })
    expect(await client.first('error')).toMatch(/^Already subscribed/)
    client.say({ method: 'unsubscribe', subscription: { type: 'allMids' } })
    await client.until(() => client.on('error').length === 2)
    expect(client.on('error')[1]).toMatch(/^Already unsubscribed/)
  })
})

describe('limits and doors', () => {
  it('a page from elsewhere and another path get no socket', async () => {
    const origin = { origin: 'https://example.com' }
    await expect(TestSocket.open(running.exchange, origin)).rejects.toThrow(/403/)
    const { exchange } = running
    const elsewhere = { ...exchange, wsUrl: exchange.wsUrl.replace('/ws', '/other') }
    await expect(TestSocket.open(elsewhere)).rejects.toThrow(/404/)
  })

  it('the eleventh connection and the eleventh user are refused', async () => {
    const limited = await startTest({ hasIpLimits: true })
    const clients: TestSocket[] = []
    for (let count = 0; count < 10; count += 1)
      clients.push(await TestSocket.open(limited.exchange))
    await expect(TestSocket.open(limited.exchange)).rejects.toThrow(/429/)
    const [first] = clients as [TestSocket]
    for (let count = 0; count < 10; count += 1) {
      await first.subscribe({ type: 'userFills', user: `0x${String(count).repeat(40)}` })
    }
    first.say({
      method: 'subscribe',
      subscription: { type: 'userFills', user: `0x${'a'.repeat(40)}` },
    })
    expect(await first.first('error')).toMatch(/^Cannot track more than 10 total users/)
    for (const one of clients) one.close()
    await limited.exchange.close()
  })
})

describe('what all connections of a machine share', () => {
  let limited: Running
  let clients: TestSocket[]
  beforeEach(async () => {
    limited = await startTest({ hasIpLimits: true })
    clients = [await TestSocket.open(limited.exchange), await TestSocket.open(limited.exchange)]
  })
  afterEach(async () => {
    for (const one of clients) one.close()
    await limited.exchange.close()
  })
  const addressOfUser = (digit: number) => `0x${digit.toString(16).repeat(40)}`

  it('ten users, of whom one that is watched twice counts once, until its connection ends', async () => {
    const [one, other] = clients as [TestSocket, TestSocket]
    for (let digit = 0; digit < 10; digit += 1) {
      await one.subscribe({ type: 'userFills', user: addressOfUser(digit) })
    }
    await other.subscribe({ type: 'orderUpdates', user: addressOfUser(3) })
    const eleventh = { type: 'orderUpdates', user: addressOfUser(10) }
    other.say({ method: 'subscribe', subscription: eleventh })
    expect(await other.first('error')).toMatch(/^Cannot track more than 10 total users/)
    one.say({ method: 'unsubscribe', subscription: { type: 'userFills', user: addressOfUser(0) } })
    await one.until(() => one.on('subscriptionResponse').length === 11)
    await other.subscribe(eleventh)
    one.close()
    await one.until(() => one.isClosed)
    const third = await TestSocket.open(limited.exchange)
    clients.push(third)
    // The venue hears of the end of a connection when it does.
    for (let tries = 1; third.on('subscriptionResponse').length === 0; tries += 1) {
      const subscription = { type: 'orderUpdates', user: addressOfUser(11) }
      third.say({ method: 'subscribe', subscription })
      await third.until(() => third.heard.length >= tries)
    }
  })

  it('two thousand messages a minute', async () => {
    const [one, other] = clients as [TestSocket, TestSocket]
    for (let count = 0; count < 1_999; count += 1) one.say({ method: 'ping' })
    await one.until(() => one.on('pong').length === 1_999)
    other.say({ method: 'ping' })
    await other.until(() => other.on('pong').length === 1)
    other.say({ method: 'ping' })
    expect(await other.first('error')).toMatch(/^Too many messages/)
    limited.clock.advance(60_000)
    other.say({ method: 'ping' })
    await other.until(() => other.on('pong').length === 2)
  })
})

describe('channels', () => {
  it('answer a subscription with its echo and then with what stands', async () => {
    const subscription = { type: 'l2Book', coin: 'BTC', nSigFigs: null }
    await client.subscribe(subscription)
    expect(client.heard[0]).toEqual({
      channel: 'subscriptionResponse',
      data: { method: 'subscribe', subscription },
    })
    const book = await client.first<{ coin: string; levels: { px: string }[][] }>('l2Book')
    expect(book.levels.map((side) => side.length)).toEqual([20, 20])
    expect(Number(book.levels[0]?.[0]?.px)).toBeLessThan(Number(book.levels[1]?.[0]?.px))
  })

  it('repeat the book and the mids twice a second, and nothing else', async () => {
    await client.subscribe({ type: 'allMids' })
    await client.subscribe({ type: 'activeAssetCtx', coin: 'BTC' })
    running.exchange.setPaused(true)
    const before = client.on('allMids').length
    running.clock.advance(2_000)
    await client.until(() => client.on('allMids').length >= before + 3)
    expect(client.on('activeAssetCtx')).toHaveLength(1)
  })

  it('send every candle that closes, and then the one that runs', async () => {
    await client.subscribe({ type: 'candle', coin: 'BTC', interval: '1m' })
    for (let second = 0; second < 185; second += 1) running.clock.advance(1000)
    interface Candle {
      t: number
      o: string
      h: string
      l: string
      c: string
    }
    const candles = () => client.on('candle') as Candle[]
    const start = running.exchange.status().feedFirstMs
    await client.until(() => candles().some((candle) => candle.t === start + 180_000))
    for (const minute of [0, 1, 2]) {
      const last = candles()
        .filter((candle) => candle.t === start + minute * 60_000)
        .at(-1)
      expect(last).toMatchObject({ o: '20000', h: '20010', l: '19990', c: '20000' })
    }
  })

  it('tell a user of orders, fills and the account at once', async () => {
    await client.subscribe({ type: 'orderUpdates', user })
    await client.subscribe({ type: 'userFills', user })
    await client.subscribe({ type: 'userEvents', user })
    await client.subscribe({ type: 'openOrders', user })
    await client.subscribe({ type: 'clearinghouseState', user })
    await client.subscribe({ type: 'userFundings', user })
    expect(await client.first('userFills')).toEqual({ isSnapshot: true, user, fills: [] })
    expect(await client.first('userFundings')).toEqual({ isSnapshot: true, user, fundings: [] })
    await send(running.exchange, limitOrder('20100', '0.1', 'Ioc'))
    await send(running.exchange, limitOrder('19000', '0.1'))
    await client.until(() => client.on('orderUpdates').length === 2)
    expect(client.on('orderUpdates')).toMatchObject([
      [{ status: 'open' }, { status: 'filled', order: { sz: '0' } }],
      [{ status: 'open', order: { limitPx: '19000' } }],
    ])
    expect(client.on('userFills')[1]).toMatchObject({
      user,
      fills: [{ dir: 'Open Long', crossed: true }],
    })
    expect(client.on('user')).toMatchObject([{ fills: [{ sz: '0.1' }] }])
    await client.until(() => client.on('openOrders').length === 2)
    expect(client.on('openOrders')[1]).toMatchObject({ orders: [{ limitPx: '19000', sz: '0.1' }] })
    expect(client.on('clearinghouseState').at(-1)).toMatchObject({
      clearinghouseState: { assetPositions: [{ position: { szi: '0.1' } }] },
    })
  })

  it('are closed after a minute without a word', async () => {
    const idle = await TestSocket.open(running.exchange)
    running.clock.advance(50_000)
    idle.say({ method: 'ping' })
    await idle.until(() => idle.heard.length > 0)
    running.clock.advance(59_000)
    expect(idle.isClosed).toBe(false)
    running.clock.advance(2_000)
    await new Promise<void>((resolve) => idle.socket.once('close', () => resolve()))
    expect(idle.isClosed).toBe(true)
  })
})

describe('posts', () => {
  const ask = (id: number, request: object): void => client.say({ method: 'post', id, request })

  it('carry questions, actions and their errors', async () => {
    ask(1, { type: 'info', payload: { type: 'meta' } })
    ask(2, { type: 'action', payload: await signedBody(limitOrder('19000')) })
    ask(3, { type: 'info', payload: { type: 'nothing' } })
    await client.until(() => client.on('post').length === 3)
    expect(client.on('post')).toMatchObject([
      {
        id: 1,
        response: {
          type: 'info',
          payload: { type: 'meta', data: { universe: [{ name: 'BTC' }] } },
        },
      },
      { id: 2, response: { type: 'action', payload: { status: 'ok' } } },
      { id: 3, response: { type: 'error', payload: expect.stringMatching(/^Failed to/) } },
    ])
  })
})

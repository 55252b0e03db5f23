import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Running } from './paper-exchange.test-support.ts'
import {
  AGENT,
  addressOf,
  approveAgent,
  info,
  limitOrder,
  MASTER,
  oidOf,
  post,
  STRANGER,
  send,
  signedBody,
  startTest,
  WALL_MS,
} from './paper-exchange.test-support.ts'

let running: Running
beforeEach(async () => {
  running = await startTest()
})
afterEach(() => running.exchange.close())

function statusWithHost(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({
      port,
      host: '127.0.0.1',
      path: '/info',
      method: 'POST',
      headers: { host },
    })
    asked.on('response', (response) => resolve(response.resume().statusCode))
    asked.on('error', reject)
    asked.end('{"type":"meta"}')
  })
}

const user = addressOf(MASTER)
const errorOf = (answer: { response: unknown }): string =>
  typeof answer.response === 'string'
    ? answer.response
    : ((answer.response as { data: { statuses: { error: string }[] } }).data.statuses[0]?.error ??
      '')

const reversed = (action: object) => Object.fromEntries(Object.entries(action).reverse())

describe('what cannot be read', () => {
  it.each([
    ['no JSON', '/exchange', '{"action":'],
    ['no JSON', '/info', 'hello'],
    ['an unknown question', '/info', { type: 'everything' }],
    ['no type', '/info', {}],
    ['no address', '/info', { type: 'openOrders', user: '0x1' }],
    ['no action', '/exchange', { nonce: 1, signature: { r: '0x1', s: '0x1', v: 27 } }],
    ['no signature', '/exchange', { action: { type: 'noop' }, nonce: 1 }],
  ])('%s on %s is answered 422 in plain text', async (_name, path, body) => {
    const { exchange } = running
    const { status, text } = await post(exchange, path, body)
    expect(status).toBe(422)
    expect(text).toMatch(/^Failed to/)
    expect(await info(exchange, { type: 'exchangeStatus' })).toMatchObject({ time: WALL_MS })
  })

  it('is also an unknown action, a number for a text and a false flag', async () => {
    const { exchange } = running
    for (const action of [
      { type: 'mint' },
      { ...limitOrder('20000'), orders: [{ ...limitOrder('20000').orders[0], p: 20000 }] },
      { type: 'cancel', cancels: [{ a: 0, o: 1 }], f: false },
    ]) {
      expect((await post(exchange, '/exchange', await signedBody(action))).status).toBe(422)
    }
  })

  it('is a body over a megabyte, another path, another host or a web page', async () => {
    const { exchange } = running
    expect((await post(exchange, '/info', `"${'x'.repeat(1_100_000)}"`)).status).toBe(413)
    expect((await post(exchange, '/admin', {})).status).toBe(404)
    expect((await post(exchange, '/faults', { clear: true })).status).toBe(404)
    const origin = { origin: 'https://example.com' }
    expect((await post(exchange, '/info', { type: 'meta' }, origin)).status).toBe(403)
    expect(await statusWithHost(exchange.port, 'evil.example:80')).toBe(403)
    expect(await statusWithHost(exchange.port, `localhost:${exchange.port}`)).toBe(200)
    const get = await fetch(`${exchange.url}/info`)
    expect(get.status).toBe(404)
  })
})

describe('signatures and nonces', () => {
  it('a stranger, a changed action and a mainnet signature recover nobody we know', async () => {
    const { exchange } = running
    const stranger = await send(exchange, limitOrder('19000'), { wallet: STRANGER })
    expect(stranger).toEqual({
      status: 'err',
      response: `User or API Wallet ${addressOf(STRANGER)} does not exist.`,
    })
    const body = await signedBody(limitOrder('19000'))
    const changed = await post(exchange, '/exchange', { ...body, action: limitOrder('18000') })
    expect(changed.text).toMatch(/User or API Wallet 0x[0-9a-f]{40} does not exist/)
    const mainnet = await send(exchange, limitOrder('19000'), { isTestnet: false })
    expect(errorOf(mainnet)).toMatch(/does not exist/)
    const zero = { r: `0x${'0'.repeat(64)}`, s: `0x${'0'.repeat(64)}`, v: 27 }
    const none = await post(exchange, '/exchange', { ...body, signature: zero })
    expect(none.json()).toEqual({ status: 'err', response: 'Invalid signature.' })
    expect(await info(exchange, { type: 'openOrders', user })).toEqual([])
  })

  it('is of the action as the venue writes it: no trailing zeros, keys in order, lower case', async () => {
    const { exchange } = running
    const [one] = limitOrder('19000').orders
    const cloid = `0x${'AB'.repeat(16)}`
    const withId = (c: string) => ({ ...limitOrder('19000'), orders: [{ ...one, c }] })
    for (const action of [
      limitOrder('19000.0'),
      limitOrder('19000', '0.010'),
      withId(cloid),
      reversed(limitOrder('19000')),
      { ...limitOrder('19000'), orders: [reversed({ ...one })] },
      { ...limitOrder('19000'), more: 1 },
    ]) {
      expect(errorOf(await send(exchange, action))).toMatch(
        /^User or API Wallet 0x.* does not exist/,
      )
    }
    const signed = await signedBody(withId(cloid.toLowerCase()))
    const action = { ...withId(cloid), orders: [reversed({ ...one, p: '19000.0', c: cloid })] }
    const answer = (await post(exchange, '/exchange', { ...signed, action })).json() as Answer
    expect(oidOf(answer)).toBeGreaterThan(0)
    const trailing = { ...limitOrder('19000'), orders: [{ ...one, c: null }] }
    const plain = await signedBody(limitOrder('19000'))
    const asNull = await post(exchange, '/exchange', { ...plain, action: trailing })
    expect(oidOf(asNull.json() as Answer)).toBeGreaterThan(0)
  })

  it('a nonce works once, for a good order and for a refused one', async () => {
    const { exchange } = running
    const nonce = WALL_MS + 500_000
    await send(exchange, limitOrder('19000'), { nonce })
    const again = await send(exchange, limitOrder('19000'), { nonce })
    expect(again).toEqual({ status: 'err', response: `Invalid nonce: duplicate nonce ${nonce}` })
    await send(exchange, limitOrder('19000.5'), { nonce: nonce + 1 })
    const refused = await send(exchange, limitOrder('19000'), { nonce: nonce + 1 })
    expect(errorOf(refused)).toMatch(/duplicate nonce/)
    expect(await info(exchange, { type: 'openOrders', user })).toHaveLength(1)
    expect(errorOf(await send(exchange, limitOrder('19000'), { nonce: 5 }))).toMatch(
      /^Invalid nonce/,
    )
  })

  it('an expired action is refused by the wall clock and costs five times as much', async () => {
    const { exchange, clock } = running
    const used = async () =>
      (await info<{ nRequestsUsed: number }>(exchange, { type: 'userRateLimit', user }))
        .nRequestsUsed
    const good = await signedBody(limitOrder('19000'), { expiresAfter: WALL_MS + 1000 })
    clock.advance(1001)
    const before = await used()
    const late = (await post(exchange, '/exchange', good)).json()
    expect(errorOf(late)).toMatch(/expired/)
    expect((await used()) - before).toBe(5)
    const [one] = limitOrder('19000').orders
    const batch = { type: 'order', orders: [one, one, one], grouping: 'na' }
    await send(exchange, batch, { expiresAfter: WALL_MS + 1000 })
    expect((await used()) - before).toBe(20)
    const inTime = await send(exchange, limitOrder('19000'), { expiresAfter: WALL_MS + 2000 })
    expect(oidOf(inTime)).toBeGreaterThan(2 ** 32)
  })

  it('an agent trades for its master, cannot be reused, and ends', async () => {
    const { exchange, clock } = running
    const until = WALL_MS + 3_600_000
    expect(await approveAgent(exchange, `desk valid_until ${until}`)).toEqual({
      status: 'ok',
      response: { type: 'default' },
    })
    expect(await info(exchange, { type: 'extraAgents', user })).toEqual([
      { address: addressOf(AGENT), name: 'desk', validUntil: until },
    ])
    expect(await info(exchange, { type: 'userRole', user: addressOf(AGENT) })).toEqual({
      role: 'agent',
      data: { user },
    })
    oidOf(await send(exchange, limitOrder('19000'), { wallet: AGENT }))
    expect(await info(exchange, { type: 'openOrders', user })).toHaveLength(1)
    expect(await info(exchange, { type: 'openOrders', user: addressOf(AGENT) })).toEqual([])
    expect(errorOf(await approveAgent(exchange, 'other'))).toBe('Extra agent already used.')
    clock.advance(3_600_001)
    const ended = await send(exchange, limitOrder('19000'), { wallet: AGENT })
    expect(errorOf(ended)).toMatch(/does not exist/)
  })

  it('an agent for mainnet is refused', async () => {
    const answer = await approveAgent(running.exchange, 'desk', { hyperliquidChain: 'Mainnet' })
    expect(answer.status).toBe('err')
    expect(await info(running.exchange, { type: 'extraAgents', user })).toEqual([])
  })
})

describe('actions', () => {
  it('answer each order of a batch by itself', async () => {
    const { exchange } = running
    const orders = ['19000', '19000.5', '18000'].map((p) => limitOrder(p).orders[0])
    const answer = await send(exchange, { type: 'order', orders, grouping: 'na' })
    expect(answer.response).toMatchObject({
      type: 'order',
      data: {
        statuses: [
          { resting: { oid: expect.any(Number) } },
          { error: 'Price must be divisible by tick size. asset=0' },
          { resting: { oid: expect.any(Number) } },
        ],
      },
    })
  })

  it('know orders by both ids after they have ended', async () => {
    const { exchange } = running
    const cloid = `0x${'cd'.repeat(16)}`
    const action = {
      ...limitOrder('19000'),
      orders: [{ ...limitOrder('19000').orders[0], c: cloid }],
    }
    const oid = oidOf(await send(exchange, action))
    const cancels = [{ a: 0, o: oid }]
    expect((await send(exchange, { type: 'cancel', cancels })).response).toEqual({
      type: 'cancel',
      data: { statuses: ['success'] },
    })
    const again = await send(exchange, { type: 'cancel', cancels })
    expect(errorOf(again)).toBe('Order was never placed, already canceled, or filled. asset=0')
    for (const id of [oid, cloid]) {
      expect(await info(exchange, { type: 'orderStatus', user, oid: id })).toMatchObject({
        status: 'order',
        order: { status: 'canceled', order: { oid, cloid } },
      })
    }
    expect(await info(exchange, { type: 'orderStatus', user, oid: 1 })).toEqual({
      status: 'unknownOid',
    })
    expect(await info(exchange, { type: 'historicalOrders', user })).toHaveLength(1)
  })

  it('set leverage within its rules', async () => {
    const { exchange } = running
    const set = (leverage: number, isCross = true, asset = 0) =>
      send(exchange, { type: 'updateLeverage', asset, isCross, leverage })
    expect((await set(10)).status).toBe('ok')
    expect(errorOf(await set(41))).toBe('Invalid leverage value')
    await send(exchange, limitOrder('20100', '0.1', 'Ioc'))
    expect(errorOf(await set(10, false))).toBe('Cannot switch leverage type with open position.')
    const state = await info(exchange, { type: 'clearinghouseState', user })
    expect(state).toMatchObject({
      assetPositions: [{ position: { szi: '0.1', leverage: { type: 'cross', value: 10 } } }],
    })
  })

  it('carry a builder field and the actions that ask for nothing', async () => {
    const { exchange } = running
    const builder = { b: addressOf(STRANGER), f: 10 }
    oidOf(await send(exchange, { ...limitOrder('19000'), builder }))
    expect((await send(exchange, { type: 'noop' })).status).toBe('ok')
    expect((await send(exchange, { type: 'setReferrer', code: 'X' })).status).toBe('ok')
  })

  it('cancel everything when the dead man switch goes off', async () => {
    const { exchange, clock } = running
    await send(exchange, limitOrder('19000'))
    const soon = await send(exchange, { type: 'scheduleCancel', time: WALL_MS + 1000 })
    expect(soon.status).toBe('err')
    const set = await send(exchange, { type: 'scheduleCancel', time: WALL_MS + 6000 })
    expect(set.status).toBe('ok')
    clock.advance(5900)
    expect(await info(exchange, { type: 'openOrders', user })).toHaveLength(1)
    clock.advance(200)
    expect(await info(exchange, { type: 'openOrders', user })).toEqual([])
    expect(await info(exchange, { type: 'historicalOrders', user })).toMatchObject([
      { status: 'scheduledCancel' },
    ])
  })

  it('count against what the address has traded', async () => {
    const { exchange } = running
    const cancels = Array.from({ length: 1000 }, (_, o) => ({ a: 0, o: o + 1 }))
    for (let batch = 0; batch < 20; batch += 1) {
      expect((await send(exchange, { type: 'cancel', cancels })).status).toBe('ok')
    }
    // Cancels may go on to twice the limit; beyond it one action passes every ten seconds.
    expect((await send(exchange, { type: 'cancel', cancels })).status).toBe('ok')
    expect(errorOf(await send(exchange, limitOrder('19000')))).toMatch(
      /^Too many cumulative requests sent \(\d+ > 10000\) for cumulative volume traded \$0\.00/,
    )
  })
})

describe('the limit of one machine', () => {
  it('answers 429 when it is switched on, and lets go after a while', async () => {
    const limited = await startTest({ hasIpLimits: true })
    const ask = async () => (await post(limited.exchange, '/info', { type: 'meta' })).status
    for (let count = 0; count < 60; count += 1) expect(await ask()).toBe(200)
    expect(await ask()).toBe(429)
    limited.clock.advance(1000)
    expect(await ask()).toBe(200)
    limited.clock.advance(1000)
    const req = { coin: 'BTC', interval: '1m', startTime: 0 }
    expect((await post(limited.exchange, '/info', { type: 'candleSnapshot', req })).status).toBe(
      200,
    )
    await limited.exchange.close()
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Running } from './paper-exchange.test-support.ts'
import {
  addressOf,
  info,
  limitOrder,
  MASTER,
  post,
  send,
  signedBody,
  startTest,
  TestSocket,
  WALL_MS,
} from './paper-exchange.test-support.ts'

let running: Running
beforeEach(async () => {
  running = await startTest({ takesFaults: true })
})
afterEach(() => running.exchange.close())

const user = addressOf(MASTER)
const openCount = async (): Promise<number> =>
  (await info<unknown[]>(running.exchange, { type: 'openOrders', user })).length

describe('faults of a request', () => {
  it('drop: the venue never hears of it', async () => {
    running.exchange.faults.add({ point: 'exchange', match: 'order', effect: { kind: 'drop' } })
    await expect(send(running.exchange, limitOrder('19000'))).rejects.toThrow()
    expect(await openCount()).toBe(0)
    await send(running.exchange, limitOrder('19000'))
    expect(await openCount()).toBe(1)
  })

  it('answerLost and acceptThenError: the order lives whatever was said', async () => {
    const { faults } = running.exchange
    faults.add({ point: 'exchange', effect: { kind: 'answerLost' } })
    await expect(send(running.exchange, limitOrder('19000'))).rejects.toThrow()
    const message = 'Internal error'
    faults.add({ point: 'exchange', effect: { kind: 'acceptThenError', message } })
    expect(await send(running.exchange, limitOrder('19001'))).toEqual({
      status: 'err',
      response: message,
    })
    expect(await openCount()).toBe(2)
  })

  it('status, malformed and rename spoil the answer only', async () => {
    const { faults } = running.exchange
    for (const code of [429, 502]) {
      faults.add({ point: 'info', match: 'allMids', effect: { kind: 'status', code } })
      expect((await post(running.exchange, '/info', { type: 'allMids' })).status).toBe(code)
    }
    faults.add({ point: 'info', effect: { kind: 'malformed' } })
    const cut = await post(running.exchange, '/info', { type: 'meta' })
    expect(cut.json).toThrow()
    faults.add({ point: 'info', effect: { kind: 'rename', from: 'szDecimals', to: 'lots' } })
    expect(await info(running.exchange, { type: 'meta' })).toMatchObject({
      universe: [{ lots: 5 }],
    })
    expect(await info(running.exchange, { type: 'meta' })).toMatchObject({
      universe: [{ szDecimals: 5 }],
    })
  })

  it('delayRequest comes late by the clock, and too late for its expiry', async () => {
    running.exchange.faults.add({ point: 'exchange', effect: { kind: 'delayRequest', ms: 5000 } })
    const body = await signedBody(limitOrder('19000'), { expiresAfter: WALL_MS + 1000 })
    const answer = post(running.exchange, '/exchange', body)
    await info(running.exchange, { type: 'meta' })
    running.clock.advance(5000)
    expect((await answer).text).toMatch(/expired/)
  })

  it('duplicate: the second copy is a used nonce', async () => {
    running.exchange.faults.add({ point: 'exchange', effect: { kind: 'duplicate' } })
    expect((await send(running.exchange, limitOrder('19000'))).status).toBe('ok')
    expect(await openCount()).toBe(1)
  })

  it('clock skew moves what the venue calls now', async () => {
    running.exchange.faults.setClockSkew(3 * 86_400_000)
    expect(await send(running.exchange, limitOrder('19000'))).toMatchObject({ status: 'err' })
    expect(await info(running.exchange, { type: 'exchangeStatus' })).toMatchObject({
      time: WALL_MS + 3 * 86_400_000,
    })
    running.exchange.faults.clear()
    expect((await send(running.exchange, limitOrder('19000'))).status).toBe('ok')
  })
})

describe('faults of a socket', () => {
  let client: TestSocket
  beforeEach(async () => {
    client = await TestSocket.open(running.exchange)
    await client.subscribe({ type: 'orderUpdates', user })
  })
  afterEach(() => client.close())

  const limits = (): string[] =>
    (client.on('orderUpdates') as [{ order: { limitPx: string } }][]).map(
      ([{ order }]) => order.limitPx,
    )
  const place = (price: string) => send(running.exchange, limitOrder(price))

  it('duplicate, reorder, drop and delay a message', async () => {
    const { faults } = running.exchange
    faults.add({ point: 'push', match: 'orderUpdates', effect: { kind: 'duplicate' } })
    await place('19000')
    await client.until(() => limits().length === 2)
    faults.add({ point: 'push', match: 'orderUpdates', effect: { kind: 'reorder' } })
    await place('19001')
    await place('19002')
    await client.until(() => limits().length === 4)
    faults.add({ point: 'push', match: 'orderUpdates', effect: { kind: 'drop' } })
    await place('19003')
    faults.add({ point: 'push', match: 'orderUpdates', effect: { kind: 'delay', ms: 1000 } })
    await place('19004')
    await place('19005')
    await client.until(() => limits().length === 5)
    running.clock.advance(1000)
    await client.until(() => limits().length === 6)
    expect(limits()).toEqual(['19000', '19000', '19002', '19001', '19005', '19004'])
  })

  it('reorder loses nothing: several in a row, and the last one before a silence', async () => {
    const { faults } = running.exchange
    faults.add({ point: 'push', match: 'orderUpdates', times: 3, effect: { kind: 'reorder' } })
    await place('19000')
    await place('19001')
    await place('19002')
    expect(limits()).toEqual([])
    running.clock.advance(1000)
    await client.until(() => limits().length === 3)
    faults.add({ point: 'push', match: 'orderUpdates', times: 2, effect: { kind: 'reorder' } })
    await place('19003')
    await place('19004')
    await place('19005')
    await client.until(() => limits().length === 6)
    expect(limits().slice(3)).toEqual(['19005', '19003', '19004'])
  })

  it('freeze one channel while the others go on', async () => {
    await client.subscribe({ type: 'l2Book', coin: 'BTC' })
    await client.subscribe({ type: 'allMids' })
    await client.first('allMids')
    const thaw = running.exchange.faults.freezeChannel('l2Book')
    const before = client.on('l2Book').length
    running.clock.advance(5_000)
    await client.until(() => client.on('allMids').length > 5)
    expect(client.on('l2Book').length).toBe(before)
    thaw()
    running.clock.advance(1_000)
    await client.until(() => client.on('l2Book').length > before)
  })

  it('malformed messages and closed sockets', async () => {
    running.exchange.faults.add({
      point: 'push',
      match: 'orderUpdates',
      effect: { kind: 'malformed' },
    })
    await place('19000')
    await client.first('unreadable')
    running.exchange.faults.closeSockets()
    await new Promise<void>((resolve) => client.socket.once('close', () => resolve()))
  })

  it('strike a post like a request', async () => {
    const { faults } = running.exchange
    faults.add({ point: 'exchange', effect: { kind: 'acceptThenError', message: 'no' } })
    const payload = await signedBody(limitOrder('19000'))
    client.say({ method: 'post', id: 1, request: { type: 'action', payload } })
    expect(await client.first('post')).toMatchObject({
      response: { payload: { status: 'err', response: 'no' } },
    })
    faults.add({ point: 'exchange', effect: { kind: 'answerLost' } })
    const second = await signedBody(limitOrder('19000'))
    client.say({ method: 'post', id: 2, request: { type: 'action', payload: second } })
    await new Promise<void>((resolve) => client.socket.once('close', () => resolve()))
    expect(await openCount()).toBe(2)
  })
})

describe('POST /faults', () => {
  it('arms what it understands and explains the rest', async () => {
    const { exchange } = running
    const rule = {
      point: 'info',
      match: 'meta',
      effect: { kind: 'status', code: 502, body: 'bad gateway' },
    }
    expect((await post(exchange, '/faults', rule)).text).toBe('armed')
    expect(await post(exchange, '/info', { type: 'meta' })).toMatchObject({
      status: 502,
      text: 'bad gateway',
    })
    expect((await post(exchange, '/faults', { clockSkewMs: 1000 })).status).toBe(200)
    expect((await post(exchange, '/faults', { freezeChannel: 'l2Book' })).status).toBe(200)
    expect((await post(exchange, '/faults', { clear: true })).status).toBe(200)
    expect((await post(exchange, '/faults', { closeSockets: true })).status).toBe(200)
    expect(
      (await post(exchange, '/faults', { point: 'moon', effect: { kind: 'drop' } })).status,
    ).toBe(422)
  })
})

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Session } from './session.test-support.ts'
import { ACCOUNT, NOW_MS, openSession } from './session.test-support.ts'
import { testId } from './terms.test-support.ts'

const fill = (tid: number, extra: object = {}) => ({
  coin: 'BTC',
  px: '100.0',
  sz: '0.01',
  side: 'B',
  time: NOW_MS + tid,
  startPosition: '0.0',
  dir: 'Open Long',
  closedPnl: '0.0',
  hash: '0x0',
  oid: 7,
  crossed: true,
  fee: '0.01',
  feeToken: 'USDC',
  tid,
  cloid: testId(7),
  ...extra,
})
const fills = (...rows: object[]) => ({ user: ACCOUNT, fills: rows })
const orderUpdate = (oid: number, status: string, statusTimestamp = NOW_MS) => ({
  order: {
    coin: 'BTC',
    side: 'B',
    limitPx: '100',
    sz: '1',
    oid,
    timestamp: NOW_MS,
    cloid: testId(oid),
  },
  status,
  statusTimestamp,
})

let session: Session
beforeEach(async () => {
  session = await openSession()
})
afterEach(() => session.stop())
const words = () =>
  session.recorder.of('orderReported').map((one) => `${one.venueOrderId} ${one.status}`)
const told = () => session.recorder.of('fillReported').map((one) => one.tradeId)

describe('staleness', () => {
  it('names a coin whose book is silent, with its age, and recovers', async () => {
    const { fake, clock, recorder } = session
    await session.goLive()
    clock.advance(5_000)
    expect(recorder.last('venueStateChanged')?.state).toBe('live')
    clock.advance(1_000)
    expect(recorder.last('venueStateChanged')).toMatchObject({
      state: 'stale',
      reason: 'BTC prices are 5 s old.',
    })
    clock.advance(5_000)
    expect(recorder.last('venueStateChanged')?.reason).toBe('BTC prices are 10 s old.')
    const quotes = recorder.of('quoteTick').length
    fake.sayQuote('BTC', NOW_MS + 11_000, '99', '101')
    await recorder.until(() => recorder.of('quoteTick').length >= quotes + 2)
    clock.advance(1_000)
    expect(recorder.last('venueStateChanged')?.state).toBe('live')
  })

  it('notices a silent mark while the book goes on', async () => {
    const { fake, clock, recorder } = session
    await session.goLive()
    const book = (time: number) => ({
      coin: 'BTC',
      time,
      levels: [[{ px: '98', sz: '1', n: 1 }], [{ px: '101', sz: '1', n: 1 }]],
    })
    for (let second = 4; second <= 20; second += 4) {
      const quotes = recorder.of('quoteTick').length
      clock.advance(4_000)
      fake.say('l2Book', book(NOW_MS + second * 1_000))
      await recorder.nth('quoteTick', quotes + 1)
    }
    clock.advance(1_000)
    expect(recorder.last('venueStateChanged')).toMatchObject({
      state: 'stale',
      reason: 'The mark of BTC is 15 s old.',
    })
  })

  it('says that one side of the book is empty', async () => {
    const { fake, clock, recorder } = session
    await session.goLive()
    fake.say('l2Book', { coin: 'BTC', time: NOW_MS + 1, levels: [[], [{ px: '101', sz: '1' }]] })
    fake.say('orderUpdates', [orderUpdate(1, 'open')])
    await recorder.nth('orderReported', 1)
    clock.advance(1_000)
    expect(recorder.last('venueStateChanged')?.reason).toBe('One side of the BTC book is empty.')
  })

  it('notices a stream that the venue never confirms', async () => {
    const { fake, clock, recorder } = session
    fake.isConfirming = false
    await session.start()
    await fake.until(() => fake.heard.length >= 5)
    fake.sayQuote('BTC', NOW_MS, '99', '101')
    await recorder.nth('quoteTick', 1)
    for (let second = 0; second < 12; second += 1) {
      fake.sayQuote('BTC', NOW_MS + second + 1, '99', '101')
      await recorder.nth('quoteTick', 3 + second * 2)
      clock.advance(1_000)
    }
    expect(recorder.last('venueStateChanged')?.reason).toContain('has not confirmed "')
  })
})

describe('connection', () => {
  it('pings, and gives up a line that stays silent', async () => {
    const { fake, clock, recorder } = session
    await session.goLive()
    clock.advance(15_000)
    await fake.until(() => fake.heard.some((message) => message.method === 'ping'))
    fake.sayQuote('BTC', NOW_MS + 15_000, '99', '101')
    await recorder.nth('quoteTick', 3)
    clock.advance(1_000)
    expect(recorder.last('venueStateChanged')?.state).toBe('live')
    clock.advance(60_000)
    expect(recorder.of('venueStateChanged').some((change) => change.state === 'down')).toBe(true)
  })

  it('comes back with all subscriptions and what happened meanwhile, each thing once', async () => {
    const { fake, clock, recorder } = session
    await session.goLive()
    fake.say('orderUpdates', [orderUpdate(7, 'open'), orderUpdate(8, 'open')])
    fake.say('userFills', { ...fills(fill(1), fill(2)), isSnapshot: true })
    await recorder.nth('fillReported', 2)
    fake.cut()
    await recorder.untilVenue('down')
    fake.answer('userFillsByTime', [fill(2), fill(3)])
    fake.answer('orderStatus', { status: 'order', order: orderUpdate(7, 'filled', NOW_MS + 9) })
    fake.heard.length = 0
    clock.advance(30_000)
    await fake.until(() => fake.heard.length >= 5)
    fake.say('userFills', { ...fills(fill(3), fill(1)), isSnapshot: true })
    fake.say('orderUpdates', [orderUpdate(8, 'canceled', NOW_MS + 5)])
    fake.sayQuote('BTC', NOW_MS + 5, '99', '101')
    await recorder.untilVenue('live')
    await recorder.until(() => words().length >= 4)
    expect(told()).toEqual(['1', '2', '3'])
    expect(words().sort()).toEqual(['7 filled', '7 open', '8 canceled', '8 open'])
  })

  it('waits longer from try to try, within the limit, and the same for the same seed', async () => {
    const { fake, clock, recorder } = session
    await session.goLive()
    await fake.stop()
    await recorder.untilVenue('down')
    const waits: number[] = []
    for (let count = 1; count <= 8; count += 1) {
      const downs = () => recorder.of('venueStateChanged').filter((one) => one.state === 'down')
      await recorder.until(() => downs().length >= count)
      const seconds = /again in ([\d.]+) s/.exec(downs()[count - 1]?.reason ?? '')?.[1]
      waits.push(Number(seconds))
      clock.advance(Number(seconds) * 1000 + 100)
    }
    expect(waits.every((wait, index) => wait <= Math.min(30, 0.5 * 2 ** index))).toBe(true)
    expect(waits.every((wait, index) => wait >= Math.min(30, 0.5 * 2 ** index) / 2 - 0.1)).toBe(
      true,
    )
  })
})

describe('events', () => {
  it('finds a fill and an order that the stream lost, by polling every 15 s', async () => {
    const { fake, clock, recorder } = session
    await session.goLive()
    fake.answer('userFillsByTime', [fill(5)])
    const open = { ...orderUpdate(9, 'open').order, isTrigger: false, triggerPx: '0.0' }
    fake.answer('frontendOpenOrders', [{ ...open, reduceOnly: false }])
    clock.advance(15_000)
    await recorder.nth('orderReported', 1)
    expect(told()).toEqual(['5'])
    expect(words()).toEqual(['9 open'])
  })

  it('asks whose order a fill was when nobody has said', async () => {
    const { fake, recorder } = session
    await session.goLive()
    fake.answer('orderStatus', { status: 'order', order: orderUpdate(33, 'filled') })
    fake.say('userFills', fills(fill(1, { oid: 33, cloid: undefined })))
    expect(await recorder.nth('fillReported', 1)).toMatchObject({
      tradeId: '1',
      clientOrderId: testId(33),
    })
  })

  it('tells funding once, and ignores what is about another account', async () => {
    const { fake, recorder } = session
    await session.goLive()
    const row = { time: NOW_MS, coin: 'BTC', usdc: '-0.25', szi: '1', fundingRate: '0.0001' }
    fake.say('userFundings', { user: `0x${'01'.repeat(20)}`, fundings: [row] })
    fake.say('userFills', { ...fills(fill(1)), user: `0x${'01'.repeat(20)}` })
    fake.say('userFundings', { user: ACCOUNT, isSnapshot: true, fundings: [row] })
    fake.say('userFundings', { user: ACCOUNT, fundings: [row, { ...row, time: NOW_MS + 1 }] })
    await recorder.nth('fundingReported', 2)
    expect(recorder.of('fundingReported').map((one) => one.amount)).toEqual([
      -25_000_000n,
      -25_000_000n,
    ])
    expect(told()).toEqual([])
  })
})

describe('frames that cannot be read', () => {
  it('make a price stale until the next good one', async () => {
    const { fake, recorder, logged } = session
    await session.goLive()
    fake.say('l2Book', { coin: 'BTC', time: NOW_MS + 1, levels: [[{ px: '1e400', sz: '1' }], []] })
    await recorder.untilVenue('stale')
    expect(recorder.last('venueStateChanged')?.reason).toContain(
      'l2Book frame has an unknown shape',
    )
    expect(logged.at(-1)?.sample).toContain('1e400')
    fake.sayQuote('BTC', NOW_MS + 2, '99', '101')
    await recorder.untilVenue('live')
  })

  it('make the desk ask for orders and fills instead', async () => {
    const { fake, recorder } = session
    await session.goLive()
    fake.answer('userFillsByTime', [fill(1)])
    const { px: renamed, ...rest } = fill(1)
    fake.say('userFills', fills({ ...rest, price: renamed }))
    await recorder.untilVenue('stale')
    await recorder.nth('fillReported', 1)
    await recorder.untilVenue('live')
  })

  it.each(['', 'not JSON', '[]', '5', 'null', '{"channel":5}', '{"data":1}'])(
    'survives %j',
    async (text) => {
      const { fake, recorder } = session
      await session.goLive()
      const asks = fake.asks('userFillsByTime').length
      fake.sayText(text)
      await fake.until(() => fake.asks('userFillsByTime').length > asks)
      await recorder.untilVenue('live')
    },
  )

  it('survives a binary frame and an unknown channel', async () => {
    const { fake, recorder, logged } = session
    await session.goLive()
    fake.say('weather', { is: 'fine' })
    fake.sayText(Buffer.from([1, 2, 3]))
    await recorder.untilVenue('stale')
    await recorder.untilVenue('live')
    expect(logged.some((entry) => entry.message.includes('"weather"'))).toBe(true)
  })

  it('are never a crash, a wrong price or a wrong fill, whatever is in them', async () => {
    const { fake, recorder } = session
    await session.goLive()
    const channel = fc.constantFrom(
      ...['l2Book', 'activeAssetCtx', 'candle', 'orderUpdates', 'userFills', 'userFundings'],
      ...['subscriptionResponse', 'error', 'pong', '__proto__', 'constructor'],
    )
    const nasty = fc.constantFrom('NaN', '1e400', '-0', -0, null, '', [], {}, 1e308, '１')
    const mutated = fc
      .record({ index: fc.nat({ max: 13 }), value: fc.oneof(nasty, fc.jsonValue()) })
      .map(({ index, value }) => {
        const entries = Object.entries(fill(999))
        const name = entries[index % entries.length]?.[0] ?? 'px'
        return { channel: 'userFills', data: fills({ ...fill(999), [name]: value, tid: 'no' }) }
      })
    const frame = fc.oneof(
      fc.record({ channel, data: fc.jsonValue() }).map((one) => JSON.stringify(one)),
      mutated.map((one) => JSON.stringify(one)),
      fc.string(),
    )
    const frames = fc.sample(frame, { numRuns: 2_000, seed: 7 })
    for (const text of frames) fake.sayText(text)
    fake.sayQuote('BTC', NOW_MS + 50, '98', '102', '100')
    fake.say('userFills', fills(fill(1)))
    await recorder.nth('fillReported', 1)
    expect(told()).toEqual(['1'])
    expect(recorder.of('quoteTick').every((tick) => tick.coin === 'BTC')).toBe(true)
    expect(recorder.last('quoteTick')?.mark).toBe(10_000_000_000n)
  })
})

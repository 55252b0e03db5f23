import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrderReported } from '#core/engine/venue-inputs.ts'
import type { ClientOrderId } from '#core/model/ids.ts'
import type { BracketTerms, Terms } from '#core/model/terms.ts'
import { asPrice } from '#core/money/amount.ts'
import { parseMoney, parseQuantity } from '#core/money/decimal.ts'
import { roundToTick } from '#core/money/tick.ts'
import type { PaperSession } from './paper-session.test-support.ts'
import { FEED_START_MS, openPaperSession } from './paper-session.test-support.ts'
import { testId } from './terms.test-support.ts'

let session: PaperSession
beforeEach(async () => {
  session = await openPaperSession()
})
afterEach(() => session.stop())

const [ENTRY, STOP, TARGET, NEW_STOP, PART, REST] = [1, 2, 3, 4, 5, 6].map(testId) as [
  ClientOrderId,
  ClientOrderId,
  ClientOrderId,
  ClientOrderId,
  ClientOrderId,
  ClientOrderId,
]

/** A price so many tenths of a per cent away from the last quote. */
function away(permille: number) {
  const tick = session.recorder.last('quoteTick')
  if (!tick) throw new Error('no quote yet')
  const scaled = (tick.ask * BigInt(1000 + permille)) / 1000n
  return roundToTick(asPrice(scaled), 5, 'down')
}

const bracket = (extra: Partial<BracketTerms> = {}): BracketTerms => ({
  kind: 'bracket',
  coin: 'BTC',
  side: 'buy',
  quantity: parseQuantity('0.02'),
  entryType: 'market',
  limitPrice: away(3),
  timeInForce: 'Ioc',
  stopPrice: away(-20),
  targetPrice: away(40),
  entryId: ENTRY,
  stopId: STOP,
  targetId: TARGET,
  leverage: 10,
  ...extra,
})
const close = (quantity: string, exitId: ClientOrderId): Terms => ({
  kind: 'close',
  coin: 'BTC',
  side: 'sell',
  quantity: parseQuantity(quantity),
  limitPrice: away(-3),
  exitId,
})
const statusOf = (id: ClientOrderId): OrderReported['status'] | undefined =>
  session.recorder.of('orderReported').findLast((report) => report.clientOrderId === id)?.status
const fillsOf = (id: ClientOrderId) =>
  session.recorder.of('fillReported').filter((fill) => fill.clientOrderId === id)
const reported = (id: ClientOrderId, status: OrderReported['status']) =>
  session.recorder.until(() => statusOf(id) === status)

describe('a session at the paper exchange', () => {
  it('bracket, stop moved, part closed, rest closed: all of it comes back by the stream', async () => {
    const { recorder, trade, venue } = session
    expect(await trade({ kind: 'leverage', coin: 'BTC', leverage: 10 })).toEqual({
      result: 'answered',
      answers: [],
    })
    expect(await trade(bracket())).toMatchObject({
      result: 'answered',
      answers: [{ result: 'filled' }, { result: 'waiting' }, { result: 'waiting' }],
    })
    await reported(ENTRY, 'filled')
    await reported(STOP, 'open')
    await reported(TARGET, 'open')
    expect(fillsOf(ENTRY)).toMatchObject([
      { coin: 'BTC', side: 'buy', quantity: parseQuantity('0.02'), startPosition: 0n },
    ])
    const held = await venue.observeAccount('asked')
    expect(held.positions).toMatchObject([{ coin: 'BTC', quantity: parseQuantity('0.02') }])
    expect(held.openOrders.map((order) => order.clientOrderId).sort()).toEqual([STOP, TARGET])
    const fee = fillsOf(ENTRY)[0]?.fee ?? 0n
    expect(held.cash).toBe(parseMoney('10000') - fee)

    const moved = await trade({
      kind: 'move',
      coin: 'BTC',
      role: 'stop',
      side: 'sell',
      quantity: parseQuantity('0.02'),
      triggerPrice: away(-10),
      replacesId: STOP,
      newId: NEW_STOP,
    })
    expect(moved).toMatchObject({ answers: [{ result: 'resting' }] })
    await reported(NEW_STOP, 'open')
    await reported(STOP, 'canceled')

    await trade(close('0.005', PART))
    await recorder.until(() => fillsOf(PART).length > 0)
    await trade(close('0.015', REST))
    await recorder.until(() => fillsOf(REST).length > 0)
    await reported(NEW_STOP, 'canceled')
    await reported(TARGET, 'canceled')
    const flat = await venue.observeAccount('asked')
    expect(flat.positions).toEqual([])
    expect(flat.openOrders).toEqual([])
    const fills = recorder.of('fillReported')
    const result = fills.reduce((sum, fill) => sum + fill.closedPnl - fill.fee, 0n)
    expect(flat.cash).toBe(parseMoney('10000') + result)
    expect(recorder.last('venueStateChanged')?.state).toBe('live')
  })

  it('rests, is looked up, is cancelled together with its children', async () => {
    const { trade, venue } = session
    const resting = bracket({ entryType: 'limit', timeInForce: 'Gtc', limitPrice: away(-5) })
    expect(await trade(resting)).toMatchObject({
      answers: [{ result: 'resting' }, { result: 'waiting' }, { result: 'waiting' }],
    })
    await reported(ENTRY, 'open')
    expect((await venue.lookUpOrder(ENTRY)).answer).toMatchObject({ result: 'found' })
    expect((await venue.lookUpOrder(REST)).answer).toEqual({ result: 'neverSeen' })
    const seen = await venue.observeAccount('asked')
    expect(seen.openOrders.map((order) => order.clientOrderId).sort()).toEqual([
      ENTRY,
      STOP,
      TARGET,
    ])
    const cancels = [ENTRY, REST].map((clientOrderId) => ({ coin: 'BTC', clientOrderId }))
    expect(await trade({ kind: 'cancel', cancels })).toMatchObject({
      answers: [{ result: 'canceled' }, { result: 'error' }],
    })
    await reported(ENTRY, 'canceled')
    expect((await venue.observeAccount('asked')).openOrders).toEqual([])
  })

  it('is protected by a stop of its own, and told why when the venue says no', async () => {
    const { trade } = session
    await trade(bracket({ targetPrice: null, targetId: null }))
    await reported(STOP, 'open')
    const protect: Terms = {
      kind: 'protect',
      coin: 'BTC',
      side: 'sell',
      quantity: parseQuantity('0.02'),
      triggerPrice: away(-15),
      stopId: NEW_STOP,
    }
    expect(await trade(protect)).toMatchObject({ answers: [{ result: 'resting' }] })
    await reported(NEW_STOP, 'open')
    const huge = bracket({ quantity: parseQuantity('900'), entryId: testId(9) })
    const refused = await trade(huge)
    expect(JSON.stringify(refused)).toContain('E004')
  })

  it('sees the target end the position as the recorded prices rise', async () => {
    const { exchange, recorder, stepUntil, trade } = session
    await trade(bracket())
    await reported(TARGET, 'open')
    exchange.setSpeed(1_200)
    await stepUntil(() => fillsOf(TARGET).length > 0)
    await reported(TARGET, 'filled')
    await reported(STOP, 'canceled')
    expect(recorder.of('fillReported').map((fill) => fill.clientOrderId)).toEqual([ENTRY, TARGET])
    expect(fillsOf(TARGET)[0]?.closedPnl).toBeGreaterThan(0n)
  })
})

describe('market data of a replay', () => {
  it('follows the clock of the recorded prices and tells each closed candle once', async () => {
    const { exchange, recorder, step, stepUntil, venue } = session
    venue.watchCandles('BTC', '5m')
    venue.watchCandles('BTC', '3h')
    exchange.setSpeed(1_200)
    await stepUntil(() => recorder.of('candleClosed').some((one) => one.timeframe === '3h'))
    await step()
    const opens = recorder
      .of('candleClosed')
      .filter((one) => one.timeframe === '5m')
      .map((one) => one.bar.openTimeMs)
    const [first = 0] = opens
    expect(first).toBeGreaterThanOrEqual(FEED_START_MS)
    expect(opens).toEqual(opens.map((_, index) => first + index * 300_000))
    expect(opens.length).toBeGreaterThan(30)
    const behindMs = exchange.marketNowMs() - venue.marketNowMs()
    expect(Math.abs(behindMs)).toBeLessThanOrEqual(1_200_000)

    const loaded = await venue.loadCandles('BTC', '5m', 20)
    const told = recorder
      .of('candleClosed')
      .filter((one) => one.timeframe === '5m')
      .map((one) => one.bar)
    for (const bar of loaded.slice(0, -1)) {
      expect(told.find((one) => one.openTimeMs === bar.openTimeMs)).toEqual(bar)
    }
    const [built] = recorder.of('candleClosed').filter((one) => one.timeframe === '3h')
    const hours = await venue.loadCandles('BTC', '3h', 1)
    expect(built?.bar).toEqual(hours[0])
  })
})

describe('faults of the venue and the network', () => {
  it.each([
    ['the answer is lost', { kind: 'answerLost' }, 'unknown'],
    ['the answer is cut', { kind: 'malformed' }, 'unknown'],
    ['an error hides an accepted order', { kind: 'acceptThenError', message: 'boom' }, 'refused'],
  ] as const)('%s: looking it up finds the order', async (_name, effect, result) => {
    const { exchange, trade, venue } = session
    exchange.faults.add({ point: 'exchange', effect })
    expect((await trade(bracket())).result).toBe(result)
    expect((await venue.lookUpOrder(ENTRY)).answer).toMatchObject({
      result: 'found',
      report: { status: 'filled' },
    })
    await reported(STOP, 'open')
    expect(fillsOf(ENTRY).length).toBe(1)
  })

  it.each([
    ['lost before the venue saw it', { kind: 'drop' }],
    ['refused by a gateway', { kind: 'status', code: 502 }],
    ['limited', { kind: 'status', code: 429 }],
  ] as const)('%s: unknown, and never seen', async (_name, effect) => {
    const { exchange, trade, venue } = session
    exchange.faults.add({ point: 'exchange', effect })
    expect((await trade(bracket())).result).toBe('unknown')
    expect((await venue.lookUpOrder(ENTRY)).answer).toEqual({ result: 'neverSeen' })
  })

  it('a timeout after the venue acted is unknown until it is looked up', async () => {
    const { clock, exchange, trade, venue } = session
    exchange.faults.add({ point: 'exchange', effect: { kind: 'delay', ms: 600_000 } })
    const pending = trade(bracket())
    await reported(ENTRY, 'filled')
    clock.advance(10_000)
    expect((await pending).result).toBe('unknown')
    expect((await venue.lookUpOrder(ENTRY)).answer).toMatchObject({ result: 'found' })
  })

  it.each([
    ['userFills', 'duplicate', 4],
    ['orderUpdates', 'duplicate', 4],
    ['userFills', 'reorder', 1],
    ['orderUpdates', 'reorder', 1],
  ] as const)('%s frames that %s change nothing', async (match, kind, times) => {
    const { exchange, recorder, step, trade } = session
    exchange.faults.add({ point: 'push', match, times, effect: { kind } })
    await trade(bracket())
    for (let count = 0; count < 4; count += 1) await step()
    await trade(close('0.02', REST))
    await step()
    await reported(TARGET, 'canceled')
    const ids = recorder.of('fillReported').map((fill) => fill.tradeId)
    expect(new Set(ids).size).toBe(ids.length)
    expect([statusOf(ENTRY), statusOf(REST)]).toEqual(['filled', 'filled'])
  })

  it('fills and orders that the stream lost are found by polling', async () => {
    const { exchange, recorder, step, trade } = session
    const thaws = ['userFills', 'orderUpdates'].map((one) => exchange.faults.freezeChannel(one))
    await trade(bracket())
    for (let count = 0; count < 31; count += 1) await step()
    await recorder.until(() => fillsOf(ENTRY).length === 1 && statusOf(STOP) === 'open')
    for (const thaw of thaws) thaw()
  })

  it('what happened while the socket was down is told after it came back', async () => {
    const { clock, exchange, recorder, trade } = session
    exchange.faults.closeSockets()
    await recorder.untilVenue('down')
    await trade(bracket())
    expect(fillsOf(ENTRY)).toEqual([])
    clock.advance(1_000)
    await recorder.untilVenue('live')
    await reported(STOP, 'open')
    await recorder.until(() => fillsOf(ENTRY).length === 1)
  })

  it('in maintenance the desk is down, believes nothing, and is whole again afterwards', async () => {
    const { clock, exchange, recorder, trade, venue } = session
    await trade(bracket())
    await reported(STOP, 'open')
    const gateway = { kind: 'status', code: 502 } as const
    const ends = (['info', 'exchange'] as const).map((point) =>
      exchange.faults.add({ point, times: null, effect: gateway }),
    )
    exchange.faults.closeSockets()
    await recorder.untilVenue('down')
    expect((await trade(close('0.02', REST))).result).toBe('unknown')
    expect((await venue.lookUpOrder(REST)).answer.result).toBe('failed')
    await expect(venue.observeAccount('asked')).rejects.toThrow('502')
    expect(recorder.last('venueStateChanged')?.state).not.toBe('live')
    for (const end of ends) end()
    clock.advance(1_000)
    await session.stepUntil(() => recorder.last('venueStateChanged')?.state === 'live')
    expect((await venue.lookUpOrder(REST)).answer).toEqual({ result: 'neverSeen' })
    expect(statusOf(STOP)).toBe('open')
  })

  it('a frozen book is stale while the rest goes on, with its age', async () => {
    const { clock, exchange, recorder } = session
    const thaw = exchange.faults.freezeChannel('l2Book')
    clock.advance(7_000)
    expect(recorder.last('venueStateChanged')).toMatchObject({ state: 'stale' })
    expect(recorder.last('venueStateChanged')?.reason).toContain('prices are 5 s old')
    thaw()
    await session.stepUntil(() => recorder.last('venueStateChanged')?.state === 'live')
  })

  it('a renamed field stops the reading, and nothing else', async () => {
    const { exchange, logged, recorder, step, trade } = session
    const rename = { kind: 'rename', from: 'tid', to: 'tradeNumber' } as const
    exchange.faults.add({ point: 'push', match: 'userFills', effect: rename })
    await trade(bracket())
    await recorder.until(() => fillsOf(ENTRY).length === 1)
    expect(logged.some((entry) => entry.message.includes('tid'))).toBe(true)
    await step()
    await recorder.untilVenue('live')
  })

  it('rejects an account that it cannot read', async () => {
    const { exchange, venue } = session
    const rename = { kind: 'rename', from: 'accountValue', to: 'value' } as const
    exchange.faults.add({ point: 'info', match: 'clearinghouseState', effect: rename })
    await expect(venue.observeAccount('asked')).rejects.toThrow('unknown shape')
    expect((await venue.observeAccount('asked')).cash).toBe(parseMoney('10000'))
  })
})

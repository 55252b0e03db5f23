import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FillReported, OrderReported } from '#core/engine/venue-inputs.ts'
import { asVenueOrderId } from '#core/model/ids.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { FillFeed } from './fill-feed.ts'
import { ForeignActivity } from './foreign-activity.ts'
import { FundingFeed } from './funding-feed.ts'
import { OrderFeed } from './order-feed.ts'
import type { FillRow, OrderUpdate } from './parse-account.ts'
import { fillSchema, fundingSchema } from './parse-account.ts'
import { QuoteBoard } from './quote-board.ts'
import { testId } from './terms.test-support.ts'

const ACCOUNT = `0x${'ab'.repeat(20)}`

const fillRow = (tid: number, extra: object = {}): FillRow =>
  fillSchema.parse({
    coin: 'BTC',
    px: '100',
    sz: '1',
    side: 'B',
    time: 1_000 + tid,
    startPosition: '0.0',
    closedPnl: '0.0',
    oid: 7,
    crossed: true,
    fee: '0.01',
    feeToken: 'USDC',
    tid,
    cloid: testId(7),
    ...extra,
  })

function fillFeed(sinceMs = 0, ask: () => Promise<null> = () => Promise.resolve(null)) {
  const told: FillReported[] = []
  const foreign: string[] = []
  const feed = new FillFeed({
    accountAddress: ACCOUNT,
    sinceMs: () => sinceMs,
    foreign: new ForeignActivity(({ message }) => foreign.push(message)),
    isPerpetual: (coin) => !coin.startsWith('@'),
    clientOrderIdOf: (id) => (id === '8' ? testId(8) : null),
    askClientOrderId: ask,
    emit: (fill) => told.push(fill),
  })
  return { feed, told, foreign }
}

describe('FillFeed', () => {
  it('tells every fill once and oldest first, however batches repeat and shuffle', () => {
    const batches = fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 10 }))
    fc.assert(
      fc.property(batches, (all) => {
        const { feed, told } = fillFeed()
        for (const batch of all) feed.take(batch.map((tid) => fillRow(tid)))
        const ids = told.map((fill) => fill.tradeId)
        expect(new Set(ids).size).toBe(ids.length)
        expect(new Set(ids)).toEqual(new Set(all.flat().map(String)))
      }),
    )
    const { feed, told } = fillFeed()
    feed.take([fillRow(3), fillRow(1), fillRow(2)])
    expect(told.map((fill) => fill.tradeId)).toEqual(['1', '2', '3'])
  })

  it('tells the fills of one moment as the position moved, for their numbers are hashes', () => {
    const of = (tid: number, side: 'A' | 'B', startPosition: string, coin = 'BTC') =>
      fillRow(tid, { time: 5_000, side, startPosition, coin })
    const inTurn = [
      of(90, 'B', '0.0'),
      of(12, 'B', '1.0'),
      of(71, 'A', '2.0'),
      of(40, 'B', '1'),
      of(8, 'A', '2.0'),
    ]
    for (const rows of [inTurn, [...inTurn].reverse(), [3, 1, 4, 0, 2].map((at) => inTurn[at])]) {
      const { feed, told } = fillFeed()
      const others = [
        fillRow(99, { side: 'A', startPosition: '1' }),
        of(3, 'A', '0.0', 'ETH'),
        fillRow(1, { time: 6_000 }),
      ]
      feed.take([...others, ...(rows as FillRow[])])
      const positions = told.filter(({ coin, tsEventMs }) => coin === 'BTC' && tsEventMs === 5_000)
      let position = 0n
      for (const { startPosition, side, quantity } of positions) {
        expect(startPosition).toBe(position)
        position += side === 'buy' ? quantity : -quantity
      }
      expect(told).toHaveLength(8)
      expect(told.at(0)?.tradeId).toBe('99')
      expect(told.at(-1)?.tradeId).toBe('1')
    }
  })

  it('knows whose order it was, or asks, and tells it in any case', async () => {
    let answer: (() => void) | undefined
    const asked = new Promise<null>((resolve) => {
      answer = () => resolve(null)
    })
    const { feed, told } = fillFeed(0, () => asked)
    feed.take([
      fillRow(1, { oid: 8, cloid: null }),
      fillRow(2, { oid: 9, cloid: null }),
      fillRow(3, { oid: 9, cloid: null }),
    ])
    expect(told.map((fill) => fill.clientOrderId)).toEqual([testId(8)])
    answer?.()
    await asked
    await Promise.resolve()
    expect(told.map((fill) => [fill.tradeId, fill.clientOrderId])).toEqual([
      ['1', testId(8)],
      ['2', null],
      ['3', null],
    ])
  })

  it('names other markets and fees once, leaves out old history, marks our liquidation', () => {
    const { feed, told, foreign } = fillFeed(1_002)
    feed.take([
      fillRow(1),
      fillRow(2, { liquidation: { liquidatedUser: ACCOUNT.toUpperCase().replace('0X', '0x') } }),
      fillRow(3, { liquidation: { liquidatedUser: `0x${'01'.repeat(20)}` } }),
      fillRow(4, { coin: '@107' }),
      fillRow(5, { feeToken: 'HYPE' }),
      fillRow(6, { coin: '@107' }),
      fillRow(7, { coin: '@8:NVDA' }),
    ])
    expect(foreign).toHaveLength(3)
    expect(foreign[0]).toMatch(/^@107 is a spot market: the account has fills there/)
    expect(foreign[1]).toMatch(/^A BTC fill has its fee in HYPE/)
    expect(foreign[2]).toMatch(/^@8:NVDA is a market of another builder \(HIP-3\)/)
    expect(told.map((fill) => [fill.tradeId, fill.isLiquidation])).toEqual([
      ['2', true],
      ['3', false],
    ])
  })
})

const update = (oid: number, status: OrderReported['status'], tsEventMs: number): OrderUpdate => ({
  coin: 'BTC',
  clientOrderId: testId(oid),
  venueOrderId: asVenueOrderId(String(oid)),
  status,
  venueStatus: status,
  tsEventMs,
})

describe('OrderFeed', () => {
  const listed = (oid: number) => ({
    clientOrderId: testId(oid),
    venueOrderId: asVenueOrderId(String(oid)),
    coin: 'BTC',
    side: 'buy' as const,
    price: parsePrice('1'),
    quantity: parseQuantity('1'),
    isTrigger: false,
    isReduceOnly: false,
    placedMs: 5,
  })
  const orderFeed = () => {
    const told: OrderReported[] = []
    const feed = new OrderFeed(
      (coin) => coin === 'BTC',
      (report) => told.push(report),
    )
    return { feed, told, words: () => told.map((one) => `${one.venueOrderId} ${one.status}`) }
  }

  it('drops what is repeated and what was overtaken', () => {
    const { feed, words } = orderFeed()
    feed.take(update(1, 'open', 10))
    feed.take(update(1, 'open', 10))
    feed.take(update(1, 'filled', 20))
    feed.take(update(1, 'triggered', 15))
    feed.take(update(1, 'filled', 20))
    feed.take(update(1, 'open', 30))
    feed.take({ ...update(2, 'open', 1), coin: '@107' })
    expect(words()).toEqual(['1 open', '1 filled'])
  })

  it('finds missed orders in the list, and asks for those that left it', () => {
    const { feed, words } = orderFeed()
    feed.take(update(1, 'open', 10))
    feed.learn(asVenueOrderId('3'), testId(3))
    expect(feed.compare([listed(1), listed(2)])).toEqual(['3'])
    expect(words()).toEqual(['1 open', '2 open'])
    feed.take({ ...update(3, 'canceled', 20), clientOrderId: null })
    expect(feed.compare([listed(1), listed(2)])).toEqual([])
    expect(feed.compare([])).toEqual(['1', '2'])
    expect(feed.clientOrderIdOf(asVenueOrderId('3'))).toBe(testId(3))
  })

  it('asks what became of an order that has filled at once, in part perhaps, and was not heard of', () => {
    const { feed, words } = orderFeed()
    feed.learn(asVenueOrderId('4'), testId(4))
    expect(feed.compare([])).toEqual(['4'])
    feed.take(update(4, 'canceled', 20))
    expect(words()).toEqual(['4 canceled'])
    expect(feed.compare([])).toEqual([])
    feed.take(update(5, 'filled', 30))
    feed.learn(asVenueOrderId('5'), testId(5))
    expect(feed.compare([])).toEqual([])
  })
})

it('tells each funding payment once', () => {
  const told: string[] = []
  const feed = new FundingFeed(
    () => 10,
    (payment) => told.push(`${payment.coin} ${payment.amount}`),
  )
  const row = (coin: string, time: number) => fundingSchema.parse({ coin, time, usdc: '-0.5' })
  feed.take([row('BTC', 20), row('ETH', 20), row('BTC', 5)])
  feed.take([row('BTC', 20), row('BTC', 30)])
  expect(told).toEqual(['BTC -50000000', 'ETH -50000000', 'BTC -50000000'])
})

describe('QuoteBoard', () => {
  const price = parsePrice
  it('joins book and mark, drops what was overtaken, and forgets across a break', () => {
    const told: string[] = []
    let nowMs = 0
    const board = new QuoteBoard(
      (tick) => told.push(`${tick.bid}/${tick.ask}/${tick.mark}@${tick.tsEventMs}`),
      () => nowMs,
    )
    board.watch('BTC')
    const book = (bid: string | null, tsEventMs: number) => ({
      coin: 'BTC',
      bid: bid === null ? null : price(bid),
      ask: price('11'),
      tsEventMs,
    })
    board.takeBook(book('9', 10))
    board.takeMark('ETH', price('1'))
    expect(told).toEqual([])
    board.takeMark('BTC', price('10'))
    board.takeBook(book('8', 5))
    nowMs = 7
    expect(board.ages()).toEqual([{ coin: 'BTC', bookAgeMs: 7, markAgeMs: 0 }])
    board.takeBook(book('9.5', 11))
    nowMs = 9
    expect(board.ages()).toEqual([{ coin: 'BTC', bookAgeMs: 2, markAgeMs: 2 }])
    board.takeBook(book(null, 12))
    expect(board.oneSided()).toEqual(['BTC'])
    board.forgetAges()
    board.takeBook(book('9', 13))
    expect(board.ages()[0]?.markAgeMs).toBeNull()
    expect(told).toEqual([
      '900000000/1100000000/1000000000@10',
      '950000000/1100000000/1000000000@11',
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { parsePrice } from '#core/money/decimal.ts'
import { describeVenueError } from './error-table.ts'
import { orderStatusFor } from './order-words.ts'
import { parse, parseJson } from './parse.ts'
import {
  clearinghouseSchema,
  fillSchema,
  openOrdersSchema,
  orderStatusAnswerSchema,
  spotDollarsSchema,
  userRoleSchema,
} from './parse-account.ts'
import { exchangeAnswerSchema } from './parse-exchange.ts'
import { bookSchema, candleSchema, metaSchema } from './parse-market.ts'

const read = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = parse(schema, value, 'answer')
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value
}
const isRefused = (schema: z.ZodType, value: unknown): boolean => !parse(schema, value, 'x').ok

const fill = {
  coin: 'BTC',
  px: '23144.5',
  sz: '0.01',
  side: 'B',
  time: 1_677_628_800_000,
  startPosition: '-0.02',
  dir: 'Close Short',
  closedPnl: '12.5',
  hash: '0xabc',
  oid: 77,
  crossed: true,
  fee: '-0.0104',
  feeToken: 'USDC',
  tid: 118_906_512_037_719,
  cloid: '0x000000000000000000000000000000AA',
}

describe('fields', () => {
  it('reads a fill to our own types', () => {
    expect(read(fillSchema, fill)).toEqual({
      tradeId: '118906512037719',
      clientOrderId: '0x000000000000000000000000000000aa',
      venueOrderId: '77',
      coin: 'BTC',
      side: 'buy',
      price: 2_314_450_000_000n,
      quantity: 1_000_000n,
      startPosition: -2_000_000n,
      closedPnl: 1_250_000_000n,
      fee: -1_040_000n,
      feeToken: 'USDC',
      isTaker: true,
      liquidatedAddress: null,
      tsEventMs: 1_677_628_800_000,
    })
  })

  it.each([
    ['px', 'NaN'],
    ['px', '1e400'],
    ['px', '-0'],
    ['px', '-0.0'],
    ['px', '0'],
    ['px', '-1'],
    ['px', ' 1'],
    ['px', '+1'],
    ['px', '0x10'],
    ['px', '1.000000001'],
    ['px', '9'.repeat(30)],
    ['px', 23_144.5],
    ['px', null],
    ['closedPnl', '-0.0'],
    ['closedPnl', 'Infinity'],
    ['time', Number.NaN],
    ['time', Number.POSITIVE_INFINITY],
    ['time', -0],
    ['time', 1.5],
    ['time', '1677628800000'],
    ['time', 9e15],
    ['oid', -0],
    ['oid', -1],
    ['oid', 2 ** 60],
    ['tid', '5'],
    ['side', 'buy'],
    ['coin', ''],
    ['crossed', 1],
    ['cloid', '0x12'],
  ])('refuses %s = %s', (name, value) => {
    expect(isRefused(fillSchema, { ...fill, [name]: value })).toBe(true)
  })

  it.each(Object.keys(fill).filter((name) => !['dir', 'hash', 'cloid'].includes(name)))(
    'refuses a fill whose %s was renamed, and takes new fields',
    (name) => {
      const { [name as 'px']: value, ...rest } = fill
      expect(isRefused(fillSchema, { ...rest, [`${name}New`]: value })).toBe(true)
      expect(isRefused(fillSchema, { ...fill, somethingNew: 1 })).toBe(false)
    },
  )
})

describe('answers', () => {
  it('reads instruments in the order of their asset ids', () => {
    const universe = [
      { name: 'BTC', szDecimals: 5, maxLeverage: 40 },
      { name: 'OLD', szDecimals: 1, maxLeverage: 3, isDelisted: true },
    ]
    expect(read(metaSchema, { universe, marginTables: [] })).toEqual([
      { coin: 'BTC', assetId: 0, sizeDecimals: 5, maxLeverage: 40, isDelisted: false },
      { coin: 'OLD', assetId: 1, sizeDecimals: 1, maxLeverage: 3, isDelisted: true },
    ])
    expect(isRefused(metaSchema, { universe: [] })).toBe(true)
  })

  it('reads best prices and refuses a crossed book', () => {
    const book = (bids: string[], asks: string[]) => ({
      coin: 'BTC',
      time: 5,
      levels: [bids, asks].map((side) => side.map((px) => ({ px, sz: '1', n: 1 }))),
    })
    expect(read(bookSchema, book(['10', '9'], ['11']))).toEqual({
      coin: 'BTC',
      bid: parsePrice('10'),
      ask: parsePrice('11'),
      tsEventMs: 5,
    })
    expect(read(bookSchema, book([], ['11'])).bid).toBeNull()
    expect(isRefused(bookSchema, book(['11'], ['11']))).toBe(true)
    expect(isRefused(bookSchema, { ...book(['1'], ['2']), levels: [[]] })).toBe(true)
  })

  it('reads candles and refuses one whose close lies outside', () => {
    const row = {
      t: 60_000,
      T: 119_999,
      s: 'BTC',
      i: '1m',
      o: '2',
      h: '3',
      l: '1',
      c: '2.5',
      v: '0',
    }
    expect(read(candleSchema, { ...row, n: 0 }).bar.close).toBe(2.5)
    expect(isRefused(candleSchema, { ...row, c: '3.5' })).toBe(true)
    expect(isRefused(candleSchema, { ...row, l: '-0' })).toBe(true)
    expect(isRefused(candleSchema, { ...row, v: '1e400' })).toBe(true)
  })

  it('lists waiting children beside their parent, each once', () => {
    const row = (oid: number, extra: object = {}) => ({
      coin: 'BTC',
      side: 'A',
      limitPx: '90',
      sz: '1',
      oid,
      timestamp: 1,
      origSz: '1',
      isTrigger: false,
      triggerPx: '0.0',
      reduceOnly: false,
      cloid: null,
      ...extra,
    })
    const child = row(2, { isTrigger: true, triggerPx: '99', reduceOnly: true })
    const orders = read(openOrdersSchema, [row(1, { children: [child] }), child])
    expect(orders.map(({ venueOrderId, price }) => [venueOrderId, price])).toEqual([
      ['1', parsePrice('90')],
      ['2', parsePrice('99')],
    ])
  })

  it('reads the account with figures that have more than eight places', () => {
    const position = {
      coin: 'ETH',
      szi: '-0.5',
      entryPx: '2986.3',
      leverage: { type: 'cross', value: 20 },
      liquidationPx: '2866.26936529123',
      unrealizedPnl: '-0.0000000049',
    }
    const answer = read(clearinghouseSchema, {
      marginSummary: { accountValue: '10000.123456' },
      assetPositions: [{ type: 'oneWay', position }],
      time: 7,
    })
    expect(answer.positions[0]).toMatchObject({
      quantity: -50_000_000n,
      liquidationPrice: 286_626_936_529n,
      unrealisedPnl: 0n,
    })
  })

  it('reads what other tokens have to ten places beside dollars, and takes only the dollars', () => {
    const balances = [
      { coin: 'USDC', token: 0, total: '123.45000000', hold: '0.0', entryNtl: '0.0' },
      { coin: 'UBTC', token: 197, total: '0.0000123456', hold: '0.0', entryNtl: '1.2' },
    ]
    expect(read(spotDollarsSchema, { balances })).toBe(12_345_000_000n)
    expect(read(spotDollarsSchema, { balances: balances.slice(1) })).toBe(0n)
    const wrong = [{ ...balances[0], total: '1e3' }]
    expect(isRefused(spotDollarsSchema, { balances: wrong })).toBe(true)
  })

  it('reads a spot fill whose fee and balance have ten places, and no perpetual like it', () => {
    const spot = {
      ...fill,
      coin: '@142',
      dir: 'Buy',
      fee: '0.0000000071',
      feeToken: 'UBTC',
      startPosition: '0.0000142857',
    }
    expect(read(fillSchema, spot)).toMatchObject({ coin: '@142', feeToken: 'UBTC' })
    expect(isRefused(fillSchema, { ...spot, coin: 'BTC' })).toBe(true)
    expect(isRefused(fillSchema, { ...spot, fee: 'NaN' })).toBe(true)
    expect(isRefused(fillSchema, { ...spot, coin: { toString: '@142' } })).toBe(true)
  })

  it('tells an agent from a user', () => {
    const user = `0x${'AB'.repeat(20)}`
    expect(read(userRoleSchema, { role: 'agent', data: { user } })).toEqual({
      role: 'agent',
      data: { user: user.toLowerCase() },
    })
    expect(isRefused(userRoleSchema, { role: 'agent' })).toBe(true)
    expect(isRefused(userRoleSchema, { role: 'king' })).toBe(true)
  })

  it('reads an order status and refuses a word that it does not know', () => {
    const order = { coin: 'BTC', side: 'B', limitPx: '1', sz: '0.0', oid: 3, timestamp: 1 }
    const answer = (status: string) => ({
      status: 'order',
      order: { order, status, statusTimestamp: 9 },
    })
    expect(read(orderStatusAnswerSchema, answer('siblingFilledCanceled'))).toMatchObject({
      isKnown: true,
      order: { status: 'canceled', venueStatus: 'siblingFilledCanceled', clientOrderId: null },
    })
    expect(read(orderStatusAnswerSchema, { status: 'unknownOid' })).toEqual({ isKnown: false })
    expect(isRefused(orderStatusAnswerSchema, answer('evaporated'))).toBe(true)
  })

  it('keeps a sample without addresses', () => {
    const parsed = parse(metaSchema, { user: `0x${'ab'.repeat(20)}` }, 'meta answer')
    expect(parsed).toMatchObject({ ok: false, sample: '{"user":"0xabab…"}' })
    expect(!parsed.ok && parsed.message).toContain('meta answer has an unknown shape (universe')
    expect(parseJson('<html>', 'answer')).toMatchObject({ ok: false, sample: '<html>' })
  })
})

describe('exchange answers', () => {
  const ok = (statuses: unknown[]) => ({
    status: 'ok',
    response: { type: 'order', data: { statuses } },
  })
  it('reads every kind of status', () => {
    const statuses = [
      { resting: { oid: 5, cloid: '0x1' } },
      { filled: { totalSz: '1', avgPx: '2', oid: 6 } },
      'waitingForFill',
      'waitingForTrigger',
      'success',
      { error: 'Order has zero size. asset=3' },
    ]
    expect(read(exchangeAnswerSchema, ok(statuses))).toEqual({
      kind: 'answers',
      answers: [
        { result: 'resting', venueOrderId: '5' },
        { result: 'filled', venueOrderId: '6' },
        { result: 'waiting' },
        { result: 'waiting' },
        { result: 'canceled' },
        {
          result: 'error',
          message: 'The size came to zero. The venue said: "Order has zero size. asset=3"',
        },
      ],
    })
  })
  it('reads a refusal and a plain yes, and refuses the rest', () => {
    expect(read(exchangeAnswerSchema, { status: 'err', response: 'no' })).toEqual({
      kind: 'refused',
      response: 'no',
    })
    expect(read(exchangeAnswerSchema, { status: 'ok', response: { type: 'default' } })).toEqual({
      kind: 'done',
    })
    for (const bad of [ok(['maybe']), ok([{ resting: {} }]), { status: 'ok' }, null, 'ok', []]) {
      expect(isRefused(exchangeAnswerSchema, bad)).toBe(true)
    }
  })
})

describe('words', () => {
  it.each([
    ['open', 'open'],
    ['triggered', 'triggered'],
    ['marginCanceled', 'canceled'],
    ['scheduledCancel', 'canceled'],
    ['perpMarginRejected', 'rejected'],
    ['Canceled', null],
    ['toString', null],
    ['', null],
  ])('%s is %s', (word, status) => {
    expect(orderStatusFor(word)).toBe(status)
  })

  it.each([
    ['User or API Wallet 0xdead does not exist.', 'E002'],
    ['Insufficient margin to place order. asset=5', 'E004'],
    ['Must deposit before performing actions. User: 0x1', 'E004'],
    ['Too many cumulative requests sent (20 > 10) for cumulative volume traded $0.1.', 'E005'],
    ['Invalid nonce: duplicate nonce 5', 'E401'],
    ['Cross position does not have sufficient margin available to decrease leverage.', 'E004'],
    ['Isolated position does not have sufficient margin available to decrease leverage.', 'E004'],
    ['Order must have minimum value of $10. asset=0', null],
    ['something new', null],
  ])('%s: %s', (words, code) => {
    const error = describeVenueError(words)
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
    if (code) expect(error.message).toContain(`(${code})`)
  })

  it.each([
    'Invalid leverage value',
    'Cross margin is not allowed for this asset.',
    'Cannot switch leverage type with open position.',
    'Action expired: expiresAfter 1 is before 2',
    'Extra agent already used.',
    'Too many extra agents.',
    'Order price cannot be more than 80% away from the reference price asset=1',
    'Post only order would have immediately matched, bbo was 1@2. asset=3',
    'No liquidity available for market order. asset=3',
    'Invalid TP/SL price. asset=3',
    'Too many open orders. asset=3',
  ])('has a sentence of its own for "%s"', (words) => {
    expect(describeVenueError(words).message).not.toMatch(/^The venue refused/)
  })
})

import { expect, it } from 'vitest'
import type { z } from 'zod'
import type { InfoClient, InfoRequest } from './info-client.ts'
import { RecordReader } from './read-records.ts'

const ACCOUNT = '0x00000000000000000000000000000000000000AA'
const FILL = {
  coin: 'BTC',
  px: '22341.123456789012',
  sz: '0.00010',
  side: 'A',
  time: 1_700_000_000_123,
  startPosition: '0.0001',
  dir: 'Close Long',
  closedPnl: '-0.0000000001',
  hash: '0xhash',
  oid: 7,
  crossed: true,
  fee: '-0.000000000012',
  tid: 99,
  feeToken: 'USDC',
  twapId: null,
}

/** Answers as the venue would, through the reader's own schemas. */
function readerOver(answers: Readonly<Record<string, unknown>>) {
  const asked: InfoRequest[] = []
  const info = {
    ask: (request: InfoRequest, schema: z.ZodType) => {
      asked.push(request)
      return Promise.resolve(schema.parse(answers[request.type]))
    },
  }
  return { reader: new RecordReader(info as unknown as InfoClient, ACCOUNT), asked }
}

it('keeps every digit of a fill as the venue wrote it', async () => {
  const { reader, asked } = readerOver({ userFillsByTime: [FILL] })
  const [fill] = await reader.fills(0)
  expect(asked[0]).toMatchObject({ user: ACCOUNT.toLowerCase(), startTime: 1 })
  expect(fill).toMatchObject({
    account: ACCOUNT.toLowerCase(),
    tradeId: '99',
    market: 'perp',
    side: 'sell',
    price: FILL.px,
    fee: FILL.fee,
    closedPnl: FILL.closedPnl,
    liquidatedUser: null,
  })
})

it('tells whose liquidation it was, names spot markets and tells dust conversions apart', async () => {
  const other = { liquidation: { liquidatedUser: '0xBB', markPx: '1', method: 'market' } }
  const dust = { tid: 0, coin: '@107', dir: 'Spot Dust Conversion', feeToken: 'HYPE' }
  const { reader, asked } = readerOver({
    userFillsByTime: [
      { ...FILL, ...other },
      { ...FILL, liquidation: { markPx: '1' } },
      { ...FILL, ...dust, hash: '0xa' },
      { ...FILL, ...dust, hash: '0xb' },
    ],
    spotMeta: {
      tokens: [
        { name: 'USDC', index: 0 },
        { name: 'HYPE', index: 150 },
      ],
      universe: [{ name: '@107', tokens: [150, 0] }],
    },
  })
  const fills = await reader.fills(5)
  expect(fills.map((fill) => fill.liquidatedUser)).toEqual([
    '0xbb',
    ACCOUNT.toLowerCase(),
    null,
    null,
  ])
  expect(fills[2]).toMatchObject({ coin: 'HYPE/USDC', market: 'spot', startPosition: null })
  expect(new Set(fills.slice(2).map(({ tradeId }) => tradeId)).size).toBe(2)
  await reader.fills(5)
  expect(asked.filter(({ type }) => type === 'spotMeta')).toHaveLength(1)
})

it('reads funding with its size and rate', async () => {
  const delta = { type: 'funding', coin: 'BTC', usdc: '-0.01', szi: '2', fundingRate: '0.00001' }
  const { reader } = readerOver({ userFunding: [{ time: 5, hash: '0xc', delta }] })
  expect(await reader.funding(1)).toEqual([
    {
      account: ACCOUNT.toLowerCase(),
      coin: 'BTC',
      tsMs: 5,
      amount: '-0.01',
      size: '2',
      rate: '0.00001',
      hash: '0xc',
    },
  ])
})

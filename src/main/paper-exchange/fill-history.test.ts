import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FundingPayment, VenueFill } from '#core/matching/matching-event.ts'
import { asMoney, asPrice, asQuantity, asRatio } from '#core/money/amount.ts'
import type { Running } from './paper-exchange.test-support.ts'
import {
  addressOf,
  FILE_START_MS,
  info,
  limitOrder,
  MASTER,
  send,
  startTest,
  TestSocket,
} from './paper-exchange.test-support.ts'

let running: Running
beforeEach(async () => {
  running = await startTest()
})
afterEach(() => running.exchange.close())

const user = addressOf(MASTER)

interface Row {
  readonly time: number
  readonly tid: number
  readonly oid: number
  readonly px: string
  readonly sz: string
  readonly fee: string
  readonly startPosition: string
  readonly dir: string
  readonly closedPnl: string
}

const fillOf = (tid: number): VenueFill => ({
  tid,
  account: user,
  oid: tid,
  clientOrderId: null,
  asset: 0,
  coin: 'BTC',
  isBuy: true,
  price: asPrice(100n),
  size: asQuantity(100n),
  timeMs: FILE_START_MS + tid,
  startPosition: asQuantity(0n),
  direction: 'Open Long',
  closedPnl: asMoney(0n),
  fee: asMoney(0n),
  isTaker: true,
  liquidation: null,
})

describe('the history of an account', () => {
  it('ends at the newest 10,000 fills, 2,000 an answer, oldest first', async () => {
    const { exchange } = running
    const { archive } = exchange.venue
    archive.transaction(() => {
      for (let tid = 1; tid <= 10_050; tid += 1) {
        archive.recordEvents([{ kind: 'fill', fill: fillOf(tid) }])
      }
    })
    const ask = (startTime: number) =>
      info<Row[]>(exchange, { type: 'userFillsByTime', user, startTime })
    const first = await ask(0)
    expect(first).toHaveLength(2_000)
    expect(first[0]?.tid).toBe(51)
    expect((await ask(FILE_START_MS + 10_049)).map(({ tid }) => tid)).toEqual([10_049, 10_050])
    const reversed = { type: 'userFillsByTime', user, startTime: 0, reversed: true }
    const newest = await info<Row[]>(exchange, reversed)
    expect([newest.length, newest[0]?.tid, newest.at(-1)?.tid]).toEqual([2_000, 10_050, 8_051])
    expect(await info<Row[]>(exchange, { type: 'userFills', user })).toHaveLength(2_000)
  })

  it('is told from its newest end when a stream of payments begins', async () => {
    const { exchange } = running
    const { archive } = exchange.venue
    const payment = (hour: number): FundingPayment => ({
      account: user,
      asset: 0,
      coin: 'BTC',
      timeMs: FILE_START_MS + hour * 3_600_000,
      payment: asMoney(-100n),
      size: asQuantity(100n),
      rate: asRatio(1250n),
    })
    archive.transaction(() => {
      for (let hour = 1; hour <= 510; hour += 1) {
        archive.recordEvents([{ kind: 'funding', funding: payment(hour) }])
        const timeMs = FILE_START_MS + hour
        archive.recordLedger({ account: user, timeMs, kind: 'deposit', amount: 1n })
      }
    })
    const socket = await TestSocket.open(exchange)
    await socket.subscribe({ type: 'userFundings', user })
    const told = await socket.first<{ fundings: { time: number }[] }>('userFundings')
    expect(told.fundings).toHaveLength(500)
    expect(told.fundings[0]?.time).toBe(FILE_START_MS + 11 * 3_600_000)
    expect(told.fundings.at(-1)?.time).toBe(FILE_START_MS + 510 * 3_600_000)
    await socket.subscribe({ type: 'userNonFundingLedgerUpdates', user })
    type Ledger = { nonFundingLedgerUpdates: { time: number }[] }
    const ledger = await socket.first<Ledger>('userNonFundingLedgerUpdates')
    expect(ledger.nonFundingLedgerUpdates.at(-1)?.time).toBe(FILE_START_MS + 510)
    const asked = { type: 'userFunding', user, startTime: 0 }
    const rows = await info<{ time: number }[]>(exchange, asked)
    expect(rows[0]?.time).toBe(FILE_START_MS + 3_600_000)
    socket.close()
  })
})

describe('fills joined by time', () => {
  it('are one for a crossing order, at the average of its levels', async () => {
    const { exchange } = running
    exchange.fund(user, asMoney(1_000_000n * 100_000_000n))
    await send(exchange, limitOrder('21000', '20', 'Ioc'))
    const ask = (more: object) => info<Row[]>(exchange, { type: 'userFills', user, ...more })
    const single = [...(await ask({}))].reverse()
    expect(single.length).toBeGreaterThan(2)
    const sum = (of: (row: Row) => number) => single.reduce((total, row) => total + of(row), 0)
    const [joined, ...others] = await ask({ aggregateByTime: true })
    expect(others).toEqual([])
    expect(joined).toMatchObject({ sz: '20', startPosition: '0', dir: 'Open Long' })
    expect(joined?.oid).toBe(single[0]?.oid)
    expect(Number(joined?.fee)).toBeCloseTo(
      sum(({ fee }) => Number(fee)),
      8,
    )
    const average = sum(({ px, sz }) => Number(px) * Number(sz)) / 20
    expect(Number(joined?.px)).toBeCloseTo(average, 6)
    await send(exchange, limitOrder('19000', '25', 'Ioc', false))
    const [flip] = await ask({ aggregateByTime: true })
    expect(flip).toMatchObject({ sz: '25', startPosition: '20', dir: 'Long > Short' })
    const byTime = { type: 'userFillsByTime', user, startTime: 0, aggregateByTime: true }
    expect((await info<Row[]>(exchange, byTime)).map(({ sz }) => sz)).toEqual(['20', '25'])
  })
})

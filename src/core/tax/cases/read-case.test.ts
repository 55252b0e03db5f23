import { describe, expect, it } from 'vitest'
import { describeProblem } from '../ledger-entry.ts'
import { readCase } from './read-case.ts'
import type { CaseOutput } from './run-case.ts'
import { runCase } from './run-case.ts'

function run(input: unknown, overrides: Parameters<typeof readCase>[2] = {}): CaseOutput {
  const read = readCase(input, 'case', overrides)
  if (!read.ok) throw new Error(read.problems.map(describeProblem).join('; '))
  const result = runCase(read.taxCase)
  if (!result.ok) throw new Error(result.messages.join('; '))
  return result.output
}

function problems(input: unknown): string[] {
  const read = readCase(input, 'case', {})
  return read.ok ? [] : read.problems.map(describeProblem)
}

const buy = {
  id: 'b',
  timestamp: '2024-02-29T12:00:00Z',
  type: 'buy',
  asset: 'X',
  quantity: '2',
  price: '10',
}
const sell = {
  id: 's',
  timestamp: '2025-02-28T12:00:00Z',
  type: 'sell',
  asset: 'X',
  quantity: '1',
  price: '15',
}
const base = { method: 'fifo', country: 'US', currency: 'USD' }

describe('a case file', () => {
  it('says everything that is wrong with it', () => {
    expect(problems([])).toEqual([
      'file: "[]", expected an object with method, country, currency and transactions',
    ])
    expect(problems({ ...base })).toEqual([
      'transactions: "nothing", expected a list of transactions',
    ])
    expect(problems({ ...base, method: 'best', transactions: [] })[0]).toContain(
      'method: "best", expected one of fifo',
    )
    expect(problems({ ...base, kind: 'other', transactions: [] })[0]).toContain(
      'kind: "other", expected one of lots',
    )
    expect(problems({ ...base, rules: { dayZone: 'Mars' }, transactions: [] })[0]).toContain(
      'dayZone: "Mars"',
    )
    const bad = { ...buy, timestamp: '2024-02-30', type: 'swap', quantity: [], price: 'ten' }
    expect(problems({ ...base, transactions: [buy, bad, 7] })).toEqual([
      'row 3, transactions: "7", expected an object',
      'row 2, type: "swap", expected one of buy, income, sell, gift, donate, fee, lost, transfer_fee, transfer',
      'row 2, timestamp: "2024-02-30", expected a UTC time such as 2025-01-31T12:00:00Z',
      'row 2, quantity: "[]", expected a decimal number such as "1234.5"',
      'row 2, price: "ten", expected a decimal number such as "1234.5"',
    ])
    const transfer = { ...buy, type: 'transfer', wallet: 'A' }
    expect(problems({ ...base, transactions: [transfer] })[0]).toContain('row 1, toWallet')
  })

  it('prints days under a rule that counts days and instants under one that looks at the clock', () => {
    const days = run({ ...base, transactions: [buy, sell] })
    expect(days.disposals).toMatchObject([
      { acquiredAt: '2024-02-29', soldAt: '2025-02-28', term: 'short' },
    ])
    const rules = { termRule: 'rp2: floor(days between timestamps) >= 365' }
    const instants = run({ ...base, rules, transactions: [buy, sell] })
    expect(instants.disposals).toMatchObject([
      { acquiredAt: buy.timestamp, soldAt: sell.timestamp },
    ])
  })

  it('takes options over what it says itself', () => {
    const dear = { ...buy, id: 'c', timestamp: '2024-03-01T12:00:00Z', price: '50' }
    const file = { ...base, transactions: [buy, dear, sell] }
    expect(run(file).disposals).toMatchObject([{ basis: '10' }])
    expect(run(file, { method: 'hifo' }).disposals).toMatchObject([{ basis: '50' }])
    expect(run(file, { method: 'acb', country: 'ca' })).toMatchObject({
      country: 'CA',
      acbAfterEach: ['20', '120', '90'],
    })
    expect(run(file, { country: 'de' }).disposals).toMatchObject([{ term: 'short' }])
  })

  it('knows lots by the name their purchase gave them', () => {
    const first = { ...buy, lotId: 'L1' }
    const second = { ...buy, id: 'c', price: '30', lotId: 'L2' }
    const named = { ...sell, lotId: 'L2' }
    expect(run({ ...base, transactions: [first, second, named] }).disposals).toMatchObject([
      { basis: '30', lotIds: ['c'] },
    ])
  })

  it('leaves the superficial loss out where its rules say so', () => {
    const transactions = [
      { ...buy, timestamp: '2024-01-01', price: '10' },
      { ...sell, timestamp: '2024-01-05', price: '5' },
    ]
    const canada = { method: 'acb', country: 'CA', currency: 'CAD', transactions }
    expect(run(canada).disposals).toMatchObject([
      { rawGain: '-5', superficialDenied: '5', gain: '0' },
    ])
    expect(run({ ...canada, rules: { superficialLoss: 'off' } }).disposals).toMatchObject([
      { gain: '-5' },
    ])
  })

  it('counts a holding period from pairs of days', () => {
    const transactions = [{ acquiredAt: '2023-02-28', soldAt: '2024-02-29' }]
    expect(
      run({ kind: 'holding-period', country: 'US', method: 'n/a', transactions }),
    ).toMatchObject({
      term: 'short',
      longFrom: '2024-03-01',
      disposals: [{ acquiredAt: '2023-02-28', soldAt: '2024-02-29', term: 'short' }],
    })
    expect(run({ kind: 'holding-period', country: 'DE', transactions })).toMatchObject({
      term: 'long',
    })
    const asRows = [
      { ...buy, quantity: undefined, price: undefined },
      { ...sell, quantity: undefined, price: undefined },
    ]
    expect(
      run({ kind: 'holding-period', country: 'US', method: 'fifo', transactions: asRows })
        .disposals,
    ).toMatchObject([{ term: 'short' }])
  })

  it('does the arithmetic of Form 8949 and its Schedule D', () => {
    const transactions = [
      { id: '1', box: 'I', proceeds: '1000.40', basis: '1200.10', code: 'W', adjustment: '50' },
      { id: '2', term: 'long', proceeds: '500', basis: '100' },
      { id: '3', acquired: '2024-01-01', sold: '2024-06-01', proceeds: '7.5', basis: '2' },
    ]
    const output = run({ kind: 'form8949-arithmetic', country: 'US', transactions })
    expect(output.disposals).toMatchObject([
      { gain: '-149.7', box: 'I' },
      { gain: '400', box: 'L' },
      { gain: '5.5', box: 'I' },
    ])
    expect(output.scheduleD).toMatchObject({
      '3': { gain: '-144.2' },
      '10': { gain: '400' },
      '7': '-144.2',
      '15': '400',
      '16': '255.8',
    })
    const whole = run({
      kind: 'form8949-arithmetic',
      country: 'US',
      rules: { rounding: 'whole dollars' },
      transactions,
    })
    expect(whole.disposals).toMatchObject([
      { proceeds: '1000', basis: '1200', gain: '-150' },
      {},
      { proceeds: '8', gain: '6' },
    ])
  })

  it('settles exchanges in each way of paying', () => {
    const exchange = {
      outAsset: 'A',
      outQty: '10',
      outUnitBasis: '0.5',
      receivedAsset: 'B',
      receivedQty: '20',
      receivedUnitFmv: '1',
      feeValueToEffectExchange: '2',
      type: 'exchange',
    }
    const file = (more: object) => ({
      kind: 'exchange-fee',
      method: 'n/a',
      country: 'US',
      transactions: [{ ...exchange, ...more }],
    })
    const third = {
      feeMode: 'third-asset',
      feeAsset: 'C',
      feeQty: '2',
      feeUnitBasis: '0.5',
      feeUnitFmv: '1',
    }
    expect(run(file(third)).disposals).toMatchObject([
      { gain: '13' },
      { asset: 'C', proceeds: '2', basis: '1', gain: '1' },
    ])
    expect(run(file({ feeMode: 'withheld-received' }))).toMatchObject({
      receivedBasis: '18',
      disposals: [{ gain: '13' }, { asset: 'B', quantity: '2', gain: '0' }],
    })
    expect(problems(file({ feeMode: 'barter' }))[0]).toContain('row 1, feeMode: "barter"')
  })

  it('reads the fills of a venue with funding in its own shape', () => {
    const fill = {
      coin: 'BTC',
      side: 'B',
      px: '100',
      sz: '1',
      fee: '0.1',
      feeToken: 'USDC',
      time: 1_700_000_000_000,
      startPosition: '0.0',
      dir: 'Open Long',
      closedPnl: '0.0',
      tid: 1,
    }
    const close = {
      ...fill,
      side: 'A',
      px: '90',
      time: 1_700_000_001_000,
      startPosition: '1.0',
      dir: 'Close Long',
      closedPnl: '-10.0',
      tid: 2,
      liquidation: { liquidatedUser: '0xAA', markPx: '90', method: 'market' },
    }
    const funding = [
      {
        time: 1_700_000_000_500,
        hash: '0x1',
        delta: { type: 'funding', coin: 'BTC', usdc: '-0.05', szi: '1.0', fundingRate: '0.0005' },
      },
    ]
    const file = {
      kind: 'perp',
      method: 'average-entry',
      country: 'any',
      currency: 'USDC',
      transactions: [fill, close],
      funding,
    }
    expect(run({ ...file, user: '0xaa' })).toMatchObject({
      legs: [{ id: '1' }, { id: '2', liquidation: true, pnl: '-10' }],
      totals: { realisedPnl: '-10', fees: '0.2', funding: '-0.05', net: '-10.25' },
      end: { position: '0', entry: '0' },
      warnings: [],
    })
    expect(run({ ...file, user: '0xbb' }).legs).toMatchObject([{}, { liquidation: false }])
    expect(problems({ ...file, transactions: [{ ...fill, side: 'X', sz: 'much' }] })).toEqual([
      'row 1, side: "X", expected "B" (buy) or "A" (sell)',
      'row 1, sz: "much", expected a decimal number such as "1234.5"',
    ])
  })

  it('takes a start without a known entry, bare funding amounts and the address wherever it stands', () => {
    const close = {
      coin: 'BTC',
      side: 'A',
      px: '90',
      sz: '1',
      fee: '0',
      time: 1,
      startPosition: '1',
      dir: 'Close Long',
      closedPnl: '-10',
      liquidation: { liquidatedUser: '0xAA' },
    }
    const file = { kind: 'perp', currency: 'USDC', transactions: [close], funding: ['-0.5', 0.25] }
    const start = { position: '1', entry: 'unknown' }
    expect(run({ ...file, start, trader: '0xaa' })).toMatchObject({
      legs: [{ pnl: '-10', liquidation: true, pnlSource: expect.any(String) }],
      totals: { funding: '-0.25' },
    })
    expect(run({ ...file, start, trader: '0xbb' }).legs).toMatchObject([{ liquidation: false }])
    expect(run({ ...file, start: { BTC: { position: '1', entry: '95' } } }).legs).toMatchObject([
      { pnl: '-5', liquidation: true },
    ])
  })
})

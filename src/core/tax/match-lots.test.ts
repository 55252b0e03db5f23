import { describe, expect, it } from 'vitest'
import { describeShortage } from './compute-tax.ts'
import { brief, compute, entry } from './tax.test-support.ts'

const wallets = { country: 'us', scope: 'per-wallet' } as const
const universal = { country: 'us', scope: 'universal' } as const

describe('the choice of lots', () => {
  const rows = [
    entry('buy', { id: 'b1', on: '2021-01-01', price: '10' }),
    entry('buy', { id: 'b2', on: '2021-02-01', price: '30', fee: '1' }),
    entry('buy', { id: 'b3', on: '2021-03-01', price: '30' }),
    entry('buy', { id: 'b4', on: '2021-04-01', price: '5' }),
    entry('sell', { id: 's1', on: '2022-03-15', quantity: '2', price: '40' }),
  ]
  it.each([
    ['fifo', ['1 10 30 long', '1 31 9 long']],
    ['lifo', ['1 5 35 short', '1 30 10 long']],
    ['hifo', ['1 31 9 long', '1 30 10 long']],
    ['lofo', ['1 5 35 short', '1 10 30 long']],
  ] as const)('%s', (method, expected) => {
    expect(brief(compute(rows, { ...universal, method }))).toEqual(expected)
  })

  it('HIFO goes by the unit cost with the fee, not by the price', () => {
    const dear = [
      entry('buy', { on: '2021-01-01', price: '100', fee: '50' }),
      entry('buy', { on: '2021-01-02', price: '120' }),
      entry('sell', { on: '2021-02-01', price: '130' }),
    ]
    expect(brief(compute(dear, { ...universal, method: 'hifo' }))).toEqual(['1 150 -20 short'])
  })

  it('breaks equal unit costs by time even where doubles cannot tell them apart', () => {
    const price = (last: string) => `1000000000000000000.00000000000000000${last}`
    const close = [
      entry('buy', { id: 'low', on: '2021-01-01', price: price('1') }),
      entry('buy', { id: 'high', on: '2021-01-02', price: price('2') }),
      entry('sell', { on: '2021-02-01', price: '1' }),
    ]
    const { disposals } = compute(close, { ...universal, method: 'hifo' })
    expect(disposals[0]?.origin?.id).toBe('high')
  })

  it('gives the remainder of a divided lot to its last part', () => {
    const thirds = [
      entry('buy', { on: '2021-01-01', quantity: '3', price: '0', totalCost: '100' }),
      entry('sell', { on: '2021-01-02', totalProceeds: '50', price: '0' }),
      entry('sell', { on: '2021-01-03', totalProceeds: '50', price: '0' }),
      entry('sell', { on: '2021-01-04', totalProceeds: '50', price: '0' }),
    ]
    const computed = compute(thirds, universal)
    const total = computed.disposals.reduce((sum, { basis }) => sum + basis, 0n)
    expect(computed.money(total)).toBe('100')
  })

  it('keeps every digit of very large and very small units', () => {
    const large = [
      entry('buy', {
        on: '2021-01-01',
        quantity: '123456789012345678901.000000000000000001',
        price: '0.000000000000000001',
      }),
      entry('sell', {
        on: '2021-01-02',
        quantity: '123456789012345678901.000000000000000001',
        price: '0.000000000000000002',
      }),
    ]
    expect(brief(compute(large, universal))).toEqual([
      '123456789012345678901.000000000000000001 123.456789012345678901000000000000000001 123.456789012345678901000000000000000001 short',
    ])
  })

  it('changes the method from a day on without touching earlier disposals', () => {
    const order = { method: 'hifo', recordedMs: Date.parse('2021-06-01T00:00:00Z') } as const
    const history = [
      entry('buy', { on: '2021-01-01', price: '10' }),
      entry('buy', { on: '2021-02-01', price: '30' }),
      entry('buy', { on: '2021-03-01', price: '20' }),
      entry('sell', { on: '2021-04-01', price: '40' }),
      entry('sell', { on: '2021-07-01', price: '40' }),
    ]
    const settings = { ...universal, method: 'hifo', standingOrders: [order] } as const
    const computed = compute(history, { ...settings, isRetroactiveAcknowledged: false })
    expect(brief(computed)).toEqual(['1 10 30 short', '1 30 10 short'])
    expect(computed.result.kind === 'done' && computed.result.outcome.warnings).toHaveLength(1)
  })
})

describe('named lots', () => {
  const buys = [
    entry('buy', { id: 'b1', on: '2021-01-01', quantity: '2', price: '10' }),
    entry('buy', { id: 'b2', on: '2021-02-01', quantity: '2', price: '30' }),
  ]
  it('go first, the rest in order', () => {
    const named = [
      ...buys,
      entry('sell', {
        on: '2021-03-01',
        quantity: '3',
        price: '40',
        lots: [{ lotId: 'b2', quantity: null }],
      }),
    ]
    const computed = compute(named, universal)
    expect(brief(computed)).toEqual(['2 60 20 short', '1 10 30 short'])
    expect(computed.disposals.map(({ rule }) => rule)).toEqual(['specific', 'order'])
  })

  it('can be named with quantities', () => {
    const lots = [
      { lotId: 'b2', quantity: '0.5' },
      { lotId: 'b1', quantity: '0.5' },
    ]
    const named = [...buys, entry('sell', { on: '2021-03-01', quantity: '1', price: '40', lots })]
    expect(brief(compute(named, universal))).toEqual(['0.5 15 5 short', '0.5 5 15 short'])
  })

  it('are an error where they lack the units', () => {
    const lots = [{ lotId: 'b1', quantity: '2.5' }]
    const named = [
      ...buys,
      entry('sell', { id: 's', on: '2021-03-01', quantity: '3', price: '40', lots }),
    ]
    const { result, ledger } = compute(named, universal)
    expect(result.kind).toBe('oversold')
    const [shortage] = result.kind === 'oversold' ? result.shortages : []
    expect(shortage && describeShortage(shortage, ledger)).toBe(
      'row 3, id "s", 2021-03-01T12:00:00Z: 0.5 X more than were acquired before in lot b1',
    )
  })
})

describe('wallets', () => {
  it('keep their own lots, and a transfer keeps cost and date', () => {
    const rows = [
      entry('buy', { id: 'old', on: '2020-01-01', price: '10', wallet: 'A' }),
      entry('buy', { id: 'new', on: '2021-01-01', price: '30', wallet: 'B' }),
      entry('transfer', { on: '2021-02-01', price: '0', wallet: 'A', toWallet: 'B' }),
      entry('sell', { on: '2021-03-01', price: '40', wallet: 'B' }),
    ]
    const computed = compute(rows, wallets)
    expect(brief(computed)).toEqual(['1 10 30 long'])
    expect(computed.disposals[0]?.origin?.id).toBe('old')
  })

  it('do not lend each other units', () => {
    const rows = [
      entry('buy', { on: '2020-01-01', quantity: '2', wallet: 'A' }),
      entry('sell', { id: 's', on: '2021-03-01', quantity: '1', wallet: 'B' }),
      entry('sell', { id: 't', on: '2021-03-02', quantity: '5', wallet: 'A' }),
    ]
    const { result, ledger } = compute(rows, wallets)
    const messages =
      result.kind === 'oversold' ? result.shortages.map((one) => describeShortage(one, ledger)) : []
    expect(messages).toEqual([
      'row 2, id "s", 2021-03-01T12:00:00Z: 1 X more than were acquired before in wallet B',
      'row 3, id "t", 2021-03-02T12:00:00Z: 3 X more than were acquired before in wallet A',
    ])
    expect(compute(rows.slice(0, 2), universal).result.kind).toBe('done')
  })

  it.each(['fifo', 'lifo', 'hifo', 'lofo'] as const)(
    '%s stays right after transfers out of turn',
    (method) => {
      const rows = [
        entry('buy', { on: '2020-01-01', price: '1', wallet: 'A' }),
        entry('buy', { on: '2020-02-01', price: '2', wallet: 'B' }),
        entry('buy', { on: '2020-03-01', price: '3', wallet: 'A' }),
        entry('buy', { on: '2020-04-01', price: '4', wallet: 'B' }),
        entry('transfer', {
          on: '2020-05-01',
          quantity: '2',
          price: '0',
          wallet: 'A',
          toWallet: 'B',
        }),
        entry('sell', { on: '2020-06-01', quantity: '4', price: '0', wallet: 'B' }),
      ]
      const { disposals, money } = compute(rows, { ...wallets, method })
      const costs = disposals.map(({ basis }) => money(basis))
      const ascending = method === 'fifo' || method === 'lofo'
      expect(costs).toEqual(ascending ? ['1', '2', '3', '4'] : ['4', '3', '2', '1'])
    },
  )

  it('pay the fee of a transfer with units that are disposed of', () => {
    const rows = [
      entry('buy', { on: '2020-01-01', quantity: '2', price: '10', wallet: 'A' }),
      entry('transfer', {
        id: 't',
        on: '2020-02-01',
        quantity: '1',
        price: '30',
        fee: '0.1',
        feeAsset: 'X',
        wallet: 'A',
        toWallet: 'B',
      }),
    ]
    const computed = compute(rows, wallets)
    expect(brief(computed)).toEqual(['0.1 1 2 short'])
    const holdings = computed.result.kind === 'done' ? computed.result.outcome.holdings : []
    expect(holdings.map(({ wallet, quantity }) => `${wallet} ${computed.units(quantity)}`)).toEqual(
      ['A 0.9', 'B 1'],
    )
  })
})
